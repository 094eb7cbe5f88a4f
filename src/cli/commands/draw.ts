/** `partita draw`: one view of one layout as SVG or PNG. */
import { extname } from 'node:path';
import { DRAWN_LINK_IDIOMS, type Drawing, type DrawingOptions } from '../../drawing/drawing.ts';
import { VIEW_NAMES, VIEWS, type ViewName } from '../../drawing/registry.ts';
import { toSvg } from '../../drawing/scene.ts';
import { smallMultiplesView } from '../../drawing/small-multiples/small-multiples-view.ts';
import { tradeOffView } from '../../drawing/trade-off/trade-off-view.ts';
import { svgToPng } from '../../host/png.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { analysePlan } from '../analyse-plan.ts';
import { chooseLayout } from '../choose-layout.ts';
import { cliProblem } from '../cli-problems.ts';
import { comparePlan, driverIds, words, type ComparisonOptions } from '../compare-plan.ts';
import { examples, type AddCommand, type Outcome, type Run } from '../command.ts';
import { EXIT_OK } from '../exit-code.ts';
import { writeOutput, type OutputFile } from '../write-output.ts';
import {
  askedTimes,
  timelineSelection,
  timelineOnly,
  timelineRange,
  type TimelineWords,
} from './draw-timeline.ts';

interface DrawOptions extends ComparisonOptions, TimelineWords {
  readonly layout?: string;
  readonly view: string;
  readonly links?: string;
  readonly dark?: boolean;
  readonly output: string;
}

const FORMS = ['.svg', '.png'] as const;
/** Pictures of several layouts. */
const COMPARISON_VIEWS = {
  'small-multiples': 'Layouts side by side',
  'trade-off': 'Trade-off of layouts',
} as const;
type ComparisonView = keyof typeof COMPARISON_VIEWS;
const isComparison = (name: string): name is ComparisonView => name in COMPARISON_VIEWS;
const ALL_VIEWS: readonly (ViewName | ComparisonView)[] = [
  ...VIEW_NAMES,
  'small-multiples',
  'trade-off',
];

export const addDraw: AddCommand = (program, runner) => {
  program
    .command('draw')
    .description('draw a layout as SVG or PNG')
    .argument('<file>', 'the plan')
    .requiredOption('-o, --output <path>', 'what to write: x.svg or x.png')
    .option('--layout <id or name>', 'which layout; the first one by default')
    .option(
      '--view <view>',
      ALL_VIEWS.map(
        (name) => `${name} (${isComparison(name) ? COMPARISON_VIEWS[name] : VIEWS[name].title})`,
      ).join(', '),
      VIEW_NAMES[0],
    )
    .option(
      '--task <id or name>',
      'timeline: whose critical instant is drawn; the one with the least slack by default',
    )
    .option(
      '--chain <id or name>',
      'timeline: chain that is drawn through the cores; none by default',
    )
    .option(
      '--from <time>',
      'timeline: where it begins, such as 2.5ms; by default at the instant or frame',
    )
    .option('--to <time>', 'timeline: where it ends, such as 20ms; by default after the deadline')
    .option('--links <idiom>', `${DRAWN_LINK_IDIOMS.join(', ')}; chosen by their number by default`)
    .option(
      '--layouts <a,b,..>',
      'which layouts stand side by side; the first six by default',
      words,
    )
    .option('--reference <id or name>', 'layout that the others are held against')
    .option('--drivers <a,b[,c]>', 'drivers of the trade-off', driverIds)
    .option('--dark', 'light on dark; print is always dark on light')
    .addHelpText(
      'after',
      `${examples(
        'draw cockpit.partita -o cockpit.svg',
        'draw cockpit.partita --layout "Mixed with thin VMs" -o mixed.png',
        'draw cockpit.partita --view timeline --task "Draw frame" --to 5ms -o instant.svg',
        'draw cockpit.partita --view timeline --chain "Bus to display" -o chain.svg',
        'draw cockpit.partita --view trade-off --drivers memory,startup -o trade-off.svg',
      )}
A PNG is made with the Chromium of this machine; PARTITA_CHROMIUM names another one.
`,
    )
    .action(runner.action(draw));
};

type Form = (typeof FORMS)[number];

/** One of a few words, or a problem that lists them. */
function oneOf<T extends string>(found: string, allowed: readonly T[], option: string): Result<T> {
  const word = allowed.find((each) => each === found);
  if (word !== undefined) return ok(word);
  return fail(
    cliProblem('cli-unknown-word', { found, expected: allowed.join(', '), words: { option } }),
  );
}

