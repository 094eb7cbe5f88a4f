/** Tells on stderr what a slow command is doing; quick ones say nothing. */
import type { CliIo } from './io.ts';

/** How long a command may be silent. */
const PATIENCE_MS = 1000;

export class Progress {
  readonly #io: CliIo;
  readonly #began = Date.now();
  #stage: { readonly text: string; readonly timer: NodeJS.Timeout; said: boolean } | null = null;

  constructor(io: CliIo) {
    this.#io = io;
  }

  /** @param text what begins now, for example `Analysing "Static partitions"` */
  stage(text: string): void {
    this.end();
    const stage = {
      text,
      timer: setTimeout(() => this.#say(), Math.max(0, PATIENCE_MS - this.#elapsed())),
      said: false,
    };
    stage.timer.unref();
    this.#stage = stage;
  }

  /** The last stage is over. */
  end(): void {
    if (this.#stage === null) return;
    clearTimeout(this.#stage.timer);
    // Work that never gave the timer a turn is reported after the fact.
    if (!this.#stage.said && this.#elapsed() >= PATIENCE_MS) this.#say();
    this.#stage = null;
  }

  #elapsed(): number {
    return Date.now() - this.#began;
  }

  #say(): void {
    if (this.#stage === null) return;
    this.#stage.said = true;
    this.#io.stderr(`${this.#stage.text} ... (${(this.#elapsed() / 1000).toFixed(1)} s)\n`);
  }
}
