/** START-1 and START-2: start-up needs, and an order that can be started at all. */
import { formatBytes, formatBytesPerSecond, formatNs } from '../../model/units.ts';
import type { Facts } from '../facts.ts';
import type { Evidence, FigureUse } from '../result.ts';
import type { ApplicationReady } from '../startup/startup-facts.ts';
import { rangeWords } from '../range-words.ts';
import { ofApplication, ofEnvironment } from '../subjects.ts';
import { counted, listNames } from '../wording.ts';
import { quotedEvidence } from './evidence.ts';
import type { Report, Rule } from './rule.ts';
import { UnknownGroups } from './unknown-groups.ts';

/** How many figures a finding quotes. */
const QUOTED = 16;
const REMEDY =
  'Shorten the longest step on the way, start it beside instead of after others, or put the application into something that starts earlier.';

function valueText({ value, unit, applies }: FigureUse): string {
  if (typeof value !== 'number') return applies?.text ?? 'unknown';
  if (unit === 'bytes') return formatBytes(value);
  return unit === 'bytes/s' ? formatBytesPerSecond(value) : formatNs(value);
}

function evidenceOf(figures: readonly FigureUse[]): readonly Evidence[] {
  return quotedEvidence(figures, QUOTED, valueText);
}

/** Name of the figure that takes longest: the first place to look at. */
function longestStep(figures: readonly FigureUse[]): string {
  let longest: FigureUse | null = null;
  for (const figure of figures) {
    if (figure.unit !== 'ns' || typeof figure.value !== 'number') continue;
    if (longest === null || figure.value > Number(longest.value)) longest = figure;
  }
  return longest === null ? '' : `; longest step: ${longest.name}, ${valueText(longest)}`;
}

/** So exact that a time never reads like the need it misses. */
function precise(ns: number, need: number): string {
  const text = formatNs(ns);
  return ns !== need && text === formatNs(need) ? `${Math.round(ns)} ns` : text;
}

/** Missed always or by typical figures: of an indication only its low end holds here. */
function lateWords(ready: ApplicationReady, need: number) {
  const { atLeast, isIndication, range } = ready;
  const extent = isIndication
    ? { low: range.low, typical: null, high: null, unit: 'ns', atLeast: true }
    : { ...range, unit: 'ns', atLeast };
  const { low, typical } = extent;
  const isOpen = extent.atLeast;
  const isCertain = low !== null && low > need;
  const prefix = isOpen ? (isCertain ? 'at most ' : 'typically ') : '';
  const late = ((isOpen && isCertain ? low : typical) ?? need) - need;
  return {
    actual: rangeWords(extent, (ns) => precise(ns, need)),
    remainder: `${prefix}-${formatNs(Math.round(late))}`,
  };
}

function missed(ready: ApplicationReady, need: number, report: Report): void {
  const { application, environment, figures } = ready;
  report.error({
    ...lateWords(ready, need),
    subjects: [ofApplication(application), ofEnvironment(environment)],
    message: `"${application.name}" is ready ${lateWords(ready, need).actual} after power-on and must be after ${formatNs(need)}${longestStep(figures)}`,
    evidence: evidenceOf(figures),
    limit: formatNs(need),
    remedy: REMEDY,
  });
}

function missedAtWorst(ready: ApplicationReady, need: number, high: number, report: Report): void {
  const { application, environment, figures, range } = ready;
  report.warning({
    subjects: [ofApplication(application), ofEnvironment(environment)],
    message: `"${application.name}" is ready ${precise(high, need)} after power-on in the worst case and must be after ${formatNs(need)}; typically it is after ${formatNs(range.typical)}${longestStep(figures)}`,
    evidence: evidenceOf(figures),
    limit: formatNs(need),
    actual: precise(high, need),
    remainder: `-${formatNs(Math.round(high - need))}`,
    remedy: REMEDY,
  });
}

function isOpen({ value, applies }: FigureUse): boolean {
  return value === null || applies?.standing === 'indication';
}

function whyOpen({ name, applies }: FigureUse): string {
  return applies === null ? name : `${name} (${applies.text})`;
}

function check(ready: ApplicationReady, unknown: UnknownGroups, report: Report): void {
  const { needNs, verdict, range, atLeast, figures, application, environment } = ready;
  if (needNs === null) return;
  if (verdict === 'within') {
    report.pass(1, evidenceOf(figures));
    return;
  }
  const { high } = range;
  if (verdict === 'over') {
    missed(ready, needNs, report);
    return;
  }
  if (!atLeast && high !== null && high > needNs) {
    missedAtWorst(ready, needNs, high, report);
    return;
  }
  // The same first unknown holds up all that come after it.
  const first = figures.find(isOpen);
  const why = first ? whyOpen(first) : 'nothing is known';
  unknown.add(
    why,
    {
      message: (list) => `start-up need of ${list} cannot be assessed; unknown on the way: ${why}`,
      remedy: 'State what is unknown, or override the figure of the technology.',
      evidence: first ? evidenceOf([first]) : [],
    },
    ofApplication(application),
    ofEnvironment(environment),
  );
}

const NEED: Rule = {
  id: 'START-1',
  title: 'Start-up need missed',
  strength: 'hard',
  checks:
    'Every application is ready after power-on as early as it needs: error where it is typically later, warning where it is only with the highest figures.',
  source:
    'definition; critical path method (Kelley and Walker 1959); catalogue, parameter startupTime and formula startup-parallel',
  onPlacement: true,
  passed: (count) =>
    count === 0
      ? 'no application states a start-up need'
      : `start-up need met by ${counted(count, 'application')}`,
  run: (facts, report) => {
    const unknown = new UnknownGroups();
    for (const ready of facts.startup.applications) check(ready, unknown, report);
    unknown.report(report);
  },
};

function circleText(names: readonly string[]): string {
  const steps = names.map(
    (name, index) => `"${name}" waits for "${names[(index + 1) % names.length]}"`,
  );
  const shown = steps.slice(0, 4);
  return steps.length > 4 ? `${shown.join(', ')} and so on` : shown.join(', ');
}

function checkCircles(facts: Facts, report: Report): void {
  const { circles, ordered } = facts.startup;
  for (const circle of circles) {
    report.error({
      subjects: circle.map(ofEnvironment),
      message: `start order goes in a circle: ${circleText(circle.map(({ name }) => name))}`,
      evidence: circle.map((environment) => ({
        name: `"${environment.name}" starts after`,
        value:
          environment.startAfterIds.length === 0
            ? 'what it stands in, or the control environment of its hypervisor'
            : listNames(
                environment.startAfterIds.map(
                  (id) => facts.tree.environmentById.get(id)?.name ?? id,
                ),
              ),
        source: 'user',
      })),
      remedy: 'Take one of them out of "starts after".',
    });
  }
  if (circles.length === 0) report.pass(ordered);
}

const ORDER: Rule = {
  id: 'START-2',
  title: 'Start order in a circle',
  strength: 'hard',
  checks:
    'Nothing waits for itself: what an environment stands in, what it starts after, and the control environment of its hypervisor form no circle.',
  source: 'definition; needs of each technology (root cell, dom0)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no environment states what it starts after'
      : `${counted(count, 'environment')} in an order that ends`,
  run: checkCircles,
};

/** In the order in which they are listed. */
export const START_RULES: readonly Rule[] = [NEED, ORDER];
