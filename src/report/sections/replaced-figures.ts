/** Figures of the catalogue that the user replaced for this plan, beside what was published. */
import type { Figure } from '../../catalog/figure.ts';
import { figureOf } from '../../catalog/lookup.ts';
import type { ParameterId } from '../../catalog/technology.ts';
import { rows, type Override } from '../../model/plan.ts';
import { figureValueText, parameterWords } from '../../analysis/replaced-figures.ts';
import { words } from '../cells.ts';
import type { Cell, Part } from '../document.ts';
import type { ReportFacts } from '../report-facts.ts';

/** As it ships, inherited or its own; undefined: the catalogue has no such figure. */
function publishedFigure({ catalogue }: ReportFacts, override: Override): Figure | undefined {
  const { subjectKind, subjectId, parameter } = override;
  if (subjectKind === 'technology') {
    return figureOf(catalogue, subjectId, parameter as ParameterId)?.figure;
  }
  const figures = catalogue.mechanisms.get(subjectId)?.figures as
    Readonly<Record<string, Figure>> | undefined;
  return figures?.[parameter];
}

function publishedCell(facts: ReportFacts, override: Override): Cell {
  const figure = publishedFigure(facts, override);
  if (figure === undefined) return { text: 'not in this catalogue', tone: 'quiet' };
  if (figure.value === null) return { text: 'unknown', tone: 'unknown' };
  const titles = figure.sources.map((key) => facts.catalogue.sources.get(key)?.title ?? key);
  return {
    text: figureValueText(figure),
    sources: titles.map((title) => facts.sources.keyOf(title)),
  };
}

function nameOf({ catalogue }: ReportFacts, { subjectKind, subjectId }: Override): string {
  const records = subjectKind === 'technology' ? catalogue.technologies : catalogue.mechanisms;
  return records.get(subjectId)?.name ?? subjectId;
}

/**
 * @param facts of the report; its catalogue is the one that ships
 * @returns the part of section 3 that lists them; without any it says so
 * @cost O(overrides)
 * @rules REP-16
 */
export function replacedPart(facts: ReportFacts): Part {
  const overrides = rows(facts.plan.overrides);
  const title = 'Figures replaced by the user';
  if (overrides.length === 0) {
    const text = 'None: every estimate uses the published figures of the catalogue.';
    return { title, blocks: [{ kind: 'paragraph', text }] };
  }
  return {
    title,
    blocks: [
      {
        kind: 'table',
        id: 'table-3-2',
        caption: 'Figures of the catalogue that this plan replaces, wherever they are used',
        columns: [
          { key: 'of', head: 'Of', weight: 1.5 },
          { key: 'figure', head: 'Figure', weight: 1.5 },
          { key: 'published', head: 'Published', weight: 1.5 },
          { key: 'used', head: 'Used here', weight: 1.5 },
          { key: 'reason', head: 'Reason', weight: 3 },
          { key: 'author', head: 'By', weight: 1 },
        ],
        rows: overrides.map((override) => ({
          id: override.id,
          cells: [
            words(nameOf(facts, override)),
            words(parameterWords(override.parameter)),
            publishedCell(facts, override),
            { text: figureValueText(override), sources: ['U'] },
            words(override.reason),
            words(override.author),
          ],
        })),
        empty: 'None.',
      },
    ],
  };
}
