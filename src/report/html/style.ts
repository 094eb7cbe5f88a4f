/** The one style sheet of a report: for the screen, and for A4 paper. */
import type { ReportDocument } from '../document.ts';
import { cssString } from './escape.ts';

/** Longest name that fits beside the page number. */
const NAME_ON_PAGE = 70;

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

const BASE = `
:root { color-scheme: light; --ink: #17202b; --soft: #4a5666; --line: #c3ccd6; --fill: #f3f5f8; --accent: #0b4a8a; }
* { box-sizing: border-box; }
html { font-family: 'Inter', 'Segoe UI', 'Liberation Sans', 'Noto Sans', Arial, sans-serif; font-size: 10pt; line-height: 1.38; color: var(--ink); background: #fff; }
body { margin: 0 auto; padding: 24px; max-width: 297mm; }
h1 { font-size: 22pt; line-height: 1.15; margin: 0 0 2pt; }
h2 { font-size: 15pt; margin: 28pt 0 8pt; padding-bottom: 3pt; border-bottom: 1.5pt solid var(--accent); }
h3 { font-size: 11.5pt; margin: 14pt 0 5pt; }
p, ul { margin: 0 0 7pt; max-width: 210mm; }
ul { padding-left: 15pt; }
li { margin-bottom: 2pt; }
a { color: var(--accent); }
.subtitle { font-size: 12pt; color: var(--soft); margin: 0 0 12pt; }
.draft-badge { display: inline-block; border: 1.2pt solid #8a2a1f; color: #8a2a1f; font-weight: 700; letter-spacing: 1.5pt; padding: 1pt 7pt; margin: 0 0 8pt; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; margin: 0 0 9pt; font-size: 8pt; line-height: 1.22; }
caption { caption-side: top; text-align: left; font-weight: 600; font-size: 9pt; padding: 5pt 0 4pt; }
caption .table-id { color: var(--soft); font-weight: 400; }
caption .table-note { display: block; color: var(--soft); font-weight: 400; }
th, td { border: 0.75pt solid var(--line); padding: 1.4pt 3.5pt; text-align: left; vertical-align: top; overflow-wrap: break-word; font-weight: 400; }
thead th { overflow-wrap: normal; hyphens: none; background: var(--fill); font-weight: 600; border-bottom: 1.2pt solid #7a8696; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.key { color: var(--soft); font-size: 7pt; white-space: nowrap; vertical-align: super; line-height: 0; margin-left: 1.5pt; }
.tone-error { font-weight: 700; color: #8f1d15; }
.tone-warning { font-weight: 700; color: #6b4300; }
.tone-unknown { font-style: italic; color: #4a4f57; }
.tone-quiet { color: #5b6673; }
.empty { font-style: italic; color: var(--soft); }
.not-assessed { border-left: 3pt solid #6b7480; background: var(--fill); padding: 4pt 8pt; margin: 0 0 10pt; max-width: 210mm; }
.not-assessed strong { text-transform: uppercase; letter-spacing: 0.4pt; font-size: 8.5pt; }
dl.definitions { display: grid; grid-template-columns: max-content 1fr; gap: 2pt 12pt; margin: 0 0 10pt; max-width: 210mm; }
dl.definitions dt { font-weight: 600; }
dl.definitions dd { margin: 0; overflow-wrap: anywhere; }
dl.counts { display: flex; gap: 10pt; margin: 0 0 8pt; }
dl.counts div { border: 0.75pt solid var(--line); padding: 4pt 12pt; min-width: 62pt; display: flex; flex-direction: column-reverse; }
dl.counts dd { margin: 0; font-size: 17pt; font-weight: 700; line-height: 1.1; font-variant-numeric: tabular-nums; }
dl.counts dt { font-size: 8.5pt; }
table + ul { font-size: 8pt; line-height: 1.22; max-width: none; margin-top: -4pt; }
table + ul li { margin-bottom: 0.5pt; }
dl.compact { display: block; columns: 4; column-gap: 14pt; max-width: none; font-size: 8pt; line-height: 1.22; }
dl.compact dt { float: left; clear: left; margin-right: 4pt; }
dl.compact dd { margin: 0 0 1.5pt; }
figure { margin: 0 0 12pt; }
figure svg { display: block; width: 100%; height: auto; max-height: 140mm; }
#figure-2-1 svg { max-height: 62mm; }
#figure-14-2 svg { max-height: 95mm; }
#section-2 > .part:last-child { display: grid; grid-template-columns: 1.05fr 1fr; column-gap: 16pt; align-items: start; }
#section-2 > .part:last-child > h3 { grid-column: 1 / -1; }
#section-2 > .part:last-child > table { grid-column: 2; grid-row: 2 / span 2; }
#section-2 > .part:last-child > .not-assessed { grid-column: 2; grid-row: 4; }
#section-2 > .part:last-child > ul { grid-column: 1; grid-row: 3 / span 2; font-size: 8.5pt; }
figcaption { font-size: 9pt; font-weight: 600; padding-bottom: 3pt; }
nav ol { columns: 3; column-gap: 24pt; padding-left: 20pt; margin: 0 0 8pt; }
nav li { break-inside: avoid; }
#section-1 { display: grid; grid-template-columns: 1.6fr 1fr; column-gap: 24pt; }
#section-1 > h2 { grid-column: 1 / -1; margin-top: 12pt; }
#section-1 > .part:nth-of-type(1) { grid-row: 2 / span 2; }
.watermark { display: none; }
`;

const PRINT = `
@media print {
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  .new-page { break-before: page; }
  .foldout { page: foldout; }
  .foldout figure svg { max-height: 244mm; }
  .foldout figure + figure { break-before: page; }
  h2 { margin-top: 16pt; }
  .new-page > h2 { margin-top: 0; }
  h2, h3, caption, figcaption, thead { break-after: avoid; }
  tbody tr:first-child, tbody tr:nth-child(2) { break-before: avoid; }
  thead { display: table-header-group; }
  tr, figure, caption, nav, .not-assessed, dl.counts { break-inside: avoid; }
  p, li, dd { orphans: 3; widows: 3; }
  a { color: inherit; text-decoration: none; }
  thead th, .not-assessed { print-color-adjust: exact; }
  .draft .watermark { display: block; position: fixed; top: 38%; left: 0; right: 0; text-align: center; font-size: 120pt; font-weight: 700; letter-spacing: 20pt; color: #000; opacity: 0.03; transform: rotate(-24deg); z-index: -1; }
}
`;

/** @param document whose pages these are */
export function reportStyle(document: ReportDocument): string {
  const font =
    "font-family: 'Inter', 'Segoe UI', 'Liberation Sans', Arial, sans-serif; font-size: 8pt; color: #4a5666;";
  const page = `
@page foldout { size: A3 landscape; }
@page { size: A4 landscape; margin: 14mm 12mm 13mm;
  @top-left { content: ${cssString(cut(document.title, NAME_ON_PAGE))}; ${font} }
  @top-right { content: ${cssString(document.draft ? 'DRAFT' : '')}; ${font} font-weight: 700; letter-spacing: 1.5pt; }
  @bottom-left { content: ${cssString(document.identification)}; ${font} }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); ${font} }
}
`;
  return `${BASE}${PRINT}${page}`;
}
