import { describe, expect, it } from 'vitest';
import { PlanBuilder } from '../analysis/testing/plan-builder.ts';
import { layoutTree } from '../model/layout-tree.ts';
import { invariant } from '../model/problem.ts';
import { MIB } from '../model/units.ts';
import { analysisText } from './analysis-text.ts';

/** So many copies of a VM with three copies of a container, two instances of an application in each. */
function printed(copies: number, containers: number, instances: number): string {
  const builder = new PlanBuilder()
    .environment('host', 'os', null, { coreIds: ['c0', 'c1'] })
    .environment('hv', 'hypervisor', 'host')
    .environment('vm', 'vm', 'hv', { copies, memoryBytes: 64 * MIB })
    .environment('engine', 'container-engine', 'vm')
    .environment('box', 'container', 'engine', { copies: containers })
    .application('app', {
      instances: copies * containers * instances,
      memoryPrivateBytes: MIB,
      startupNeedNs: 1_000_000,
      interruptLatencyNs: 1_000_000,
    })
    .task('task', 'app', 1000, 1_000_000)
    .place('app', 'box', ['c1'], { instances })
    .image('disk', 'raw', null, { contentBytes: MIB, environmentId: 'vm', copies });
  const tree = layoutTree(builder.plan(), 'layout');
  invariant(tree !== null, 'the builder makes it');
  return analysisText(builder.analyze(), tree);
}

/** Lines of one table, each with single blanks. */
function rowsOf(text: string, title: string): readonly string[] {
  const from = text.slice(text.indexOf(`${title}\n`));
  return from
    .slice(0, from.indexOf('\n\n'))
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' '));
}

it('[CLI-8] counts all unknown figures, also those that a cut list leaves out', () => {
  const builder = new PlanBuilder().environment('os', 'os', null, {
    coreIds: ['c0'],
    os: { family: 'linux', memoryBytes: MIB },
  });
  for (let index = 0; index < 40; index += 1)
    builder.application(`a${index}`).place(`a${index}`, 'os');
  const tree = layoutTree(builder.plan(), 'layout');
  invariant(tree !== null, 'the builder makes it');
  const memory = rowsOf(analysisText(builder.analyze(), tree), 'ESTIMATE: Memory');
  // 40 times private memory and text, at the least.
  const counts = memory.slice(2).map((row) => Number(row.split(' ').at(-1)));
  expect(Math.max(...counts)).toBeGreaterThanOrEqual(40);
});

describe('rows of what there are several of', () => {
  it('[CLI-8] say whether they are of each copy or of all together', () => {
    const text = printed(50, 3, 2);
    const memory = rowsOf(text, 'BUDGET: Memory');
    expect(memory[1]).toMatch(/^OF COPIES LOW/);
    expect(memory).toContainEqual(expect.stringMatching(/^vm each of 50 /));
    expect(rowsOf(text, 'BUDGET: CPU')).toContainEqual(
      expect.stringMatching(/^box each of 150 .* 0\.2 % /),
    );
    expect(rowsOf(text, 'BUDGET: Time to ready')).toContainEqual(
      expect.stringMatching(/^app all 300 /),
    );
    expect(rowsOf(text, 'BUDGET: Interrupt latency')).toContainEqual(
      expect.stringMatching(/^app each of 300 /),
    );
    expect(rowsOf(text, 'ESTIMATE: Disk')).toContainEqual(expect.stringMatching(/^disk all 50 /));
    const title = 'TASKS: in the worst case; load of all instances together, response time of each';
    expect(rowsOf(text, title)).toContainEqual(expect.stringMatching(/^task app 300 core 1 30 % /));
  });

  it('[CLI-8] need no word where there is one of each', () => {
    const text = printed(1, 1, 1);
    expect(text).not.toContain('COPIES');
    expect(text).not.toContain('INSTANCES');
    expect(text.slice(0, text.indexOf('FINDINGS'))).not.toMatch(/each of|\ball \d/);
  });
});

describe('rows of timing', () => {
  it('[CLI-8] say what activates a task, where the time of a chain goes, and what a hop takes', () => {
    const builder = new PlanBuilder()
      .environment('os', 'os', null, {
        coreIds: ['c0', 'c1'],
        os: { family: 'qnx' },
        scheduler: 'fixed-priority',
      })
      .application('one')
      .application('two')
      .place('one', 'os', ['c0'])
      .place('two', 'os', ['c1'])
      .task('s', 'one', 4, 20, { priority: 1, bcetNs: 4 })
      .task('t', 'two', 5, 20, { priority: 1, kind: 'sporadic' })
      .link('go', 'one', 'two', { kind: 'event', fromTaskId: 's', toTaskId: 't' })
      .chain('chain', ['s', 't']);
    const tree = layoutTree(builder.plan(), 'layout');
    invariant(tree !== null, 'the builder makes it');
    const text = analysisText(builder.analyze(), tree).replace(/\s+/g, ' ');
    expect(text).toContain(
      't: activated by each end of "s" over "go", every 20 ns, up to 0 ns late',
    );
    expect(text).toContain(
      'where the time goes: s waiting to be read 20 ns, s response time 4 ns, t response time 5 ns',
    );
    expect(text).toContain('chain: s activates t over "go"');
  });
});
