/** Why a deadline is missed for certain: the release pattern that proves it with its figure, in one sentence. */
import { formatNs, formatNsBeside } from '../../model/units.ts';
import type { ResponseBound } from '../timing/timing-task.ts';
import type { Rate } from '../timing/utilisation.ts';
import { formatLoad } from '../wording.ts';

/** Nothing counts on top of WCETs: the miss does not rest on what may stay away. */
const WCETS_ALONE = ' even with nothing but WCETs counted';

/** What a proof of a miss is told from. */
export interface MissProof {
  /** When the job that is late is released, and what else is, as the beginning of a sentence. */
  readonly pattern: string;
  /** Whether the late job need not be the first that is ready so: of how many it is one; null: it is that one. */
  readonly jobs: number | null;
  /** Jitter of the task: responses count from the nominal release. */
  readonly jitterNs: number;
  /** What is certain to happen: a response, or a backlog that grows without end. */
  readonly certain: Extract<ResponseBound, { kind: 'bounded' | 'unbounded' }>;
  /** Whose demand grows without end, as the subject of a sentence. */
  readonly demanding: string;
  /** What of the core they ask for; null: not worked out. */
  readonly share: number | null;
  /** What of it they get in the long run. */
  readonly rate: Rate;
  /** Whether the proof leaves out what the bound counts on top of WCETs. */
  readonly isWcetAlone: boolean;
  readonly deadlineNs: number;
}

/**
 * @param proof what proves the miss
 * @returns pattern and figure in one sentence, for example `by itself, a job ends 12 ms after its release; its deadline is 10 ms`
 */
export function missWords(proof: MissProof): string {
  const { pattern, certain, demanding, share, rate, isWcetAlone, deadlineNs, jobs, jitterNs } =
    proof;
  const alone = isWcetAlone ? WCETS_ALONE : '';
  if (certain.kind === 'bounded') {
    const { responseTime } = certain;
    const job = jobs !== null && jobs > 1 ? `one of the first ${jobs} jobs` : 'a job';
    const release =
      jitterNs > 0 ? `nominal release, released up to ${formatNs(jitterNs)} late` : 'release';
    return `${pattern}, ${job} ends ${formatNsBeside(responseTime, deadlineNs)} after its ${release}${alone}; its deadline is ${formatNs(deadlineNs)}`;
  }
  const supply = rate.budget / rate.period;
  const least =
    share === null ? 'more than the supply' : `${formatLoad(share, supply)} of the core`;
  const given = supply < 1 ? `, which gives them ${formatLoad(supply)}` : '';
  return `${demanding} need ${least}${alone}${given}: the backlog grows without end`;
}
