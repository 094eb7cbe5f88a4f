/** CORE-2, CORE-3, CORE-6, CORE-7: who shares a core, and whether something beneath shares it out. */
import type { Environment } from '../../model/layout.ts';
import { ShareSum, term } from '../cpu/exact-sum.ts';
import type { Facts } from '../facts.ts';
import type { CoreFacts } from '../hardware.ts';
import { canShareCores, hasEnforcedBudget, isHeldOn } from '../isolation/time-partitioning.ts';
import { ofCore, ofEnvironment } from '../subjects.ts';
import { counted, formatLoad, listNames } from '../wording.ts';
import type { Rule } from './rule.ts';

/** Partitions that state no cores run on those of their hypervisor; what is scheduled may always run on them. */
function claimedCores(facts: Facts, environment: Environment): readonly CoreFacts[] {
  const inherits = environment.coreIds.length === 0 && environment.kind === 'partition';
  const ids = inherits ? facts.tree.coresOf.get(environment.id) : environment.coreIds;
  return facts.cpu.coresOf(ids ?? []);
}

/** Environments that have cores of their own, or inherit them as partitions, by core, among children of one parent. */
function claimsAmong(
  facts: Facts,
  siblings: readonly Environment[],
): ReadonlyMap<CoreFacts, readonly Environment[]> {
  const claims = new Map<CoreFacts, Environment[]>();
  for (const environment of siblings) {
    for (const core of claimedCores(facts, environment)) {
      const list = claims.get(core);
      if (list) list.push(environment);
      else claims.set(core, [environment]);
    }
  }
  return claims;
}

/** What stands beneath decides whether a core can be shared between siblings. */
type Sharing = 'nothing-schedules' | 'needs-shares' | 'scheduled' | 'kernel';

function sharingOf(facts: Facts, environment: Environment): Sharing {
  if (environment.parentId === null) return 'nothing-schedules';
  if (environment.kind === 'container' || environment.kind === 'container-engine') return 'kernel';
  if (environment.kind === 'hypervisor') return 'kernel';
  if (environment.kind !== 'partition') return 'scheduled';
  return canShareCores(facts.tree, environment) ? 'needs-shares' : 'nothing-schedules';
}

/** Environments of one parent that share a core. */
interface SharedCore {
  readonly core: CoreFacts;
  readonly environments: readonly Environment[];
  readonly sharing: Sharing;
}

const STRICTEST: readonly Sharing[] = ['nothing-schedules', 'needs-shares', 'scheduled', 'kernel'];

function sharedCores(facts: Facts): { readonly shared: readonly SharedCore[]; claimed: number } {
  const shared: SharedCore[] = [];
  let claimed = 0;
  for (const siblings of facts.tree.childrenOf.values()) {
    for (const [core, environments] of claimsAmong(facts, siblings)) {
      claimed += 1;
      if (environments.length < 2 && environments[0]?.copies === 1) continue;
      const rank = Math.min(
        ...environments.map((each) => STRICTEST.indexOf(sharingOf(facts, each))),
      );
      shared.push({ core, environments, sharing: STRICTEST[rank] ?? 'kernel' });
    }
  }
  return { shared, claimed };
}

/** Joins findings of the same environments, so that four shared cores are one finding. */
function byEnvironments(
  list: readonly SharedCore[],
): readonly { environments: readonly Environment[]; cores: readonly CoreFacts[] }[] {
  const groups = new Map<string, { environments: readonly Environment[]; cores: CoreFacts[] }>();
  for (const { core, environments } of list) {
    const key = environments.map((each) => each.id).join(' ');
    const group = groups.get(key);
    if (group) group.cores.push(core);
    else groups.set(key, { environments, cores: [core] });
  }
  return [...groups.values()];
}

function bookedTwice({ core, environments, sharing }: SharedCore, facts: Facts): boolean {
  // Copies of one environment are CORE-7.
  if (environments.length < 2) return false;
  if (sharing === 'nothing-schedules') return true;
  return (
    sharing === 'needs-shares' &&
    environments.some(
      (each) => each.timeShare === null && !isHeldOn(facts.tree, each, core.core.id),
    )
  );
}

