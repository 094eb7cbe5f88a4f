/** Advice in words: costs as differences, candidates by what is known of them, notes by what becomes of things. */
import type { Assessment, Broken } from '../../analysis/advisor/assess.ts';
import type { ListedCandidate } from '../../analysis/advisor/candidates.ts';
import type { Cost, CostKind } from '../../analysis/advisor/costs.ts';
import { NOTE_KINDS, type Note, type NoteKind } from '../../analysis/advisor/note.ts';
import type { Range } from '../../analysis/result.ts';
import { amountWords, rangeWords } from '../../analysis/range-words.ts';

export const COST_TITLES: Readonly<Record<CostKind, string>> = {
  memory: 'Memory of the machine',
  startup: 'Time to ready, latest',
  disk: 'Disk of the layout',
  'cpu-overhead': 'CPU overhead, worst',
  'interrupt-latency': 'Interrupt latency, worst mean',
  'ipc-latency': 'IPC latency, worst link',
  tcb: 'Trusted computing base',
};

/** One side is not known. */
const NOT_COMPARABLE = 'not comparable';

/** A sign that stays with its number at the end of a line. */
const PLUS = '+\u00a0';
const MINUS = '−\u00a0';

function unbroken(unit: string, value: number): string {
  return amountWords(value, unit).replaceAll(' ', '\u00a0');
}

function signed(unit: string, value: number): string {
  if (value === 0) return 'no change';
  return `${value > 0 ? PLUS : MINUS}${unbroken(unit, Math.abs(value))}`;
}

function ends({ low, typical, high }: Range): readonly number[] {
  return [low, typical, high].filter((value) => value !== null);
}

/** Something of the candidate is unknown: its low end holds, and nothing ends it above. */
function openDifference(difference: Range | null, unit: string): string {
  const low = difference?.low ?? null;
  const typical = difference?.typical ?? null;
  const usual = typical === null ? [] : [`typically ${signed(unit, typical)}`];
  if (low === null) return `${usual.join('') || NOT_COMPARABLE} (up to unknown)`;
  const beyond = typical === low || typical === null ? '' : ` (${usual.join('')}, up to unknown)`;
  return `at least ${signed(unit, low)}${beyond}`;
}

/**
 * @param cost of a candidate
 * @returns what changes, for example `at least + 12 MiB (typically + 20 MiB, up to unknown)`; `not comparable` where one side is not known;
 *   `indication: + 300 ns` where figures were measured on another core type
 */
export function differenceText({ difference, unit, atLeast, isIndication }: Cost): string {
  if (isIndication.before || isIndication.after) {
    const typical = difference?.typical ?? null;
    return typical === null ? NOT_COMPARABLE : `indication: ${signed(unit, typical)}`;
  }
  const isBound = atLeast.before || atLeast.after;
  const known = difference ? ends(difference) : [];
  if (known.length === 0) return NOT_COMPARABLE;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (least === 0 && most === 0) return isBound ? 'no known change' : 'no change';
  // One sign is enough where both ends grow; where they shrink the larger saving comes first.
  const to = least > 0 ? unbroken(unit, most) : signed(unit, most);
  const range = least === most ? signed(unit, least) : `${signed(unit, least)} to ${to}`;
  // A difference of two lower bounds is no bound: it speaks of the parts that are known.
  if (atLeast.before) return `known parts: ${range}`;
  return atLeast.after ? openDifference(difference, unit) : range;
}

/**
 * @param cost of a candidate
 * @param when now, or with the candidate
 * @returns the amount in words; `unknown` where nothing of it is known
 */
export function amountOf(cost: Cost, when: 'before' | 'after'): string {
  const range = cost[when];
  if (!range) return 'unknown';
  const { unit, atLeast, isIndication } = cost;
  const extent = { unit, atLeast: atLeast[when], isIndication: isIndication[when] };
  return rangeWords({ ...range, ...extent }).replaceAll(/(?<=\d) /g, '\u00a0');
}

/**
 * @param assessment of a candidate
 * @returns its memory in short, for the list; empty where nothing can be said: the costs beside the list say why
 */
export function memoryWords({ costs }: Assessment): string {
  const memory = costs.find(({ kind }) => kind === 'memory');
  const words = memory ? differenceText(memory) : NOT_COMPARABLE;
  return words === NOT_COMPARABLE ? '' : words;
}

/**
 * @param viable candidates that no hard rule excludes
 * @param judged candidates that were judged
 * @param others candidates that nobody has judged yet
 * @returns what became of the candidates, in sentences
 */
export function judgedWords(viable: number, judged: number, others: number): string {
  const excluded = judged - viable;
  const verdict =
    excluded === 0
      ? `${viable} of ${judged} remain; hard rules exclude none of them.`
      : `${viable} of ${judged} remain; hard rules exclude ${excluded}.`;
  return others === 0 ? verdict : `${verdict} ${others} more are not judged yet.`;
}

/**
 * @param candidate a candidate
 * @returns what is known of it on this target and in this layout
 */
export function knownWords({ shown, used, doubt }: ListedCandidate): string {
  const evidence = {
    shown: 'shown on this target',
    'same-isa': 'shown on this instruction set, no evidence found on this target',
    caveat: 'shown on this target with a caveat',
    none: 'no evidence found on this target',
    'other-isa': 'no evidence found on this target',
    'not-needed': '',
  }[shown];
  return [used ? 'used in this layout' : '', doubt ?? evidence]
    .filter((text) => text !== '')
    .join(', ');
}

/**
 * @param broken findings of a candidate
 * @returns grouped by rule, in the given order
 */
export function byRule(broken: readonly Broken[]): readonly (readonly [Broken, ...Broken[]])[] {
  const groups = Map.groupBy(broken, ({ finding }) => `${finding.rule} ${finding.verdict}`);
  return [...groups.values()] as unknown as (readonly [Broken, ...Broken[]])[];
}

export const NOTE_TITLES: Readonly<Record<NoteKind, string>> = {
  unplaced: 'Without a place',
  lost: 'Lost',
  changed: 'Changed',
  check: 'To check by hand',
  kept: 'Kept',
};

/** Notes of one kind. */
export interface NoteGroup {
  readonly kind: NoteKind;
  readonly notes: readonly Note[];
}

/**
 * @param notes of a conversion
 * @returns by what becomes of things, the worst first; kinds without a note are left out
 */
export function noteGroups(notes: readonly Note[]): readonly NoteGroup[] {
  return NOTE_KINDS.map((kind) => ({
    kind,
    notes: notes.filter((note) => note.kind === kind),
  })).filter(({ notes: list }) => list.length > 0);
}
