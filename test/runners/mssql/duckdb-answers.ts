import type { DuckDBConnection } from '@duckdb/node-api';
import type { BoundQuery } from '../../../src/kernel/query.ts';
import type { QueryRunner, Reading } from '../../../src/runners/runner.ts';
import type { Dataset, DatasetColumn } from '../../support/tds/datasets.ts';
import { duckdbRows } from '../../support/tds/duckdb-rows.ts';
import type { TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';

/** The few spellings of T-SQL that DuckDB does not know. */
function toDuckDb({ text, parameters }: BoundQuery): string {
  const spelled = text
    .replaceAll(/\bnvarchar\(max\)/gi, 'VARCHAR')
    .replaceAll(/\bdatetime2\(6\)/gi, 'TIMESTAMP');
  return parameters.reduce(
    (sql, { name, type }) =>
      sql.replaceAll(`@${name}`, `CAST($${name} AS ${DUCKDB_TYPES[type] ?? type})`),
    spelled,
  );
}

const DUCKDB_TYPES: Readonly<Record<string, string>> = { text: 'VARCHAR', integer: 'BIGINT' };

const TSQL_TYPES: Readonly<Record<string, string>> = {
  BIGINT: 'bigint',
  BOOLEAN: 'bit',
  DATE: 'date',
  DOUBLE: 'float',
  INTEGER: 'int',
  TIMESTAMP: 'datetime2(6)',
  VARCHAR: 'nvarchar(max)',
};

/** What a SQL Server would answer to a query, by DuckDB; undefined for one that DuckDB does not take. */
async function datasetOf(
  query: BoundQuery,
  connection: DuckDBConnection,
): Promise<Dataset | undefined> {
  const sql = toDuckDb(query);
  const described = await connection
    .runAndReadAll(`DESCRIBE ${sql.replaceAll(/\$\w+/g, 'NULL')}`)
    .then(
      (answer) => answer.getRows(),
      () => undefined,
    );
  const columns = described?.map(([name, type]): DatasetColumn => {
    const written = `${sql} `.includes(`"${String(name)}"`);
    return {
      name: written ? String(name) : null,
      tsqlType: TSQL_TYPES[String(type)] ?? String(type).toLowerCase(),
    };
  });
  return columns && { text: query.text, columns, rows: duckdbRows(connection, sql, columns) };
}

/** A runner whose server has learnt the answer to every query just before it is asked. */
export function learning(
  runner: QueryRunner,
  standIn: TdsStandIn,
  connection: DuckDBConnection,
  known: Set<string> = new Set(),
): QueryRunner {
  const learn = async (query: BoundQuery) => {
    if (known.has(query.text)) return;
    known.add(query.text);
    const dataset = await datasetOf(query, connection);
    if (dataset !== undefined) standIn.addDataset(dataset);
  };
  return {
    engine: runner.engine,
    identify: (signal) => runner.identify(signal),
    statements: () => runner.statements(),
    close: () => runner.close(),
    open: async (signal): Promise<Reading> => {
      const reading = await runner.open(signal);
      return {
        snapshot: reading.snapshot,
        close: () => reading.close(),
        deliver: async (query, folder, stop) => {
          await learn(query);
          return await reading.deliver(query, folder, stop);
        },
      };
    },
  };
}