/** CORE-2: nobody schedules a core that several have. */
export const ONCE: Rule = {
  id: 'CORE-2',
  title: 'Core booked twice',
  strength: 'hard',
  checks:
    'Environments side by side do not share a core where nothing beneath them schedules it: on the bare hardware, under a static partitioning hypervisor without scheduler, or partitions without a time share, a window on it or an enforced budget each. Partitions that inherit the cores of their hypervisor are not assessed.',
  source: 'bao-src (1:1 vCPU:pCPU, no scheduler); jailhouse-src (no overcommit)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no environment has cores of its own'
      : `${counted(count, 'core')} given once, or shared where a scheduler is`,
  run: (facts, report) => {
    const { shared, claimed } = sharedCores(facts);
    const wrong = shared.filter((each) => bookedTwice(each, facts));
    report.pass(claimed - wrong.length);
    for (const { environments, cores } of byEnvironments(wrong)) {
      const names = listNames(
        environments.map((each) => each.name),
        6,
      );
      const coreNames = cores.map((core) => core.core.name).join(', ');
      const unsaid = environments.filter(({ coreIds }) => coreIds.length === 0);
      if (unsaid.length > 0) {
        report.notAssessed({
          subjects: environments.map(ofEnvironment),
          message: `${listNames(unsaid.map(({ name }) => name))} ${unsaid.length === 1 ? 'states' : 'state'} no cores and so ${unsaid.length === 1 ? 'has' : 'have'} those of the hypervisor, which nothing shares among ${names}`,
          remedy:
            'Give each partition cores of its own, or a time share where its hypervisor schedules.',
        });
        continue;
      }
      report.error({
        subjects: [...environments.map(ofEnvironment), ...cores.map((core) => ofCore(core.core))],
        message: `${coreNames} given to ${names}, and nothing beneath them schedules ${cores.length === 1 ? 'it' : 'them'}`,
        limit: '1 environment per core',
        actual: counted(environments.length, 'environment'),
        remainder: String(1 - environments.length),
        remedy:
          'Take the core from all but one, or give each a time share, windows or a budget under a hypervisor that schedules.',
      });
    }
  },
};

/** CORE-3: shares of one core add up. */
export const SHARES: Rule = {
  id: 'CORE-3',
  title: 'Time shares of a core over what there is',
  strength: 'hard',
  checks:
    'Time shares of environments side by side add up to at most the time share of their parent, or 1, on every core.',
  source: 'definition of a time share',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no core is given out by time share'
      : `time shares fit on ${counted(count, 'core')}`,
  run: (facts, report) => {
    for (const [parentId, siblings] of facts.tree.childrenOf) {
      const parent = parentId === null ? undefined : facts.tree.environmentById.get(parentId);
      const limit = term([parent?.timeShare ?? 1], []);
      const sharing = siblings.filter((each) => each.timeShare !== null);
      const byCore = new Map<CoreFacts, Environment[]>();
      for (const environment of sharing) {
        for (const core of facts.cpu.coresOf(facts.tree.coresOf.get(environment.id) ?? [])) {
          const list = byCore.get(core);
          if (list) list.push(environment);
          else byCore.set(core, [environment]);
        }
      }
      for (const [core, environments] of byCore) {
        const sum = new ShareSum();
        for (const each of environments) sum.add(term([each.timeShare ?? 0, each.copies], []));
        if (sum.compare(limit) <= 0) {
          report.pass();
          continue;
        }
        report.error({
          subjects: [ofCore(core.core), ...environments.map(ofEnvironment)],
          message: `time shares on ${core.core.name} add up to ${formatLoad(sum.value, limit.value)} of ${formatLoad(limit.value)}`,
          limit: formatLoad(limit.value),
          actual: formatLoad(sum.value, limit.value),
          remainder: formatLoad(limit.value - sum.value, 0),
          evidence: environments.map((each) => ({
            name: `time share of ${each.name}${each.copies > 1 ? `, ${each.copies} copies` : ''}`,
            value: formatLoad(each.timeShare ?? 0),
            source: 'user',
          })),
          remedy: 'Lower the shares, or move one of the environments to another core.',
        });
      }
    }
  },
};

