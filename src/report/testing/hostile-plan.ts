/** A plan whose every text tries to be something else than text. Test code only. */
import { fromDocument } from '../../model/interchange.ts';
import { smallDocument } from '../../model/testing/small-plan.ts';
import type { Plan } from '../../model/plan.ts';

/** What tries to break out of content, attributes, style, comments, Markdown and CSV. */
export const ATTACKS: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><style>@import url(//evil.example)</style>',
  '"; } @page { size: 1mm } /*',
  '--><svg onload=alert(1)>',
  ']]>&lt;b&gt;&#60;i&#62;',
  '=HYPERLINK("http://evil.example","x")',
  '| a | b |',
  '[click](javascript:alert(1)) ![x](http://evil.example/x.png)',
  '\u202egnp.exe\u2066',
  '`code` **bold** # head \\',
];

/** Fields that hold identities or words of a fixed list. */
const KEPT =
  /(?:^|\.)(?:id|.*Ids?|format|scale|level|kind|category|role|isa|isas|os|family|mode|confidence|status|access|hwIds|coreType|sources|keys)$/;

/** Replaces every free text of a document, the attacks in turn. */
function poison(value: unknown, path: string, next: () => string): unknown {
  if (typeof value === 'string') return KEPT.test(path) ? value : next();
  if (Array.isArray(value)) return value.map((each) => poison(each, path, next));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, poison(each, `${path}.${key}`, next)]),
  );
}

/** @returns the small plan with an attack in every text that a user can write */
export function hostilePlan(): Plan {
  const document = smallDocument();
  const layouts = document.layouts.map((layout) => ({
    ...layout,
    description: 'x',
    environments: (layout.environments ?? []).map((environment) => ({
      ...environment,
      notes: 'x',
      ...('os' in environment
        ? { os: { ...environment.os, version: 'x', memoryBytes: 1, memorySource: 'x' } }
        : {}),
    })),
    placements: (layout.placements ?? []).map((placement) => ({ ...placement, reason: 'x' })),
    regions: (layout.regions ?? []).map((region) => ({ ...region, notes: 'x' })),
    grants: (layout.grants ?? []).map((grant) => ({ ...grant, notes: 'x' })),
    channels: (layout.channels ?? []).map((channel) => ({ ...channel, notes: 'x' })),
  }));
  const full = {
    ...document,
    plan: { ...document.plan, description: 'x', author: 'x' },
    applications: document.applications.map((application) => ({
      ...application,
      description: 'x',
      supplier: 'x',
      services: ['x'],
      devices: [{ class: 'can', count: 1, access: 'any' }],
    })),
    layouts,
  };
  let count = 0;
  const next = () => ATTACKS[(count += 1) % ATTACKS.length] ?? '';
  const poisoned = poison(full, '', next) as Record<string, unknown>;
  const sources = { '*': '<b>http://evil.example</b>' };
  const withSources = (poisoned['applications'] as object[]).map((each) => ({ ...each, sources }));
  const plan = fromDocument({ ...poisoned, applications: withSources });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems, null, 2));
  return plan.value;
}
