import type { CheckKind, CheckSpec } from '../catalog/check-spec.ts';
import type { CheckFacts } from './check-facts.ts';
import { crossFoot, domain, notNull, range, rule } from './checks/cell-rules.ts';
import { noControlRows } from './checks/control-rows.ts';
import { deliveryCount, independentCount, truncationGuard, zeroRows } from './checks/counts.ts';
import { coverage } from './checks/coverage.ts';
import { dateWindow } from './checks/date-window.ts';
import { fitsType } from './checks/fits-type.ts';
import { inOutAll } from './checks/in-out-all.ts';
import { partitionTie } from './checks/partition-tie.ts';
import { recalculation } from './checks/recalculation.ts';
import { rollForward } from './checks/roll-forward.ts';
import { sequenceGap } from './checks/sequence-gap.ts';
import { sourceWitness } from './checks/source-witness.ts';
import { tieOut } from './checks/tie-out.ts';
import { controlTotal, foot } from './checks/totals.ts';
import { trace } from './checks/trace.ts';
import { uniqueKey } from './checks/unique-key.ts';
import { valueTie } from './checks/value-tie.ts';
import { witness } from './checks/witness.ts';
import type { Plan } from './plan.ts';
import type { SpecOf } from './spec-of.ts';

type Compilers = {
  readonly [Kind in CheckKind]: (spec: SpecOf<Kind>, facts: CheckFacts) => Plan;
};

/** One compiler per kind; a kind without one does not compile. */
const COMPILERS: Compilers = {
  control_total: controlTotal,
  coverage,
  cross_foot: crossFoot,
  date_window: dateWindow,
  delivery_count: deliveryCount,
  domain,
  fan_out: noControlRows,
  fits_type: fitsType,
  foot,
  in_out_all: inOutAll,
  independent_count: independentCount,
  no_rows: noControlRows,
  not_null: notNull,
  partition_tie: partitionTie,
  range,
  recalculation,
  roll_forward: rollForward,
  rule,
  sequence_gap: sequenceGap,
  source_witness: sourceWitness,
  tie_out: tieOut,
  trace,
  truncation_guard: truncationGuard,
  unique_key: uniqueKey,
  value_tie: valueTie,
  witness,
  zero_rows: zeroRows,
};

/**
 * What a check will ask and how it will judge; nothing is asked yet.
 * @throws ValidationError when the declaration cannot be performed on what was delivered
 */
export function compileCheck(spec: CheckSpec, facts: CheckFacts): Plan {
  // The compiler cannot see that a spec and the compiler under its kind belong together; Compilers says so.
  const compile = COMPILERS[spec.kind] as (spec: CheckSpec, facts: CheckFacts) => Plan;
  return compile(spec, facts);
}
