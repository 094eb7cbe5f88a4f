/** Moving through a tree by keyboard, as the ARIA Authoring Practices describe it. */

/** One visible line of a tree, in order from top to bottom. */
export interface TreeLine {
  readonly key: string;
  /** 1 for the top. */
  readonly level: number;
  readonly title: string;
  /** undefined: has no children. */
  readonly expanded?: boolean;
}

export type TreeMove =
  | { readonly type: 'focus'; readonly key: string }
  | { readonly type: 'toggle'; readonly key: string };

function parentIndex(lines: readonly TreeLine[], index: number): number {
  const level = lines[index]?.level ?? 1;
  return lines.findLastIndex((line, at) => at < index && line.level < level);
}

/**
 * What a key does in a tree.
 *
 * @param lines visible lines
 * @param current key of the focused line
 * @param key name of the pressed key
 * @returns where the focus goes or what opens or closes; null when the key means nothing here
 * @cost O(lines)
 */
export function treeMove(
  lines: readonly TreeLine[],
  current: string,
  key: string,
): TreeMove | null {
  const index = lines.findIndex((line) => line.key === current);
  const line = lines[index];
  if (!line) return null;
  const focus = (at: number): TreeMove | null => {
    const next = lines[at];
    return next ? { type: 'focus', key: next.key } : null;
  };
  switch (key) {
    case 'ArrowDown':
      return focus(index + 1);
    case 'ArrowUp':
      return focus(index - 1);
    case 'Home':
      return focus(0);
    case 'End':
      return focus(lines.length - 1);
    case 'ArrowRight':
      if (line.expanded === false) return { type: 'toggle', key: line.key };
      return line.expanded ? focus(index + 1) : null;
    case 'ArrowLeft':
      if (line.expanded) return { type: 'toggle', key: line.key };
      return focus(parentIndex(lines, index));
    default:
      return byLetter(lines, index, key);
  }
}

/** A letter goes to the next line that starts with it. */
function byLetter(lines: readonly TreeLine[], index: number, key: string): TreeMove | null {
  if (key.length !== 1 || key === ' ') return null;
  const letter = key.toLowerCase();
  const round = [...lines.slice(index + 1), ...lines.slice(0, index)];
  const next = round.find(({ title }) => title.toLowerCase().startsWith(letter));
  return next ? { type: 'focus', key: next.key } : null;
}
