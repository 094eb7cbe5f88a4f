/** Runs the engine beside the window: applies the same diffs, answers only the newest question. */
import { analyze } from '../../analysis/analyze.ts';
import { decodeCatalogue } from '../../catalog/decode-catalogue.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { fromSnapshot } from '../../model/diff-schema.ts';
import { applyDiff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import { formatProblem } from '../../model/problem.ts';
import type { FromWorker, ToWorker } from './analysis-protocol.ts';

type Question = Extract<ToWorker, { type: 'analyze' }>;

let catalogue: Catalogue | null = null;
let plan: Plan | null = null;
let question: Question | null = null;

const send = (message: FromWorker): void => self.postMessage(message);

function answer(): void {
  const asked = question;
  question = null;
  if (!asked || !catalogue || !plan) return;
  const start = performance.now();
  try {
    const result = analyze(plan, asked.layoutId, catalogue);
    const milliseconds = performance.now() - start;
    const { revision, layoutId } = asked;
    send({ type: 'result', revision, layoutId, result, milliseconds });
  } catch (error) {
    send({ type: 'failed', revision: asked.revision, message: String(error) });
  }
}

function readCatalogue(texts: Readonly<Record<string, string>>): void {
  const decoded = decodeCatalogue(new Map(Object.entries(texts)));
  if (decoded.ok) catalogue = decoded.value;
  else
    send({ type: 'failed', revision: -1, message: decoded.problems.map(formatProblem).join('\n') });
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'catalogue':
      return readCatalogue(data.texts);
    case 'plan':
      plan = fromSnapshot(data.snapshot);
      return;
    case 'diff':
      if (plan) plan = applyDiff(plan, data.diff);
      return;
    case 'analyze':
      // Messages that are waiting already are read first, so that only the newest question costs time.
      if (question === null) setTimeout(answer, 0);
      question = data;
  }
};
