import type { Dataset, DatasetColumn, Row, VariableValue } from './datasets.ts';
import { type Aggregate, type Evaluated, evaluate, type Scope } from './evaluate.ts';
import { daysOf, parseMoment, ticksOf, unitsOf } from './literals.ts';
import type { WrappedSelect } from './parse-batch.ts';
import { UnexpectedStatement } from './parse-batch.ts';
import { SqlError } from './sql-error.ts';
import { parseSqlType, type SqlType } from './sql-type.ts';
import type { ResultColumn } from './type-info.ts';

/** A SELECT ready to send: its columns, and how a source row becomes a result row. */
export interface BoundSelect {
  readonly columns: readonly ResultColumn[];
  readonly cells: readonly Evaluated[];
  /** Not null for aggregates: the source rows are added up and one row comes out. */
  readonly aggregates: readonly Aggregate[] | null;
  /** Not null when the source rows must be sorted first. */
  readonly compare: ((a: Row, b: Row) => number) | null;
}

export const columnsNow = (dataset: Dataset) => dataset.columnsNow ?? dataset.columns;

export function resultColumn(column: DatasetColumn): ResultColumn {
  return {
    name: column.name ?? '',
    type: parseSqlType(column.tsqlType),
    nullable: column.nullable !== false,
    ...(column.variantOf === undefined ? {} : { variantOf: column.variantOf }),
  };
}

/** Names of the derived table's columns. @throws SqlError 8158, 8159, 8155, 8156 */
function names({ dataset, aliases }: WrappedSelect): readonly string[] {
  const columns = columnsNow(dataset);
  if (aliases !== null) {
    if (aliases.length < columns.length) {
      throw new SqlError(8158, "'q' has more columns than were specified in the column list.");
    }
    if (aliases.length > columns.length) {
      throw new SqlError(8159, "'q' has fewer columns than were specified in the column list.");
    }
    return aliases;
  }
  const seen = new Set<string>();
  return columns.map(({ name }, index) => {
    if (name === null)
      throw new SqlError(8155, `No column name was specified for column ${index + 1} of 'q'.`);
    if (seen.has(name.toLowerCase())) {
      throw new SqlError(8156, `The column '${name}' was specified multiple times for 'q'.`);
    }
    seen.add(name.toLowerCase());
    return name;
  });
}

function compareValues(type: SqlType, a: string, b: string): number {
  const by = <Value extends bigint | number | string>(of: (text: string) => Value): number => {
    const [x, y] = [of(a), of(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  };
  switch (type.family) {
    case 'bit':
    case 'integer':
    case 'decimal':
    case 'money':
      return by((text) => unitsOf(text, type.scale) ?? 0n);
    case 'float':
      return by(Number);
    case 'date':
    case 'time':
    case 'datetime':
    case 'offset':
      return by((text) => {
        const moment = parseMoment(text);
        if (moment === null) return 0n;
        const ticks = BigInt(daysOf(moment)) * 864_000_000_000n + BigInt(ticksOf(moment, 7));
        return ticks - BigInt(moment.offset ?? 0) * 600_000_000n;
      });
    default:
      return by((text) => text.toLowerCase());
  }
}

function comparison(select: WrappedSelect, scope: Scope): BoundSelect['compare'] {
  if (select.orderBy.length === 0) return null;
  const keys = select.orderBy.map(({ column, descending }) => ({
    key: evaluate({ kind: 'column', name: column }, scope),
    sign: descending ? -1 : 1,
  }));
  return (a, b) => {
    for (const { key, sign } of keys) {
      const [x, y] = [key.value(a), key.value(b)];
      // NULL sorts first.
      const order =
        x === null || y === null
          ? Number(x !== null) - Number(y !== null)
          : compareValues(key.type, x, y);
      if (order !== 0) return order * sign;
    }
    return 0;
  };
}

/** Binds a wrapped SELECT to its data set's columns. @throws SqlError as the server would */
export function bindSelect(
  select: WrappedSelect,
  variables: ReadonlyMap<string, VariableValue>,
  now: string,
): BoundSelect {
  const source = columnsNow(select.dataset).map(resultColumn);
  const columns = new Map(
    names(select).map((name, index) => {
      const { type, nullable } = source[index] ?? { type: parseSqlType('int'), nullable: true };
      return [name.toLowerCase(), { index, type, nullable }] as const;
    }),
  );
  const aggregates: Aggregate[] = [];
  const scope: Scope = { columns, variables, rowCount: 0, now, aggregates };
  const cells = select.items.map(({ expression, alias }) => {
    if (expression === null) throw new UnexpectedStatement(`the projection AS [${alias}]`);
    return evaluate(expression, scope);
  });
  return {
    cells,
    columns: cells.map(({ type, nullable }, index) => ({
      name: select.items[index]?.alias ?? '',
      type,
      nullable,
    })),
    aggregates: aggregates.length > 0 ? aggregates : null,
    compare: comparison(select, { ...scope, aggregates: null }),
  };
}
