/** Speed of the loop that a user feels: edit, analysis, drawing. */
import { analyze } from '../src/analysis/analyze.ts';
import { compareLayouts } from '../src/analysis/compare/compare-layouts.ts';
import type { Catalogue } from '../src/catalog/technology.ts';
import { layoutView } from '../src/drawing/layout-view/layout-view.ts';
import { toSvg } from '../src/drawing/scene.ts';
import { updateRecords } from '../src/model/commands/records.ts';
import { applyDiff } from '../src/model/diff.ts';
import type { Plan } from '../src/model/plan.ts';
import { type Bench, growthExponent } from './harness.ts';
import { firstLayoutId, planOf, plansToCompare, samplePlan, shippedCatalogue } from './plans.ts';

const SIZES = [100, 200, 500, 1000, 2000] as const;
/** Aims of the project, milliseconds at p95. */
const SAMPLE_AIM_MS = 16;
const LARGE_AIM_MS = 100;
const GROWTH_AIM = 1.2;
const COMPARE_AIM_MS = 500;

/** One small edit of a figure, as a user types it; another value each time, so that nothing is remembered. */
function editor(plan: Plan): () => Plan {
  const [id] = plan.applications.keys();
  let at = plan;
  let bytes = 1 << 20;
  return () => {
    const diff = updateRecords(at, 'applications', [id ?? ''], {
      memoryPrivateBytes: (bytes += 4096),
    });
    if (!diff.ok) throw new Error('the edit was refused');
    at = applyDiff(at, diff.value);
    return at;
  };
}

/** Edit, analyse and draw as SVG text: everything between a key stroke and the picture but the browser's part. */
function redraw(plan: Plan, layoutId: string, catalogue: Catalogue): () => string {
  const edit = editor(plan);
  return () => {
    const edited = edit();
    const result = analyze(edited, layoutId, catalogue);
    return toSvg(layoutView(edited, layoutId, result, { catalogue }).scene);
  };
}

/** Edit, analyse and draw, for the sample and for plans of every size. */
export async function drawing(bench: Bench): Promise<void> {
  const catalogue = shippedCatalogue();
  const sample = samplePlan('vision-edge');
  const work = redraw(sample, firstLayoutId(sample), catalogue);
  await bench.time('drawing: edit, analyse and draw, sample vision-edge', work, {
    aim: SAMPLE_AIM_MS,
    runs: 100,
  });
  const points = [];
  for (const size of SIZES) {
    const aim = size === 1000 ? { aim: LARGE_AIM_MS } : {};
    const name = `drawing: edit, analyse and draw, ${size} applications`;
    const time = await bench.time(name, redraw(planOf(size), 'layout-0', catalogue), {
      runs: 15,
      warmUp: 5,
      ...aim,
    });
    points.push({ size, time });
  }
  const growth = growthExponent(points);
  bench.addValue('drawing: growth from 100 to 2,000 applications', 'exponent', growth, GROWTH_AIM);
}

/** Edit, then analyse the layout: what runs in the worker. */
export async function engine(bench: Bench): Promise<void> {
  const catalogue = shippedCatalogue();
  const sample = samplePlan('vision-edge');
  const editSample = editor(sample);
  const layoutId = firstLayoutId(sample);
  await bench.time(
    'engine: edit and analyse, sample vision-edge',
    () => analyze(editSample(), layoutId, catalogue),
    {
      aim: SAMPLE_AIM_MS,
      runs: 100,
    },
  );
  const points = [];
  for (const size of SIZES) {
    const plan = planOf(size);
    const edit = editor(plan);
    const work = () => analyze(edit(), 'layout-0', catalogue);
    const aim = size === 1000 ? { aim: LARGE_AIM_MS } : {};
    const time = await bench.time(`engine: edit and analyse, ${size} applications`, work, aim);
    points.push({ size, time });
  }
  const growth = growthExponent(points);
  bench.addValue('engine: growth from 100 to 2,000 applications', 'exponent', growth, GROWTH_AIM);
}

/** Edit, then analyse six layouts and compare them: table, trade-off, figures that decide. */
export async function comparison(bench: Bench): Promise<void> {
  const catalogue = shippedCatalogue();
  const points = [];
  for (const size of SIZES) {
    const plan = plansToCompare(size);
    const edit = editor(plan);
    const ids = [...plan.layouts.keys()];
    const work = () => compareLayouts(edit(), ids, catalogue);
    const name = `comparison: edit and compare 6 layouts, ${size} applications`;
    const aim = size === 1000 ? { aim: COMPARE_AIM_MS } : {};
    const time = await bench.time(name, work, { runs: 10, warmUp: 3, ...aim });
    points.push({ size, time });
  }
  const growth = growthExponent(points);
  bench.addValue(
    'comparison: growth from 100 to 2,000 applications',
    'exponent',
    growth,
    GROWTH_AIM,
  );
}
