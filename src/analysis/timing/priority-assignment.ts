/**
 * Orders of priority: by rule, or found by tests.
 *
 * @source Leung, Whitehead, Performance Evaluation 2(4), 1982 (deadline monotonic); Zuhily, Burns, Information Processing Letters
 *   103(6), 2007 (deadline minus jitter); Audsley, University of York YCS 164, 1991, and Information Processing Letters 79(1),
 *   2001; Davis, Burns, Real-Time Systems 47, 2011 (which tests Audsley's assignment may use)
 */
import type { TimingTask } from './timing-task.ts';

/** Order by a key, the least first; equal keys keep the order given. */
function orderBy<T>(tasks: readonly T[], key: (task: T) => number): readonly T[] {
  return [...tasks].sort((a, b) => key(a) - key(b));
}

/**
 * Deadline-monotonic order. No order does better on a dedicated core where deadlines are not beyond periods and neither jitter nor
 * blocking differs; otherwise one order among others.
 *
 * @param tasks in any order; equal deadlines keep it
 * @returns by priority, the highest first
 * @cost O(n log n)
 */
export function deadlineMonotonic<T extends Pick<TimingTask, 'deadline'>>(
  tasks: readonly T[],
): readonly T[] {
  return orderBy(tasks, ({ deadline }) => deadline);
}

/**
 * Order by deadline minus jitter. No order does better on a dedicated core where deadlines are not beyond periods and blocking does
 * not differ.
 *
 * @param tasks in any order; equal differences keep it
 * @returns by priority, the highest first
 * @cost O(n log n)
 */
export function deadlineMinusJitterMonotonic<T extends Pick<TimingTask, 'deadline' | 'jitter'>>(
  tasks: readonly T[],
): readonly T[] {
  return orderBy(tasks, ({ deadline, jitter }) => deadline - jitter);
}

/** What a test says of one task at one level of priority. */
export type LevelVerdict = 'passes' | 'fails' | 'unknown';

/**
 * Tests a task below all of `higher` and above all of `lower`. It may look at which tasks those are, but not at their order, nor at
 * anything that depends on it, such as response times of higher priorities; and it may not fail a task that it passes one level
 * below. Response times with self-suspension as jitter are no such test.
 */
export type LevelTest<T> = (task: T, higher: readonly T[], lower: readonly T[]) => LevelVerdict;

/** What the search for an order found. */
export type PriorityAssignment<T> =
  | { readonly kind: 'assigned'; readonly order: readonly T[]; readonly tests: number }
  /** No order passes the test: none of these tasks may have the lowest priority among them. */
  | { readonly kind: 'impossible'; readonly unassigned: readonly T[]; readonly tests: number }
  /** As `impossible`, but of some of them the test does not know. */
  | { readonly kind: 'unknown'; readonly unassigned: readonly T[]; readonly tests: number };

/**
 * Audsley's optimal priority assignment: from the lowest level up, the first task given that passes below all others left takes the
 * level. Finds an order that passes the test wherever there is one.
 *
 * @param tasks in any order, which decides between tasks that could take the same level
 * @param test of one task at one level, see `LevelTest`
 * @returns an order by priority, the highest first, or the tasks that no order suits; and how many tests that took
 * @cost at most n (n + 1) / 2 tests
 */
export function optimalPriorities<T>(
  tasks: readonly T[],
  test: LevelTest<T>,
): PriorityAssignment<T> {
  let unassigned = [...tasks];
  let lower: readonly T[] = [];
  let tests = 0;
  while (unassigned.length > 0) {
    let isKnown = true;
    const taken = unassigned.findIndex((task, at) => {
      tests += 1;
      const verdict = test(task, unassigned.toSpliced(at, 1), lower);
      if (verdict === 'unknown') isKnown = false;
      return verdict === 'passes';
    });
    if (taken < 0) return { kind: isKnown ? 'impossible' : 'unknown', unassigned, tests };
    lower = [...unassigned.slice(taken, taken + 1), ...lower];
    unassigned = unassigned.toSpliced(taken, 1);
  }
  return { kind: 'assigned', order: lower, tests };
}
