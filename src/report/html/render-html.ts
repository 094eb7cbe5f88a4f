/** A report as one HTML page that loads nothing and runs nothing. */
import type { Block, Cell, Figure, Part, ReportDocument, Section, Table } from '../document.ts';
import { escapeHtml, htmlId } from './escape.ts';
import { reportStyle } from './style.ts';

/** Nothing may be loaded or run; the one style element and the styles of columns are the page's own. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** Sections that begin a page of their own; the others follow where the last one ends. */
const ON_NEW_PAGE = new Set([2, 3]);

function keysHtml(cell: Cell): string {
  const keys = cell.sources ?? [];
  if (keys.length === 0) return '';
  // The joiner keeps a key on the line of its number.
  return `\u2060<span class="key">[${escapeHtml([...new Set(keys)].join(', '))}]</span>`;
}

function cellHtml(cell: Cell, numeric: boolean, isHead: boolean): string {
  const classes = [numeric ? 'number' : '', cell.tone ? `tone-${cell.tone}` : '']
    .filter((name) => name !== '')
    .join(' ');
  const attributes = `${isHead ? ' scope="row"' : ''}${classes === '' ? '' : ` class="${classes}"`}`;
  const tag = isHead ? 'th' : 'td';
  return `<${tag}${attributes}>${lines(cell.text)}${keysHtml(cell)}</${tag}>`;
}

function tableHtml(table: Table): string {
  const { printed } = table;
  const columns = printed?.columns ?? table.columns;
  const rows = printed?.rows ?? table.rows;
  const note = printed ? ` <span class="table-note">${escapeHtml(printed.note)}</span>` : '';
  const weight = columns.reduce((sum, column) => sum + (column.weight ?? 1), 0);
  const cols = columns
    .map((column) => `<col style="width:${(((column.weight ?? 1) / weight) * 100).toFixed(2)}%">`)
    .join('');
  const heads = columns
    .map(
      ({ head, numeric }) =>
        `<th scope="col"${numeric === true ? ' class="number"' : ''}>${escapeHtml(head)}</th>`,
    )
    .join('');
  const body =
    rows.length === 0
      ? `<tr><td class="empty" colspan="${columns.length}">${escapeHtml(table.empty)}</td></tr>`
      : rows
          .map(
            (row) =>
              `<tr id="${htmlId(table.id, row.id)}" data-id="${escapeHtml(row.id)}">${row.cells
                .map((cell, index) => cellHtml(cell, columns[index]?.numeric === true, index === 0))
                .join('')}</tr>`,
          )
          .join('\n');
  return `<table id="${htmlId(table.id)}">
<caption>${escapeHtml(table.caption)} <span class="table-id">(${escapeHtml(tableName(table))})</span>${note}</caption>
<colgroup>${cols}</colgroup>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}
</tbody>
</table>`;
}

/** `table-6-1` reads `Table 6-1`. */
function tableName({ id }: Table | Figure): string {
  return id.charAt(0).toUpperCase() + id.slice(1).replace('-', ' ');
}

function figureHtml(figure: Figure): string {
  return `<figure id="${htmlId(figure.id)}">
<figcaption>${escapeHtml(figure.caption)} <span class="table-id">(${escapeHtml(tableName(figure))})</span></figcaption>
<div role="img" aria-label="${escapeHtml(figure.description)}">${figure.svg}</div>
</figure>`;
}

/** Lines of a text that the user wrote in several stay several. */
function lines(text: string): string {
  return escapeHtml(text.trim()).replace(/\r?\n/g, '<br>');
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'table':
      return tableHtml(block);
    case 'figure':
      return figureHtml(block);
    case 'not-assessed':
      return `<p class="not-assessed"><strong>Not assessed.</strong> ${lines(block.reason)}</p>`;
    case 'paragraph':
      return `<p>${lines(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${lines(item)}</li>`).join('')}</ul>`;
    case 'definitions':
      return `<dl class="definitions${block.compact === true ? ' compact' : ''}" id="${htmlId(block.id)}">${block.entries
        .map(({ term, text }) => `<dt>${escapeHtml(term)}</dt><dd>${lines(text)}</dd>`)
        .join('')}</dl>`;
    case 'counts':
      return `<dl class="counts">${block.entries
        .map(
          ({ word, count, tone }) =>
            `<div><dt>${escapeHtml(word)}</dt><dd${count > 0 ? ` class="tone-${tone}"` : ''}>${count}</dd></div>`,
        )
        .join('')}</dl>`;
  }
}

function partHtml(part: Part, id: string): string {
  const foldout = part.blocks.some((block) => block.kind === 'figure' && block.foldout === true);
  return `<div class="part${foldout ? ' foldout' : ''}">\n<h3 id="${id}">${escapeHtml(part.title)}</h3>\n${part.blocks.map(blockHtml).join('\n')}\n</div>`;
}

function sectionHtml(section: Section): string {
  const heading = `${section.id}-heading`;
  const parts = section.parts.map((part, index) => partHtml(part, `${section.id}-${index + 1}`));
  const page = ON_NEW_PAGE.has(section.number) ? ' class="new-page"' : '';
  return `<section id="${section.id}" aria-labelledby="${heading}"${page}>
<h2 id="${heading}">${section.number} ${escapeHtml(section.title)}</h2>
${parts.join('\n')}
</section>`;
}

function contentsHtml({ sections }: ReportDocument): string {
  const entries = sections.map(
    ({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`,
  );
  return `<nav aria-label="Contents"><h3>Contents</h3><ol>${entries.join('')}</ol></nav>`;
}

/**
 * Writes a report as HTML.
 *
 * @param document the report
 * @returns one page without references to anything outside; the same document gives the same text
 * @cost O(size)
 */
export function reportHtml(document: ReportDocument): string {
  const [cover, ...others] = document.sections;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Partita">
<title>${escapeHtml(document.title)}</title>
<style>${reportStyle(document)}</style>
</head>
<body${document.draft ? ' class="draft"' : ''}>
<div class="watermark" aria-hidden="true">DRAFT</div>
<main>
<header>
${document.draft ? '<p class="draft-badge">DRAFT</p>' : ''}
<h1>${escapeHtml(document.title)}</h1>
<p class="subtitle">${escapeHtml(document.subtitle)}</p>
</header>
${cover ? sectionHtml(cover) : ''}
${contentsHtml(document)}
${others.map(sectionHtml).join('\n')}
</main>
</body>
</html>
`;
}
