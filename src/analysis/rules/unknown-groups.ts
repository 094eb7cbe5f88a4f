/** Things that cannot be judged for one and the same reason are one finding, not one each. */
import type { FieldOfPlan, Subject } from '../result.ts';
import { listNames } from '../wording.ts';
import type { StatedEvidence } from './evidence.ts';
import type { Report } from './rule.ts';

/** What one reason says. `names` lists what it is about; texts fit one name and several alike. */
export interface UnknownText {
  readonly message: (names: string) => string;
  readonly remedy: string;
  /** Where the remedy is one field: that of the first which lacks it. */
  readonly field?: FieldOfPlan | undefined;
  /** What there is, although it does not suffice. */
  readonly evidence?: readonly StatedEvidence[];
}

/** Subjects once each, in the order in which they came. */
class Subjects {
  readonly all: Subject[] = [];
  readonly #known = new Map<Subject['kind'], Set<string>>();

  add(subject: Subject): void {
    let ids = this.#known.get(subject.kind);
    if (!ids) this.#known.set(subject.kind, (ids = new Set<string>()));
    if (ids.has(subject.id)) return;
    ids.add(subject.id);
    this.all.push(subject);
  }
}

interface Group {
  readonly text: UnknownText;
  readonly about: Subjects;
  readonly others: Subjects;
}

/** Collects subjects by reason and reports each reason once. */
export class UnknownGroups {
  readonly #groups = new Map<string, Group>();

  /**
   * @param key the reason; equal keys are one finding
   * @param text what the finding says, or what makes it; that of the first counts
   * @param about what is listed by name
   * @param others further subjects, not listed
   */
  add(
    key: string,
    text: UnknownText | (() => UnknownText),
    about: Subject,
    ...others: readonly Subject[]
  ): void {
    let group = this.#groups.get(key);
    if (!group) {
      group = {
        text: typeof text === 'function' ? text() : text,
        about: new Subjects(),
        others: new Subjects(),
      };
      this.#groups.set(key, group);
    }
    group.about.add(about);
    for (const each of others) group.others.add(each);
  }

  /**
   * @param report where the findings go
   * @param verdict how much it matters
   */
  report(
    report: Report,
    verdict: 'not-assessed' | 'warning' | 'advice' | 'manual' = 'not-assessed',
  ): void {
    for (const { text, about, others } of this.#groups.values()) {
      const found = {
        subjects: [...about.all, ...others.all],
        message: text.message(listNames(about.all.map((each) => each.name))),
        remedy: text.remedy,
        field: text.field,
        evidence: text.evidence ?? [],
      };
      if (verdict === 'warning') report.warning(found);
      else if (verdict === 'advice') report.advice(found);
      else if (verdict === 'manual') report.manual(found);
      else report.notAssessed(found);
    }
  }
}
