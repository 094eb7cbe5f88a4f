/** The report of one layout: fifteen sections in a fixed order, with data or with the reason why there is none. */
import { reportComparison } from './comparison-figures.ts';
import type { Part, ReportDocument, Section } from './document.ts';
import { reportFigures } from './figures.ts';
import { withAlikeRows } from './printed-rows.ts';
import { reportFacts, type ReportFacts, type ReportInput } from './report-facts.ts';
import { allocationSection } from './sections/allocation.ts';
import { alternativesSection } from './sections/alternatives.ts';
import { closingSection } from './sections/closing.ts';
import { communicationSection } from './sections/communication.ts';
import { coverSection } from './sections/cover.ts';
import { hardwareSection } from './sections/hardware.ts';
import { hardwareSoftwareSection } from './sections/hardware-software.ts';
import { healthSection } from './sections/health.ts';
import { interferenceSection } from './sections/interference.ts';
import { rulesSection } from './sections/rules.ts';
import { scopeSection } from './sections/scope.ts';
import { softwareSection } from './sections/software.ts';
import { spaceSection } from './sections/space.ts';
import { summarySection } from './sections/summary.ts';
import { timeSection } from './sections/time.ts';

/** How much of the hash stands on every page; the cover has all of it. */
const SHORT_HASH = 12;

function identification({ info, stamp, layout }: ReportFacts): string {
  const name = info.name.length > 60 ? `${info.name.slice(0, 59)}…` : info.name;
  const of = layout.name.length > 40 ? `${layout.name.slice(0, 39)}…` : layout.name;
  return `${name} · ${of} · revision ${stamp.revision} · ${stamp.contentHash.slice(0, SHORT_HASH)}`;
}

/** Alike rows of every table as one on paper. */
function shortened(section: Section): Section {
  return {
    ...section,
    parts: section.parts.map((part) => ({
      ...part,
      blocks: part.blocks.map((block) => (block.kind === 'table' ? withAlikeRows(block) : block)),
    })),
  };
}

/** What `N1` and its like mean in tables of estimates. */
function figuresPart({ figures }: ReportFacts): readonly Part[] {
  const entries = figures.list().map(({ key, text }) => ({ term: key, text }));
  if (entries.length === 0) return [];
  return [
    {
      title: 'Figures that estimates are computed from',
      blocks: [{ kind: 'definitions', id: 'figures', compact: true, entries }],
    },
  ];
}

/** The list of sources can only be written when every section has asked for its keys. */
function withSources(section: Section, facts: ReportFacts): Section {
  return {
    ...section,
    parts: [
      ...section.parts,
      ...figuresPart(facts),
      {
        title: 'Sources',
        blocks: [
          {
            kind: 'definitions',
            id: 'sources',
            compact: true,
            entries: facts.sources.list().map(({ key, text }) => ({ term: `[${key}]`, text })),
          },
        ],
      },
    ],
  };
}

/**
 * Builds the report. Pure and deterministic: equal inputs give an equal document.
 *
 * @param input plan, layout, results and what only the caller knows
 * @returns the report as data; `reportHtml`, `reportMarkdown` and `reportTables` write it
 * @throws {Error} when the layout is not in the plan or has no result: the caller chose it
 * @cost O(records of the plan x layouts)
 * @rules REP-1 REP-2 REP-3
 */
export function buildReport(input: ReportInput): ReportDocument {
  const facts = reportFacts(input);
  const figures = reportFigures(facts);
  const sections = [
    coverSection(facts),
    summarySection(facts, figures.overview),
    scopeSection(facts),
    hardwareSection(facts),
    softwareSection(facts),
    allocationSection(facts, figures.layout),
    timeSection(facts, figures.timeline),
    spaceSection(facts, figures),
    communicationSection(facts, figures),
    hardwareSoftwareSection(facts),
    interferenceSection(facts),
    healthSection(facts),
    rulesSection(facts),
    alternativesSection(facts, reportComparison(facts)),
  ];
  const closing = withSources(closingSection(facts), facts);
  return {
    title: `${facts.info.name}: partition report`,
    subtitle: `Layout "${facts.layout.name}" on ${facts.target.name}`,
    identification: identification(facts),
    draft: facts.info.status !== 'approved',
    sections: [...sections, closing].map(shortened),
    sources: facts.sources.list(),
  };
}
