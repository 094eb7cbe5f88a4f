/** Section 1: what this is, of which state, by whom. */
import type { Section } from '../document.ts';
import type { ReportFacts } from '../report-facts.ts';

const STATUS: Readonly<Record<ReportFacts['info']['status'], string>> = {
  draft: 'DRAFT: nobody has approved this plan',
  'in-review': 'DRAFT, in review: nobody has approved this plan',
  approved: 'approved, as its author states',
};

const NO_CLAIM =
  'This report shows what a plan says and what follows from it. It supports an argument about safety, timing or security; it makes none, and it claims compliance with no standard. What it calls not assessed has not been looked at and must not be read as a pass.';

export function coverSection(facts: ReportFacts): Section {
  const { info, layout, target, stamp, result } = facts;
  return {
    number: 1,
    id: 'section-1',
    title: 'Identification and status',
    parts: [
      {
        title: 'Identification',
        blocks: [
          {
            kind: 'definitions',
            id: 'identification',
            entries: [
              { term: 'Plan', text: `${info.name} (${info.id})` },
              { term: 'Layout', text: `${layout.name} (${layout.id})` },
              { term: 'Target', text: `${target.name} (${target.id})` },
              { term: 'Status', text: STATUS[info.status] },
              { term: 'Revision', text: String(stamp.revision) },
              { term: 'Content hash', text: `SHA-256 ${stamp.contentHash}` },
              { term: 'Made on', text: stamp.printedAt },
              { term: 'Made by', text: `Partita ${stamp.programVersion}` },
              { term: 'Rule set', text: `engine ${result.versions.engine}` },
              { term: 'Catalogue', text: `version ${result.versions.catalogue}` },
            ],
          },
        ],
      },
      {
        title: 'Responsible',
        blocks: [
          {
            kind: 'definitions',
            id: 'responsible',
            entries: [
              { term: 'Prepared', text: info.author ?? 'not stated' },
              { term: 'Reviewed', text: 'not recorded in the plan' },
              { term: 'Approved', text: 'not recorded in the plan' },
            ],
          },
        ],
      },
      { title: 'Use of this report', blocks: [{ kind: 'paragraph', text: NO_CLAIM }] },
    ],
  };
}
