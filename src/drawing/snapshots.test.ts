import { describe, expect, test } from 'vitest';
import { analyze } from '../analysis/analyze.ts';
import type { Finding, Subject, Verdict } from '../analysis/result.ts';
import { catalogueOf } from '../analysis/testing/catalogue-builder.ts';
import { smallPlan } from '../model/testing/small-plan.ts';
import type { DrawingOptions } from './drawing.ts';
import { VIEWS, type ViewName } from './registry.ts';
import { toSvg } from './scene.ts';
import {
  barePlan,
  chainsPlan,
  imagesPlan,
  mixedPlan,
  servedPlan,
  sharedCoresPlan,
} from './testing/picture-plans.ts';
import { timedPlan } from './testing/timed-plan.ts';

const plans = {
  small: smallPlan(),
  mixed: mixedPlan(),
  'shared-cores': sharedCoresPlan(),
  bare: barePlan(),
  images: imagesPlan(),
  chains: chainsPlan(),
  served: servedPlan(),
  timed: timedPlan(),
};

interface Snapshot {
  readonly view: ViewName;
  readonly plan: keyof typeof plans;
  readonly name?: string;
  readonly options?: DrawingOptions;
}

/** Verdicts of the pictures: fixed, so that a new rule changes none of them. */
const findings: readonly Finding[] = [
  finding(
    'CPU-1',
    'error',
    { kind: 'core', id: 'c0', name: 'core 0' },
    'core 0 is asked for 112 %',
  ),
  finding(
    'OS-1',
    'warning',
    { kind: 'application', id: 'logger', name: 'Logger' },
    'kernel unknown',
  ),
  finding('IPC-1', 'error', { kind: 'link', id: 'l5', name: 'statistics' }, 'no channel'),
  finding('MEM-1', 'pass', { kind: 'layout', id: 'layout', name: 'Layout' }, 'all fits'),
];

function finding(rule: string, verdict: Verdict, subject: Subject, message: string): Finding {
  const nothing = { limit: null, actual: null, remainder: null, remedy: null };
  return { rule, verdict, subjects: [subject], message, evidence: [], ...nothing };
}

const selection = [{ kind: 'application', id: 'control' }] as const;
const snapshots: readonly Snapshot[] = [
  { view: 'layout', plan: 'small' },
  { view: 'layout', plan: 'mixed' },
  { view: 'layout', plan: 'mixed', name: 'dark', options: { theme: 'dark' } },
  { view: 'layout', plan: 'mixed', name: 'focus', options: { selection } },
  { view: 'layout', plan: 'mixed', name: 'bundled', options: { idiom: 'bundled' } },
  { view: 'layout', plan: 'mixed', name: 'meeting', options: { textScale: 1.5, strokeScale: 2 } },
  { view: 'layout', plan: 'shared-cores' },
  { view: 'layout', plan: 'bare' },
  { view: 'layout', plan: 'served', options: { selection: [{ kind: 'environment', id: 'io' }] } },
  { view: 'layout', plan: 'images' },
  { view: 'matrix', plan: 'mixed' },
  { view: 'memory', plan: 'mixed' },
  { view: 'disk', plan: 'images' },
  { view: 'disk', plan: 'images', name: 'dark', options: { theme: 'dark' } },
  { view: 'timeline', plan: 'timed', options: { catalogue: catalogueOf() } },
  {
    view: 'timeline',
    plan: 'timed',
    name: 'dark',
    options: {
      theme: 'dark',
      catalogue: catalogueOf(),
      selection: [{ kind: 'task', id: 'meter' }],
      timeline: { range: { fromNs: 0, toNs: 5_000_000 }, windowId: 'w1' },
    },
  },
  { view: 'chains', plan: 'chains' },
  { view: 'chains', plan: 'chains', name: 'dark', options: { theme: 'dark' } },
  { view: 'floorplan', plan: 'mixed' },
];

describe('pictures that were looked at', () => {
  test.each(snapshots)('[DRAW-1] $view of $plan $name', async ({ view, plan, name, options }) => {
    const of = plans[plan];
    const [layoutId] = of.layouts.keys();
    const result = { ...analyze(of, layoutId ?? '', catalogueOf()), findings };
    const { scene } = VIEWS[view].draw(of, layoutId ?? '', result, options);
    const file = [view, plan, name].filter((part) => part !== undefined).join('-');
    await expect(toSvg(scene)).toMatchFileSnapshot(`snapshots/${file}.svg`);
  });
});
