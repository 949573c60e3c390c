import type { BoundQuery } from '../../kernel/query.ts';
import { quoteIdentifier } from '../../workbench/identifiers.ts';
import { requireDeclaredColumns } from '../accept-query.ts';
import { RunnerError } from '../runner.ts';

/** A column as DuckDB describes it: the query's own spelling and DuckDB's type name. */
export interface DescribedColumn {
  readonly name: string;
  readonly sourceType: string;
}

/** Types that stand in a Parquet file exactly as they are. */
const CARRIED =
  /^(BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT)|DECIMAL\([0-9]+,[0-9]+\)|DATE|TIME|TIMESTAMP|TIMESTAMP_NS|TIMESTAMP WITH TIME ZONE|UUID|BLOB|VARCHAR|JSON)$/;

/** What a type that Parquet would alter is cast to first; the cast fails where a value would not fit. */
const CAST_FIRST: Readonly<Record<string, string>> = {
  HUGEINT: 'DECIMAL(38,0)',
  UHUGEINT: 'DECIMAL(38,0)',
  TIMESTAMP_MS: 'TIMESTAMP',
  TIMESTAMP_S: 'TIMESTAMP',
  '"NULL"': 'VARCHAR',
};

/** @throws RunnerError COLUMNS_MISMATCH or TYPE_REFUSED, naming every column concerned */
export function requireColumns(query: BoundQuery, described: readonly DescribedColumn[]): void {
  requireDeclaredColumns(
    query,
    described.map(({ name }) => name),
  );
  const refused = described.filter(
    ({ sourceType }) => !(CARRIED.test(sourceType) || sourceType in CAST_FIRST),
  );
  if (refused.length > 0) {
    const list = refused.map(({ name, sourceType }) => `${JSON.stringify(name)} is ${sourceType}`);
    throw new RunnerError(
      'TYPE_REFUSED',
      `query ${query.name} delivers types that are not exact text or numbers: ${list.join('; ')}`,
      { advice: 'Cast the column to its declared type, for example DECIMAL(19,4).' },
    );
  }
}

/** The select list that carries every column exactly into Parquet. */
export function carriedColumns(described: readonly DescribedColumn[]): string {
  return described
    .map(({ name, sourceType }) => {
      const column = quoteIdentifier(name);
      const cast = CAST_FIRST[sourceType];
      return cast === undefined ? column : `CAST(${column} AS ${cast}) AS ${column}`;
    })
    .join(', ');
}
