/** Short messages to the user: problems stay until dismissed, confirmations go by themselves. */
import { formatProblem, type Problem } from '../../model/problem.ts';

export interface Notice {
  readonly key: number;
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly remedy: string | null;
  /** One thing the user can do about it. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** More at once would hide what they are about. */
const MOST = 3;
/** How long a confirmation stays, in milliseconds; long enough to be read twice. */
const INFO_MS = 6_000;

export class Notices {
  #list: readonly Notice[] = $state.raw([]);
  /** Read out by screen readers; moves and refusals go here without a visible message. */
  announcement = $state('');
  #key = 0;

  get list(): readonly Notice[] {
    return this.#list;
  }

  info(text: string, action: Notice['action'] = null): void {
    const key = this.#add('info', text, null, action);
    setTimeout(() => this.dismiss(key), INFO_MS);
  }

  warn(text: string, remedy: string | null = null): void {
    this.#add('warning', text, remedy, null);
  }

  /** Shows problems as they came, one notice each (at most three, the rest is counted). */
  problems(problems: readonly Problem[]): void {
    const shown = problems.length > MOST ? MOST - 1 : MOST;
    for (const problem of problems.slice(0, shown)) {
      this.#add('error', formatProblem({ ...problem, remedy: null }), problem.remedy, null);
    }
    const more = problems.length - shown;
    if (more > 0) this.#add('error', `and ${more} more`, null, null);
  }

  announce(text: string): void {
    // The same text twice would not be read again without a change.
    this.announcement = this.announcement === text ? `${text}\u00a0` : text;
  }

  /** What was said of a plan says nothing of the next one. */
  clear(): void {
    this.#list = [];
  }

  dismiss(key: number): void {
    this.#list = this.#list.filter((notice) => notice.key !== key);
  }

  #add(
    tone: Notice['tone'],
    text: string,
    remedy: string | null,
    action: Notice['action'],
  ): number {
    const key = (this.#key += 1);
    this.#list = [
      ...this.#list.filter((notice) => notice.text !== text).slice(1 - MOST),
      { key, tone, text, remedy, action },
    ];
    return key;
  }
}
