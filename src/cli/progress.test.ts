/** Patience: who waits long is told why. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CliIo } from './io.ts';
import { Progress } from './progress.ts';

let said: string[];
const io = { stderr: (text: string) => void said.push(text) } as unknown as CliIo;

beforeEach(() => {
  said = [];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('progress', () => {
  it('[CLI-19] a quick command says nothing', () => {
    const progress = new Progress(io);
    progress.stage('Opening');
    vi.advanceTimersByTime(400);
    progress.stage('Writing');
    vi.advanceTimersByTime(400);
    progress.end();
    vi.advanceTimersByTime(5000);
    expect(said).toEqual([]);
  });

  it('[CLI-19] after a second it says what it is doing, once per stage', () => {
    const progress = new Progress(io);
    progress.stage('Printing');
    vi.advanceTimersByTime(3000);
    progress.stage('Writing');
    vi.advanceTimersByTime(10);
    progress.end();
    expect(said).toEqual(['Printing ... (1.0 s)\n', 'Writing ... (3.0 s)\n']);
  });

  it('[CLI-19] work that gives nobody a turn is named when it is over', () => {
    const progress = new Progress(io);
    progress.stage('Analysing');
    vi.setSystemTime(Date.now() + 2500);
    progress.end();
    expect(said).toEqual(['Analysing ... (2.5 s)\n']);
  });
});
