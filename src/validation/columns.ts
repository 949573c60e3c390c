import type { DataType } from '../kernel/data-type.ts';
import type { ResultColumn } from '../kernel/query.ts';
import type { CheckFacts, DeliveredControl } from './check-facts.ts';
import { ValidationError } from './validation-error.ts';

/** The extract's column of that name. @throws ValidationError UNKNOWN_COLUMN */
export function extractColumn(
  { extract }: Pick<CheckFacts, 'extract'>,
  name: string,
): ResultColumn {
  return columnIn(extract.columns, name, 'the extract');
}

/** A control query's column of that name. @throws ValidationError UNKNOWN_COLUMN */
export function controlColumn({ name: query, columns }: DeliveredControl, name: string) {
  return columnIn(columns, name, `control query ${query}`);
}

function columnIn(columns: readonly ResultColumn[], name: string, where: string): ResultColumn {
  const column = columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  throw new ValidationError(
    'UNKNOWN_COLUMN',
    `${where} has no column ${JSON.stringify(name)}; it has ${columns.map((c) => c.name).join(', ')}`,
    { advice: 'Correct the check or the query in the catalog.' },
  );
}

/** Fraction digits of an integer or decimal column; undefined for any other type. */
export function numericScale(type: DataType): number | undefined {
  if (type.kind === 'decimal') return type.scale;
  return type.kind === 'integer' ? 0 : undefined;
}

/** @throws ValidationError BAD_CHECK unless the column holds exact numbers */
export function requiredScale({ name, type }: ResultColumn): number {
  const scale = numericScale(type);
  if (scale !== undefined) return scale;
  throw new ValidationError(
    'BAD_CHECK',
    `${JSON.stringify(name)} is ${type.kind}; only integer and decimal columns can be added up`,
    { advice: 'Correct the check in the catalog.' },
  );
}
