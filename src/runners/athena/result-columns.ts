import type { ColumnInfo } from '@aws-sdk/client-athena';
import type { BoundQuery } from '../../kernel/query.ts';
import { requireDeclaredColumns } from '../accept-query.ts';
import { RunnerError, type Spool } from '../runner.ts';

type Column = Spool['columns'][number];

/** Types with one exact text for each value (design/aws.md 1.7). */
const EXACT =
  /^(boolean|tinyint|smallint|integer|int|bigint|decimal|varchar|char|string|date|timestamp|timestamp with time zone|time|json|uuid|unknown)$/;

const CAST_INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/^(double|float|real)$/, 'CAST(… AS DECIMAL(p,s))'],
  [/^(array|map|row)/, 'json_format(CAST(… AS JSON))'],
  [/^varbinary$/, "CONCAT('0x', to_hex(…))"],
];

/**
 * The columns as Athena describes them, when they are the declared ones and have exact texts.
 * @throws RunnerError COLUMNS_MISMATCH or TYPE_REFUSED, naming every column concerned
 */
export function resultColumns(
  query: BoundQuery,
  described: readonly ColumnInfo[],
): readonly Column[] {
  requireDeclaredColumns(
    query,
    described.map(({ Name = '' }) => Name),
  );
  const refused = described.flatMap(({ Name = '', Type = '' }, index) => {
    if (EXACT.test(Type)) return [];
    const instead = CAST_INSTEAD.find(([form]) => form.test(Type))?.[1] ?? 'CAST(… AS VARCHAR)';
    return [`column ${index + 1}, ${JSON.stringify(Name)}, is ${Type}: write ${instead}`];
  });
  if (refused.length > 0) {
    throw new RunnerError(
      'TYPE_REFUSED',
      `query ${query.name} delivers types that have no exact text: ${refused.join('; ')}`,
      { advice: 'Cast the columns in the query as shown.' },
    );
  }
  return described.map((column) => ({ name: column.Name ?? '', sourceType: sourceType(column) }));
}

function sourceType({ Type = '', Precision, Scale }: ColumnInfo): string {
  switch (Type) {
    case 'decimal':
      return `decimal(${Precision},${Scale})`;
    case 'varchar':
    case 'char':
      // the length Athena gives for text without one
      return Precision === undefined || Precision === 2_147_483_647
        ? Type
        : `${Type}(${Precision})`;
    default:
      return Type;
  }
}
