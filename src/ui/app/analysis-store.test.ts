import { describe, expect, test } from 'vitest';
import type { LayoutResult } from '../../analysis/result.ts';
import type { FromWorker, ToWorker } from './analysis-protocol.ts';
import { AnalysisStore, type AnalysisPort } from './analysis-store.svelte.ts';

class Port implements AnalysisPort {
  readonly sent: ToWorker[] = [];
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  postMessage(message: ToWorker): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.onmessage = null;
  }
  answer(revision: number, layoutId = 'a'): void {
    const result = { findings: [], budgets: [], layout: { id: layoutId, name: layoutId } };
    this.onmessage?.({
      data: {
        type: 'result',
        revision,
        layoutId,
        result: result as unknown as LayoutResult,
        milliseconds: 1,
      },
    });
  }
}

function started() {
  const port = new Port();
  const finished: number[] = [];
  const store = new AnalysisStore(port, {}, (_layoutId, revision) => finished.push(revision));
  return { port, store, finished };
}

describe('[UI-4] the newest analysis wins', () => {
  test('[UI-4] a result of an older revision is shown but not as current, and not stored', () => {
    const { port, store, finished } = started();
    store.ask('a', 1);
    store.ask('a', 2);
    port.answer(1);
    expect([store.isCurrent, finished]).toEqual([false, []]);
    port.answer(2);
    expect([store.isCurrent, finished]).toEqual([true, [2]]);
  });

  test('[UI-4] results that overtake each other do not go backwards', () => {
    const { port, store } = started();
    store.ask('a', 2);
    port.answer(2);
    const newest = store.result;
    port.answer(1);
    expect(store.result).toBe(newest);
  });

  test('[UI-4] another layout begins without the results of the last one', () => {
    const { port, store } = started();
    store.ask('a', 1);
    port.answer(1);
    store.ask('b', 1);
    expect(store.result).toBeNull();
    port.answer(1, 'a');
    expect(store.result).toBeNull();
    port.answer(1, 'b');
    expect(store.result?.layout.id).toBe('b');
  });

  test('[UI-4] a fault of the engine is shown until the next result', () => {
    const { port, store } = started();
    store.ask('a', 1);
    port.onmessage?.({ data: { type: 'failed', revision: 1, message: 'bug' } });
    expect(store.failure).toBe('bug');
    store.ask('a', 2);
    port.answer(2);
    expect(store.failure).toBeNull();
  });

  test('[UI-6] verdicts of an older drag are dropped', () => {
    const { port, store } = started();
    const heard: string[] = [];
    store.judge('a', ['x'], [], () => heard.push('first'));
    store.judge('a', ['y'], [], () => heard.push('second'));
    const numbers = port.sent.flatMap((message) =>
      'question' in message ? [message.question] : [],
    );
    for (const question of numbers) {
      const verdict = {
        verdict: 'pass',
        rule: null,
        message: null,
        findings: [],
        cpu: null,
        memory: null,
      } as const;
      port.onmessage?.({ data: { type: 'verdict', question, key: 'k', verdict } });
    }
    expect(heard).toEqual(['second']);
  });

  test('[UI-4] margins go on while drops are judged; stopped ones are dropped', () => {
    const { port, store } = started();
    const heard: string[] = [];
    const of = { kind: 'plan' } as const;
    const stop = store.margins('a', [of], () => heard.push('margin'));
    store.judge('a', ['x'], [], () => undefined);
    const [asked] = port.sent.filter((message) => message.type === 'margins');
    const answer = () => {
      const question = asked?.question ?? NaN;
      port.onmessage?.({ data: { type: 'margin', question, of, margin: null, failure: null } });
    };
    answer();
    expect(heard).toEqual(['margin']);
    stop();
    answer();
    expect(heard).toEqual(['margin']);
    expect(port.sent.at(-1)).toEqual({ type: 'stop', what: 'margins' });
  });

  test('[UI-4] of what is to be built only the newest is answered, and nothing once nobody waits', () => {
    const { port, store } = started();
    const to = { way: 'vm', hypervisorId: null, guestId: null, engineId: null } as const;
    const about = { kind: 'layout', layoutId: 'a', to } as const;
    const heard: string[] = [];
    const stopFirst = store.question('build', about, () => heard.push('first'));
    const stopSecond = store.question('build', about, (_, failure) =>
      heard.push(`second ${failure}`),
    );
    const answerAll = () => {
      for (const message of port.sent) {
        if (message.type !== 'question' || message.topic !== 'build') continue;
        const { question } = message;
        port.onmessage?.({
          data: { type: 'answer', topic: 'build', question, answer: null, failure: 'bug' },
        });
      }
    };
    stopFirst();
    answerAll();
    expect(heard).toEqual(['second bug']);
    expect(port.sent.filter(({ type }) => type === 'stop')).toEqual([]);
    stopSecond();
    answerAll();
    expect(heard).toEqual(['second bug']);
    expect(port.sent.at(-1)).toEqual({ type: 'stop', what: 'build' });
  });
});
