import type { ColumnDefinition } from '../src/catalog/definition.ts';

type Type = ColumnDefinition['type'];
type Extra = Pick<ColumnDefinition, 'timeZone'>;

/** A column of a report that may be missing. */
export const plain = (type: Type, meaning: string, extra: Extra = {}): ColumnDefinition => ({
  type,
  meaning,
  ...extra,
});

/** A column the control depends on (domain/sox.md F) that may be missing. */
export const relevant = (type: Type, meaning: string, extra: Extra = {}): ColumnDefinition => ({
  type,
  rde: true,
  meaning,
  ...extra,
});

/** A column the control depends on that every row has; its gaps are counted in the package. */
export const critical = (type: Type, meaning: string, extra: Extra = {}): ColumnDefinition => ({
  type,
  nullable: false,
  rde: true,
  critical: true,
  meaning,
  ...extra,
});

/** Zone-less local wall time of each row's company (domain/catalog.md RU-5). */
export const localTime: Extra = { timeZone: 'per company' };
