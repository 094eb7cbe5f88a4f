/** What a rule is, and how its verdicts are collected. */
import type { Facts } from '../facts.ts';
import type { FieldOfPlan, Finding, Overrun, Subject, Verdict } from '../result.ts';
import type { StatedEvidence } from './evidence.ts';

/** Stands beside a limit that nobody has published. */
export const HOUSE_JUDGEMENT = 'house judgement, no published limit';

/** How binding a rule is: `hard` makes a layout invalid, `strong` asks for a reason, `advice` is worth knowing. */
export type Strength = 'hard' | 'strong' | 'advice';

/** One rule of the house. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly strength: Strength;
  /** What it looks at and when it fails, in one sentence. */
  readonly checks: string;
  /** Who says so. */
  readonly source: string;
  /** True when moving an application can change its verdict: such rules run while the user drags. */
  readonly onPlacement: boolean;
  /** What a pass says of `count` checked things; `count` 0: why the rule does not apply. */
  readonly passed: (count: number) => string;
  readonly run: (facts: Facts, report: Report) => void;
}

/** One verdict other than a pass. */
export interface Verdictable {
  /** The culprit first. */
  readonly subjects: readonly Subject[];
  readonly message: string;
  readonly evidence?: readonly StatedEvidence[];
  readonly limit?: string | null;
  readonly actual?: string | null;
  readonly remainder?: string | null;
  readonly remedy?: string | null;
  /** Where the remedy is one field. */
  readonly field?: FieldOfPlan | undefined;
  /** Where a budget is exceeded: whose, by how much. */
  readonly overrun?: Overrun;
}

/** Collects what one rule finds. Passes are only counted: one finding states them all. */
export class Report {
  readonly #rule: Rule;
  readonly #layout: Subject;
  readonly #findings: Finding[] = [];
  #passes = 0;
  /** A pass states many things: of what they rest on it names only what no source says, by name. */
  readonly #replaced = new Map<string, StatedEvidence>();
  #conditional = 0;
  readonly #assumed = new Set<string>();

  /**
   * @param rule whose verdicts these are
   * @param layout subject of the passes
   */
  constructor(rule: Rule, layout: Subject) {
    this.#rule = rule;
    this.#layout = layout;
  }

  /**
   * @param count how many things were found in order
   * @param evidence what that rests on; the finding quotes of it what the user replaced
   */
  pass(count = 1, evidence: readonly StatedEvidence[] = []): void {
    this.#passes += count;
    for (const each of evidence) {
      if (typeof each.override === 'string') this.#replaced.set(each.name, each);
    }
  }

  /**
   * @param assumed what one thing found in order rests on because nobody states it, in words: the pass counts and names it
   */
  passIf(assumed: readonly string[]): void {
    this.#passes += 1;
    if (assumed.length > 0) this.#conditional += 1;
    for (const words of assumed) this.#assumed.add(words);
  }

  /** @param found what breaks the layout */
  error(found: Verdictable): void {
    this.#add('error', found);
  }

  /** @param found what needs a reason or attention */
  warning(found: Verdictable): void {
    this.#add('warning', found);
  }

  /** @param found what the layout clearly does against an advice; a warning that says that it is one */
  advice(found: Verdictable): void {
    this.#add('warning', { ...found, message: `advice: ${found.message}` });
  }

  /** @param found what a plan cannot decide: a person has to look, and it never counts as a pass */
  manual(found: Verdictable): void {
    this.#add('manual', found);
  }

  /** @param found what cannot be judged because a fact is unknown */
  notAssessed(found: Verdictable): void {
    this.#add('not-assessed', found);
  }

  /**
   * @returns what was found, and one pass for everything in order; a rule that had nothing to check does not apply,
   *   which is no pass; a rule is never silent
   */
  findings(): readonly Finding[] {
    if (this.#passes === 0 && this.#findings.length > 0) return this.#findings;
    const verdict = this.#passes === 0 ? 'not-applicable' : 'pass';
    const all = {
      subjects: [this.#layout],
      message: `${this.#rule.passed(this.#passes)}${this.#condition()}`,
      evidence: [
        ...this.#replaced.values(),
        ...[...this.#assumed].map((value) => ({ name: 'if', value, source: null })),
      ],
    };
    return [...this.#findings, toFinding(this.#rule.id, verdict, all)];
  }

  #condition(): string {
    if (this.#conditional === 0) return '';
    const which = this.#conditional === this.#passes ? '' : ` for ${this.#conditional} of them`;
    return `, under these assumptions${which}`;
  }

  #add(verdict: Verdict, found: Verdictable): void {
    const subjects = found.subjects.length > 0 ? found.subjects : [this.#layout];
    this.#findings.push(toFinding(this.#rule.id, verdict, { ...found, subjects }));
  }
}

function toFinding(rule: string, verdict: Verdict, found: Verdictable): Finding {
  return {
    rule,
    verdict,
    subjects: found.subjects,
    message: found.message,
    evidence: (found.evidence ?? []).map((each) => ({ ...each, override: each.override ?? null })),
    limit: found.limit ?? null,
    actual: found.actual ?? null,
    remainder: found.remainder ?? null,
    remedy: found.remedy ?? null,
    ...(found.field ? { field: found.field } : {}),
    ...(found.overrun ? { overrun: found.overrun } : {}),
  };
}

/**
 * @param rule the rule
 * @param facts the layout
 * @returns at least one finding
 */
export function runRule(rule: Rule, facts: Facts): readonly Finding[] {
  const report = new Report(rule, facts.layout);
  rule.run(facts, report);
  return report.findings();
}
