/** The file that is about to be imported, and what the host says that it would do. */
import type { Input, Output } from '../../host/contract.ts';
import { namingChoices, type Problem } from '../../model/problem.ts';
import type { PlanSession } from '../app/plan-session.svelte.ts';
import type { PlanStore } from '../app/plan-store.svelte.ts';
import type { NamedText } from './file-text.ts';

export type Preview = Output<'import.preview'>;
export type ImportFormat = Preview['format'];
export type TableBasis = Required<NonNullable<Input<'import.preview'>['tableBasis']>>;

/** What can be chosen about a table, as the dialog names it. */
export const CHOICE_LABELS = {
  format: 'The file holds',
  timeUnit: 'Times without a unit are in',
  coreType: 'Times and loads were stated for',
  urgentPriority: 'Most urgent is',
  addsAccessTimes: 'Add label access times to the WCETs',
} as const;
const CHOICES = Object.fromEntries(
  Object.entries(CHOICE_LABELS).map(([choice, label]) => [choice, `“${label}”`]),
);

/** What an import needs of the open plan. */
type OpenPlan = Pick<PlanSession, 'call' | 'run'> & {
  readonly store: Pick<PlanStore, 'planId' | 'whenSettled'>;
};

export class ImportPreview {
  readonly #session: OpenPlan;
  source: NamedText | null = $state.raw(null);
  /** null: recognised from the file. */
  format: ImportFormat = $state(null);
  basis: TableBasis = $state.raw({
    coreType: null,
    clockHz: null,
    timeUnit: null,
    urgentPriority: 'largest',
    addsAccessTimes: false,
    core: null,
  });
  preview: Preview | null = $state.raw(null);
  /** The file itself could not be read, or the host refused. */
  failures: readonly Problem[] = $state.raw([]);
  #asked = 0;
  /** What is shown is of another file, or of other options. */
  #isStale = $state(false);

  constructor(session: OpenPlan, format: ImportFormat) {
    this.#session = session;
    this.format = format;
  }

  get problems(): readonly Problem[] {
    return [...this.failures, ...(this.preview?.problems ?? [])];
  }

  get canImport(): boolean {
    const isGood = this.preview !== null && this.preview.diff !== null;
    return isGood && !this.#isStale && this.problems.length === 0;
  }

  take(source: NamedText): Promise<void> {
    this.source = source;
    this.preview = null;
    return this.refresh();
  }

  fail(problems: readonly Problem[]): void {
    // What is asked about the file before has no use any more.
    this.#asked += 1;
    this.source = null;
    this.preview = null;
    this.failures = problems;
  }

  /** Asks again: another file, another format, another meaning of what the table leaves open. The newest answer wins. */
  async refresh(): Promise<void> {
    const { source } = this;
    if (!source) return;
    const asked = (this.#asked += 1);
    this.#isStale = true;
    await this.#session.store.whenSettled();
    const reply = await this.#session.call('import.preview', {
      planId: this.#session.store.planId,
      fileName: source.fileName,
      text: source.text,
      format: this.format,
      tableBasis: this.basis,
    });
    if (asked !== this.#asked) return;
    this.#isStale = false;
    const inWords = (problems: readonly Problem[]) =>
      problems.map((problem) => namingChoices(problem, CHOICES));
    this.preview = reply.ok
      ? {
          ...reply.value,
          problems: inWords(reply.value.problems),
          warnings: inWords(reply.value.warnings),
        }
      : null;
    this.failures = reply.ok ? [] : inWords(reply.problems);
  }

  /** Applies what was shown, as one step. */
  import(): boolean {
    const diff = this.preview?.diff;
    if (!this.canImport || !diff || !this.source) return false;
    return this.#session.run(`import ${this.source.fileName}`, () => diff);
  }
}