/** CORE-6: what shares a core has a share of it. */
export const UNGUARANTEED: Rule = {
  id: 'CORE-6',
  title: 'Core shared without a guarantee',
  strength: 'strong',
  checks:
    'VMs side by side, or copies of one VM, that share a core have a time share each; without one, how long each of them waits for the core is unknown.',
  source:
    'general hypervisor schedulers (KVM, Xen credit) give no supply bound; suse-rt: CPUs must not be shared',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no environment has cores of its own'
      : 'no VM shares a core without a time share',
  run: (facts, report) => {
    const { shared, claimed } = sharedCores(facts);
    const loose = shared.filter(
      ({ environments, sharing }) =>
        sharing === 'scheduled' && environments.some((each) => each.timeShare === null),
    );
    report.pass(claimed - loose.length);
    for (const { environments, cores } of byEnvironments(loose)) {
      const without = environments.filter((each) => each.timeShare === null);
      report.warning({
        subjects: [...without.map(ofEnvironment), ...cores.map((core) => ofCore(core.core))],
        message: `${cores.map((core) => core.core.name).join(', ')} shared by ${listNames(
          environments.map((each) => each.name),
          6,
        )}${environments.length === 1 ? ` with its ${environments[0]?.copies ?? 1} copies` : ''}; ${listNames(
          without.map((each) => each.name),
          6,
        )} without a time share`,
        limit: 'a time share each',
        actual: `${without.length} of ${environments.length} without`,
        remedy: 'State the guaranteed time share of each, or give each its own cores.',
      });
    }
  },
};

/** Whether every copy needs cores of its own, which copies of one environment cannot have. */
function needsOwnCores(facts: Facts, environment: Environment): boolean {
  const sharing = sharingOf(facts, environment);
  if (sharing === 'nothing-schedules') return true;
  return (
    sharing === 'needs-shares' && environment.timeShare === null && !hasEnforcedBudget(environment)
  );
}

/** CORE-7: what needs a core to itself is there once. */
export const COPIED: Rule = {
  id: 'CORE-7',
  title: 'Copies on cores that only one can have',
  strength: 'hard',
  checks:
    'What has its cores to itself (on the bare hardware, a static partition without a time share or an enforced budget) is not copied: all copies would be on the same cores.',
  source: 'bao-src (1:1 vCPU:pCPU, no scheduler); jailhouse-src (no overcommit)',
  onPlacement: false,
  passed: (count) =>
    count === 0
      ? 'no environment has copies'
      : `${counted(count, 'environment')} with copies on cores that something schedules`,
  run: (facts, report) => {
    for (const environment of facts.tree.environments) {
      const { copies, name } = environment;
      if (copies === 1) continue;
      if (!needsOwnCores(facts, environment)) {
        report.pass();
        continue;
      }
      const cores = facts.cpu.coresOf(facts.tree.coresOf.get(environment.id) ?? []);
      const where = cores.length === 0 ? 'the same cores' : counted(cores.length, 'core');
      report.error({
        subjects: [ofEnvironment(environment), ...cores.map((core) => ofCore(core.core))],
        message: `${copies} copies of "${name}" stand on ${where}, and nothing beneath them schedules them`,
        limit: '1 copy on cores of its own',
        actual: counted(copies, 'copy', 'copies'),
        remainder: String(1 - copies),
        evidence: [{ name: 'copies', value: String(copies), source: 'user' }],
        remedy:
          'Make separate environments with cores of their own, or stand it where a hypervisor or kernel schedules.',
      });
    }
  },
};
