import type { ItemPlan } from '../catalog/plan-item.ts';

/** What `run --dry` shows: the exact query and parameters; nothing was sent (domain/sox.md U-5). */
export interface PlanView {
  readonly item: string;
  readonly title: string;
  readonly entity: string;
  readonly period: string;
  readonly cutoff: string;
  readonly time_zone: string;
  readonly engine: string;
  readonly definition_sha256: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string;
    readonly value: string | readonly string[];
    readonly supplied_by: string;
  }[];
  readonly queries: readonly {
    readonly name: string;
    readonly purpose: string;
    readonly sha256: string;
    readonly text: string;
    readonly bound: readonly { readonly name: string; readonly value: string }[];
  }[];
  readonly checks: readonly {
    readonly id: string;
    readonly attribute: string;
    readonly title: string;
  }[];
}

export function planView({
  item,
  entity,
  period,
  timeZone,
  engine,
  parameters,
  queries,
}: ItemPlan): PlanView {
  return {
    item: item.definition.id,
    title: item.definition.title,
    entity,
    period: period.id,
    cutoff: period.cutoff,
    time_zone: timeZone,
    engine,
    definition_sha256: item.fingerprint.sha256,
    parameters: parameters.map(({ name, type, value, origin }) => ({
      name,
      type,
      value,
      supplied_by: origin,
    })),
    queries: queries.map(({ name, purpose, sha256, text, parameters: bound }) => ({
      name,
      purpose,
      sha256,
      text,
      bound: bound.map(({ name: marker, value }) => ({ name: marker, value })),
    })),
    checks: item.checks.map(({ id, attribute, title }) => ({ id, attribute, title })),
  };
}