function formOf(output: string): Result<Form> {
  const extension = extname(output).toLowerCase();
  const form = FORMS.find((each) => each === extension);
  if (form !== undefined) return ok(form);
  return fail(
    cliProblem('cli-unknown-extension', { found: output, words: { forms: FORMS.join(' or ') } }),
  );
}

async function draw(run: Run, file: string, options: DrawOptions): Promise<Outcome> {
  const { output, dark = false } = options;
  const form = formOf(output);
  const name = oneOf(options.view, ALL_VIEWS, '--view');
  const idiom =
    options.links === undefined ? ok(null) : oneOf(options.links, DRAWN_LINK_IDIOMS, '--links');
  const times = askedTimes(options);
  if (!form.ok || !name.ok || !idiom.ok || !times.ok) {
    return [form, name, idiom, times].flatMap((each) => (each.ok ? [] : each.problems));
  }
  const misplaced = timelineOnly(name.value, options);
  if (misplaced.length > 0) return misplaced;
  if (isComparison(name.value)) {
    return drawComparison(run, file, { ...options, view: name.value, form: form.value });
  }
  const analysed = await analysePlan(run, file, (plan) => chooseLayout(plan, options.layout));
  if (!analysed.ok) return analysed.problems;
  const { opened, results } = analysed.value;
  const catalogue = await run.session().catalogue();
  if (!catalogue.ok) return catalogue.problems;
  const selection = timelineSelection(opened.plan, options);
  if (!selection.ok) return selection.problems;
  run.progress.stage(`Drawing ${output}`);
  const how: DrawingOptions = {
    selection: selection.value,
    theme: dark ? 'dark' : 'light',
    catalogue: catalogue.value,
    idiom: idiom.value,
  };
  for (const result of results) {
    const range = timelineRange(opened.plan, result, how, times.value);
    if (!range.ok) return range.problems;
    const drawing = VIEWS[name.value].draw(opened.plan, result.layout.id, result, {
      ...how,
      timeline: { range: range.value },
    });
    const problems = await write(run, output, form.value, drawing);
    if (problems) return problems;
    run.io.stdout(`Wrote ${output}: ${name.value} of "${result.layout.name}"\n`);
  }
  return EXIT_OK;
}

async function drawComparison(
  run: Run,
  file: string,
  options: DrawOptions & { readonly view: ComparisonView; readonly form: Form },
): Promise<Outcome> {
  const { output, view, form, layout } = options;
  if (layout !== undefined) {
    const words = { option: '--layout' };
    const expected = `--layouts with two to six layouts, as ${view} shows several`;
    return [cliProblem('cli-unknown-word', { found: layout, expected, words })];
  }
  const compared = await comparePlan(run, file, options);
  if (!compared.ok) return compared.problems;
  const { opened, comparison, results } = compared.value;
  const catalogue = await run.session().catalogue();
  if (!catalogue.ok) return catalogue.problems;
  run.progress.stage(`Drawing ${output}`);
  const theme = options.dark === true ? 'dark' : 'light';
  const how = { theme, catalogue: catalogue.value } as const;
  const drawing =
    view === 'trade-off'
      ? tradeOffView(comparison, how)
      : smallMultiplesView({ plan: opened.plan, comparison, results }, how);
  const problems = await write(run, output, form, drawing);
  if (problems) return problems;
  const names = results.map((each) => `"${each.layout.name}"`).join(', ');
  run.io.stdout(`Wrote ${output}: ${view} of ${names}\n`);
  return EXIT_OK;
}

/** @returns problems; null when it is written */
async function write(
  run: Run,
  output: string,
  form: Form,
  drawing: Drawing,
): Promise<readonly Problem[] | null> {
  const made = await picture(form, drawing);
  if (!made.ok) return made.problems;
  const written = writeOutput(run.path(output), output, made.value);
  return written.ok ? null : written.problems;
}

async function picture(form: Form, drawing: Drawing): Promise<Result<OutputFile>> {
  const svg = toSvg(drawing.scene);
  if (form === '.svg') return ok({ name: 'drawing.svg', encoding: 'utf8', content: svg });
  const png = await svgToPng(svg, drawing);
  if (!png.ok) return png;
  const content = Buffer.from(png.value).toString('base64');
  return ok({ name: 'drawing.png', encoding: 'base64', content });
}
