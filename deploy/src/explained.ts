import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A rule of cdk-nag that is not followed in one place, and why that is right there. */
export interface Explanation {
  readonly path: string;
  readonly rule: string;
  readonly why: string;
}

const kept = new WeakMap<IConstruct, Explanation[]>();

/** Says why `rules` do not hold for `construct`. The tests refuse one that is not needed. */
export function explain(construct: IConstruct, rules: readonly string[], why: string): void {
  const list = kept.get(construct.node.root) ?? [];
  for (const rule of rules) {
    Validations.of(construct).acknowledge({ id: rule, reason: why });
    list.push({ path: construct.node.path, rule, why });
  }
  kept.set(construct.node.root, list);
}

/** Everything said so far below one app. */
export function explanations(root: IConstruct): readonly Explanation[] {
  return kept.get(root) ?? [];
}
