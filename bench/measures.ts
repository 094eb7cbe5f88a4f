/** What is measured. Each entry times one thing and adds it to the run. */
import { comparison, drawing, engine } from './engine-measures.ts';
import { host } from './host-measures.ts';
import { type Bench, growthExponent, referenceLoop } from './harness.ts';
import { ofBuilt } from './served.ts';
import { schedulability } from './schedulability-measures.ts';
import { timing } from './timing-measures.ts';
import { window } from './window-measures.ts';

/** The harness measured with itself: linear work must come out linear. */
async function self(bench: Bench): Promise<void> {
  const points = [];
  for (const size of [1_000_000, 2_000_000, 4_000_000]) {
    const name = `harness: reference loop, ${size} steps`;
    points.push({ size, time: await bench.time(name, () => referenceLoop(size), { runs: 15 }) });
  }
  bench.addValue('harness: growth of the reference loop', 'exponent', growthExponent(points));
}

export const MEASURES: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  self,
  engine,
  comparison,
  drawing,
  timing,
  schedulability,
  host: ofBuilt(host),
  window: ofBuilt(window),
};
