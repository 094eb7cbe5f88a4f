/** Every rule, in the order in which results list them. */
import type { Facts } from '../facts.ts';
import type { Finding } from '../result.ts';
import { CORE_RULES } from './core.ts';
import { CPU_RULES } from './cpu.ts';
import { DEV_SERVICE_RULES } from './dev-service.ts';
import { DEV_RULES } from './dev.ts';
import { DISK_RULES } from './disk.ts';
import { INTERFERENCE_RULES } from './interference.ts';
import { IO_RULES } from './io.ts';
import { LATENCY_RULES } from './latency.ts';
import { LINK_RULES } from './link.ts';
import { MEM_RULES } from './mem.ts';
import { NEST_RULES } from './nest.ts';
import { OS_RULES } from './os.ts';
import { PLACE_RULES } from './place.ts';
import { runRule, type Rule } from './rule.ts';
import { SCALE_RULES } from './scale.ts';
import { SHM_RULES } from './shm.ts';
import { START_RULES } from './startup.ts';
import { TASK_RULES } from './task.ts';
import { TECH_RULES } from './tech.ts';
import { TIMING_RULES } from './timing.ts';
import { VIRT_RULES } from './virt.ts';

/** All rules of this version of the engine. */
export const RULES: readonly Rule[] = [
  ...PLACE_RULES,
  ...NEST_RULES,
  ...OS_RULES,
  ...CORE_RULES,
  ...CPU_RULES,
  ...TASK_RULES,
  ...TIMING_RULES,
  ...INTERFERENCE_RULES,
  ...MEM_RULES,
  ...DISK_RULES,
  ...VIRT_RULES,
  ...DEV_RULES,
  ...DEV_SERVICE_RULES,
  ...IO_RULES,
  ...LINK_RULES,
  ...SHM_RULES,
  ...START_RULES,
  ...LATENCY_RULES,
  ...SCALE_RULES,
  ...TECH_RULES,
];

const BY_ID = new Map(RULES.map((rule) => [rule.id, rule]));

/**
 * @param id id of a rule, for example `CPU-1`
 * @returns the rule; undefined when this version has none of that id (a stored result may be older)
 */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}

/**
 * @param facts the layout
 * @param rules which rules; all by default
 * @returns at least one finding per rule, in the order of the rules
 */
export function runRules(facts: Facts, rules: readonly Rule[] = RULES): readonly Finding[] {
  return rules.flatMap((rule) => runRule(rule, facts));
}
