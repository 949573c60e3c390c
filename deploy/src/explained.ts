import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A rule of cdk-nag that is not followed in one place, and why that is right there. */
export interface Explanation {
  readonly construct: IConstruct;
  readonly rule: string;
  readonly why: string;
}

const kept = new WeakMap<IConstruct, Explanation[]>();

/** Says why `rule` does not hold for `construct`. The tests refuse an explanation that is not needed. */
export function explain(construct: IConstruct, rule: string, why: string): void {
  const { root } = construct.node;
  kept.set(root, [...explanations(root), { construct, rule, why }]);
}

/** Everything said so far below one app. */
export function explanations(root: IConstruct): readonly Explanation[] {
  return kept.get(root) ?? [];
}

/** Hands the explanations to cdk-nag. */
export function acknowledge(root: IConstruct): void {
  for (const { construct, rule, why } of explanations(root)) {
    Validations.of(construct).acknowledge({ id: rule, reason: why });
  }
}
