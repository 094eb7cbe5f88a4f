/** Runs the engine beside the window: applies the same diffs, answers only the newest question. */
import { assess } from '../../analysis/advisor/assess.ts';
import { analyze } from '../../analysis/analyze.ts';
import { placementVerdict } from '../../analysis/rules/placement-verdict.ts';
import { marginOf } from '../../analysis/schedulability/margins.ts';
import { decodeCatalogue } from '../../catalog/decode-catalogue.ts';
import type { Catalogue } from '../../catalog/technology.ts';
import { fromSnapshot } from '../../model/diff-schema.ts';
import { applyDiff } from '../../model/diff.ts';
import type { Plan } from '../../model/plan.ts';
import { formatProblem } from '../../model/problem.ts';
import type { FromWorker, ToWorker } from './analysis-protocol.ts';
import { answerTo } from './answers.ts';
import { stackVerdict } from './stack-verdict.ts';
import type { Question, Topic } from './topics.ts';

type Of<T extends ToWorker['type']> = Extract<ToWorker, { type: T }>;

let catalogue: Catalogue | null = null;
let plan: Plan | null = null;
let question: Of<'analyze'> | null = null;
/** The newest question of each topic that is not answered yet. */
const waiting = new Map<Topic, Question>();
/** What is answered piece by piece. Margins take long, and go on beside what is asked of drops and candidates. */
type Line = 'candidates' | 'margins';
/** Newest question of each line; an older one stops being answered. */
const asked: Record<Line, number> = { candidates: 0, margins: 0 };

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

/** Answers what is still the newest question of a topic. */
function respond(topic: Topic): void {
  const current = waiting.get(topic);
  waiting.delete(topic);
  if (current && catalogue && plan) send(answerTo(plan, catalogue, current));
}

/** Does one piece of work after the other, letting newer messages in between. */
function inTurn<T>(line: Line, number: number, items: readonly T[], work: (item: T) => void): void {
  asked[line] = number;
  const next = (index: number): void => {
    const item = items[index];
    if (asked[line] !== number || item === undefined) return;
    work(item);
    setTimeout(next, 0, index + 1);
  };
  next(0);
}

function judge(message: Of<'judge'>): void {
  inTurn('candidates', message.question, message.targets, (target) => {
    if (!plan || !catalogue) return;
    const { layoutId, applicationIds } = message;
    const verdict = placementVerdict(plan, layoutId, catalogue, applicationIds, target);
    send({ type: 'verdict', question: message.question, key: target.key, verdict });
  });
}

function judgeStacks(message: Of<'stacks'>): void {
  inTurn('candidates', message.question, message.stacks, (stack) => {
    if (!plan || !catalogue) return;
    const verdict = stackVerdict(plan, catalogue, stack);
    send({ type: 'stack', question: message.question, verdict });
  });
}

function advise({ question: number, about, candidates }: Of<'advise'>): void {
  inTurn('candidates', number, candidates, (candidate) => {
    const assessment = plan && catalogue && assess(plan, about, catalogue, candidate);
    if (assessment) send({ type: 'assessment', question: number, assessment });
  });
}

function margins({ question: number, layoutId, list }: Of<'margins'>): void {
  inTurn('margins', number, list, (of) => {
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
    case 'question':
      if (!waiting.has(data.topic)) setTimeout(respond, 0, data.topic);
      waiting.set(data.topic, data);
      return;
    case 'stop':
      if (data.what === 'advise') asked.candidates = 0;
      else if (data.what === 'margins') asked.margins = 0;
      else waiting.delete(data.what);
      return;
    case 'analyze':
      // Messages that are waiting already are read first, so that only the newest question costs time.
      if (question === null) setTimeout(answer, 0);
      question = data;
  }
};
