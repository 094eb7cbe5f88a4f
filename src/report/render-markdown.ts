/** A report as Markdown that any reader of CommonMark with tables shows. */
import type { Block, Cell, Figure, Part, ReportDocument, Section, Table } from './document.ts';
import { legalText } from '../drawing/scene.ts';

/**
 * @param text any text
 * @returns one line that Markdown shows as it is: no markup, no HTML, no links, no table borders
 */
export function escapeMarkdown(text: string): string {
  return legalText(text)
    .replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+!|~$^=-]/g, (character) => `\\${character}`)
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replace(/:\/\//g, ':&#47;&#47;')
    .replace(/\bwww\./gi, (found) => `${found.slice(0, 3)}&#46;`)
    .replace(/@/g, '&#64;');
}

function cellText(cell: Cell): string {
  const keys = [...new Set(cell.sources ?? [])];
  const source = keys.length === 0 ? '' : ` [${keys.join(', ')}]`;
  const text = escapeMarkdown(`${cell.text}${source}`);
  return cell.tone === 'error' ? `**${text}**` : text;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function tableText(table: Table): string {
  const note = table.printed ? `; ${escapeMarkdown(table.printed.note)}` : '';
  const head = `**${escapeMarkdown(table.caption)}** (${table.id}${note})`;
  const columns = table.printed?.columns ?? table.columns;
  if (table.rows.length === 0) return `${head}\n\n*${escapeMarkdown(table.empty)}*`;
  return [
    head,
    '',
    line([...columns.map(({ head: word }) => escapeMarkdown(word)), 'id']),
    line([...columns.map(({ numeric }) => (numeric === true ? '---:' : '---')), '---']),
    ...(table.printed?.rows ?? table.rows).map((row) =>
      line([...row.cells.map(cellText), escapeMarkdown(row.id)]),
    ),
  ].join('\n');
}

function figureText(figure: Figure): string {
  return `**${escapeMarkdown(figure.caption)}** (${figure.id}; drawn in the HTML and PDF form)\n\n${escapeMarkdown(figure.description)}`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'table':
      return tableText(block);
    case 'figure':
      return figureText(block);
    case 'not-assessed':
      return `> **Not assessed.** ${escapeMarkdown(block.reason)}`;
    case 'paragraph':
      return escapeMarkdown(block.text);
    case 'list':
      return block.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
    case 'definitions':
      return block.entries
        .map(({ term, text }) => `- **${escapeMarkdown(term)}:** ${escapeMarkdown(text)}`)
        .join('\n');
    case 'counts':
      return block.entries
        .map(({ word, count }) => `- ${escapeMarkdown(word)}: ${count}`)
        .join('\n');
  }
}

function partText(part: Part): string {
  return [`### ${escapeMarkdown(part.title)}`, ...part.blocks.map(blockText)].join('\n\n');
}

function sectionText(section: Section): string {
  const heading = `## ${section.number} ${escapeMarkdown(section.title)}`;
  return [heading, ...section.parts.map(partText)].join('\n\n');
}

/**
 * Writes a report as Markdown.
 *
 * @param document the report
 * @returns the text, with a line break at its end; the same document gives the same text
 * @cost O(size)
 */
export function reportMarkdown(document: ReportDocument): string {
  const head = [
    `# ${escapeMarkdown(document.title)}`,
    escapeMarkdown(document.subtitle),
    ...(document.draft ? ['**DRAFT**'] : []),
    escapeMarkdown(document.identification),
  ];
  return `${[...head, ...document.sections.map(sectionText)].join('\n\n')}\n`;
}
