import { describe, expect, it } from 'vitest';
import { catalogueOf, mechanism } from '../testing/catalogue-builder.ts';
import { findingsOf, PlanBuilder } from '../testing/plan-builder.ts';

const STATED = { scheduler: 'fixed-priority', contextSwitchNs: 0, interferenceFactor: 1 };

/** A message from c0 to c1, and on from there to c2 if so; only of the first kernel something is left open. */
function sent(first: Readonly<Record<string, unknown>>, isSentOn = false) {
  const builder = new PlanBuilder();
  for (const at of [0, 1, 2])
    builder
      .environment(`e${at}`, 'bare-metal', null, {
        ...STATED,
        coreIds: [`c${at}`],
        ...(at === 0 ? first : {}),
      })
      .application(`a${at}`)
      .task(`t${at}`, `a${at}`, 2, 40, { priority: 9, kind: at === 0 ? 'periodic' : 'sporadic' })
      .task(`beside${at}`, `a${at}`, 2, 40, { priority: 1 })
      .task(`late${at}`, `a${at}`, 20, 40, { priority: 10, deadlineNs: 10 })
      .place(`a${at}`, `e${at}`, [`c${at}`]);
  for (const from of isSentOn ? [0, 1] : [0])
    builder
      .link(`l${from}`, `a${from}`, `a${from + 1}`, {
        kind: 'event',
        fromTaskId: `t${from}`,
        toTaskId: `t${from + 1}`,
      })
      .channel(`l${from}`, 'message', { mechanismId: 'm' });
  builder.override({
    ...{ id: 'o', subjectKind: 'mechanism', subjectId: 'm', parameter: 'latency' },
    ...{ value: 1, low: 0, high: 1, unit: 'ns', reason: 'bounded by design' },
  });
  const result = builder.analyze(
    catalogueOf([], [mechanism({ id: 'm', channelKinds: ['message'] })]),
  );
  return { result, of: (id: string) => result.tasks.find(({ task }) => task.id === id) };
}

describe('tasks whose messages come from elsewhere', () => {
  it('[SCHED-28] rest on what nobody states of their senders, and so do all beside them', () => {
    const words =
      'in "e0" on core 0, from where messages come: context switches are part of the WCETs: their cost is not stated';
    const { result, of } = sent({ contextSwitchNs: null });
    for (const id of ['t1', 'beside1']) {
      expect(of(id), id).toMatchObject({ verdict: 'proven-ok', unstated: [words] });
      expect(of(id)?.assumptions).toContain(words);
    }
    expect(of('t2')?.unstated).toEqual([]);
    // Where it is to be stated is the kernel of the sender.
    const [finding] = findingsOf(result, 'RT-13', 'not-assessed');
    expect(finding?.message).toContain('what a context switch costs in "e0" is not stated');
    expect(sent({}).result.tasks.every(({ unstated }) => unstated.length === 0)).toBe(true);
  });

  it('[SCHED-28] rest on what is open at the start of a run of messages, over however many cores', () => {
    const { of } = sent({ contextSwitchNs: null }, true);
    expect(of('beside2')?.unstated.join()).toContain('in "e0" on core 0, from where messages come');
  });

  it('[SCHED-28] leave a miss proven that no message counts in', () => {
    const { of } = sent({ contextSwitchNs: null });
    expect(of('late1')).toMatchObject({ verdict: 'proven-miss', unstated: [] });
  });
});
