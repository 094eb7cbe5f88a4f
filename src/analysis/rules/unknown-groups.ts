/** Things that cannot be judged for one and the same reason are one finding, not one each. */
import type { Subject } from '../result.ts';
import { listNames } from '../wording.ts';
import type { Report } from './rule.ts';

/** What one reason says. `names` is the list of what it is about. */
export interface UnknownText {
  readonly message: (names: string) => string;
  readonly remedy: string;
}

/** Collects subjects by reason and reports each reason once. */
export class UnknownGroups {
  readonly #groups = new Map<string, { text: UnknownText; subjects: Map<string, Subject> }>();

  /**
   * @param key the reason; equal keys are one finding
   * @param text what the finding says; that of the first counts
   * @param subjects what it is about
   */
  add(key: string, text: UnknownText, ...subjects: readonly Subject[]): void {
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = { text, subjects: new Map() }));
    for (const each of subjects) group.subjects.set(`${each.kind} ${each.id}`, each);
  }

  /**
   * @param report where the findings go
   * @param verdict how much it matters
   */
  report(report: Report, verdict: 'not-assessed' | 'warning' = 'not-assessed'): void {
    for (const { text, subjects } of this.#groups.values()) {
      const list = [...subjects.values()];
      const found = {
        subjects: list,
        message: text.message(listNames(list.map((each) => each.name))),
        remedy: text.remedy,
      };
      if (verdict === 'warning') report.warning(found);
      else report.notAssessed(found);
    }
  }
}
