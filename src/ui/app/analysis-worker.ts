/** Runs the engine beside the window: applies the same diffs, answers only the newest question. */
import { assess } from '../../analysis/advisor/assess.ts';
import { analyze } from '../../analysis/analyze.ts';
import { placementVerdict } from '../../analysis/rules/placement-verdict.ts';
import { marginOf } from '../../analysis/schedulability/margins.ts';
import { decodeCatalogue } from '../../catalog/decode-catalogue.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { answerBuild } from '../advisor/answer-build.ts';
import { answerQuestion } from '../compare/answer-question.ts';
import { answerWhatIf } from '../timing/answer-what-if.ts';
import { fromSnapshot } from '../../model/diff-schema.ts';
import { applyDiff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import { formatProblem } from '../../model/problem.ts';
import type { WhatIfKind } from '../timing/what-if-protocol.ts';
import type { FromWorker, ToWorker } from './analysis-protocol.ts';
import { newId } from './new-id.ts';
import { stackVerdict } from './stack-verdict.ts';

type Of<T extends ToWorker['type']> = Extract<ToWorker, { type: T }>;

let catalogue: Catalogue | null = null;
let plan: Plan | null = null;
let question: Of<'analyze'> | null = null;
let toCompare: Of<'compare'> | null = null;
/** The newest question of each kind. */
const toChange = new Map<WhatIfKind, Of<'what-if'>>();
let toBuild: Of<'build'> | null = null;
/** Newest question about drops; an older one stops being answered. */
let asked = 0;

const send = (message: FromWorker): void => self.postMessage(message);

function answer(): void {
  const current = question;
  question = null;
  if (!current || !catalogue || !plan) return;
  const { revision, layoutId } = current;
  const start = performance.now();
  try {
    const result = analyze(plan, layoutId, catalogue);
    const milliseconds = performance.now() - start;
    send({ type: 'result', revision, layoutId, result, milliseconds });
  } catch (error) {
    send({ type: 'failed', revision, message: String(error) });
  }
}

function compare(): void {
  const current = toCompare;
  toCompare = null;
  if (!current || !catalogue || !plan) return;
  const { question: number, about } = current;
  const reply = { type: 'compared', question: number } as const;
  try {
    send({ ...reply, answer: answerQuestion(plan, catalogue, about), failure: null });
  } catch (error) {
    send({ ...reply, answer: null, failure: String(error) });
  }
}

function build(): void {
  const current = toBuild;
  toBuild = null;
  if (!current || !catalogue || !plan) return;
  const reply = { type: 'built', question: current.question } as const;
  try {
    send({ ...reply, built: answerBuild(plan, catalogue, current.about, newId), failure: null });
  } catch (error) {
    send({ ...reply, built: null, failure: String(error) });
  }
}

function whatIf(kind: WhatIfKind): void {
  const current = toChange.get(kind);
  toChange.delete(kind);
  if (!current || !catalogue || !plan) return;
  const reply = { type: 'what-if', kind, question: current.question } as const;
  try {
    send({ ...reply, answer: answerWhatIf(plan, catalogue, current.about), failure: null });
  } catch (error) {
    send({ ...reply, answer: null, failure: String(error) });
  }
}

/** Does one piece of work after the other, letting newer messages in between. */
function inTurn<T>(number: number, items: readonly T[], work: (item: T) => void): void {
  asked = number;
  const next = (index: number): void => {
    const item = items[index];
    if (asked !== number || item === undefined) return;
    work(item);
    setTimeout(next, 0, index + 1);
  };
  next(0);
}

function judge(message: Of<'judge'>): void {
  inTurn(message.question, message.targets, (target) => {
    if (!plan || !catalogue) return;
    const { layoutId, applicationIds } = message;
    const verdict = placementVerdict(plan, layoutId, catalogue, applicationIds, target);
    send({ type: 'verdict', question: message.question, key: target.key, verdict });
  });
}

function judgeStacks(message: Of<'stacks'>): void {
  inTurn(message.question, message.stacks, (stack) => {
    if (!plan || !catalogue) return;
    const verdict = stackVerdict(plan, catalogue, stack);
    send({ type: 'stack', question: message.question, verdict });
  });
}

function advise({ question: number, about, candidates }: Of<'advise'>): void {
  inTurn(number, candidates, (candidate) => {
    const assessment = plan && catalogue && assess(plan, about, catalogue, candidate);
    if (assessment) send({ type: 'assessment', question: number, assessment });
  });
}

function margins({ question: number, layoutId, list }: Of<'margins'>): void {
  inTurn(number, list, (of) => {
    if (!plan?.layouts.has(layoutId) || !catalogue) return;
    const reply = { type: 'margin', question: number, of } as const;
    try {
      send({ ...reply, margin: marginOf(plan, layoutId, catalogue, of), failure: null });
    } catch (error) {
      send({ ...reply, margin: null, failure: String(error) });
    }
  });
}

function readCatalogue(texts: Readonly<Record<string, string>>): void {
  const decoded = decodeCatalogue(new Map(Object.entries(texts)));
  if (decoded.ok) catalogue = decoded.value;
  else {
    const message = decoded.problems.map(formatProblem).join('\n');
    send({ type: 'failed', revision: -1, message });
  }
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
    case 'judge':
      return judge(data);
    case 'stacks':
      return judgeStacks(data);
    case 'advise':
      return advise(data);
    case 'margins':
      return margins(data);
    case 'build':
      if (toBuild === null) setTimeout(build, 0);
      toBuild = data;
      return;
    case 'stop':
      if (data.what === 'build') toBuild = null;
      else asked = 0;
      return;
    case 'compare':
      if (toCompare === null) setTimeout(compare, 0);
      toCompare = data;
      return;
    case 'what-if': {
      const { kind } = data.about;
      if (!toChange.has(kind)) setTimeout(whatIf, 0, kind);
      toChange.set(kind, data);
      return;
    }
    case 'analyze':
      // Messages that are waiting already are read first, so that only the newest question costs time.
      if (question === null) setTimeout(answer, 0);
      question = data;
  }
};
