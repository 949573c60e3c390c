import { basename, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { landExtract } from '../../src/extraction/land-extract.ts';
import { parseInstant } from '../../src/kernel/clock.ts';
import { parseDataType } from '../../src/kernel/data-type.ts';
import { digestFile, sha256 } from '../../src/kernel/digest.ts';
import { Workbench } from '../../src/workbench/workbench.ts';

/** Program: lands 3 000 generated rows in the folder given, on the threads given, and prints the digest. */
const [folder = '', threads = '1'] = process.argv.slice(2);
const path = join(folder, 'spool.parquet');
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
await connection.run(
  `COPY (SELECT ['I', 'i', 'ı', 'İ', 'ß', 'Z', 'ä'][1 + n % 7] AS code, n AS no, CAST(n * 1.25 AS DECIMAL(19,4)) AS amount, TIMESTAMP '2025-03-30 00:30:00' + to_minutes(n) AS wall, make_timestamptz(2025, 3, 30, 0, CAST(n % 60 AS INTEGER), 0, 'UTC') AS at FROM (SELECT unnest(generate_series(1, 3000)) AS n)) TO '${path}' (FORMAT parquet)`,
);
const columns = [
  { name: 'code', type: parseDataType('text'), nullable: false },
  { name: 'no', type: parseDataType('integer'), nullable: false },
  { name: 'amount', type: parseDataType('decimal(19,4)'), nullable: true },
  { name: 'wall', type: parseDataType('timestamp(3)'), nullable: true },
  { name: 'at', type: parseDataType('timestamptz(3)'), nullable: true },
];
const at = parseInstant('2025-10-01T08:00:00.000Z');
const workbench = await Workbench.open({ folder, threads: Number(threads) });
const extract = await landExtract({
  delivery: {
    spool: {
      format: 'parquet',
      files: [path],
      columns: columns.map(({ name }) => ({ name, sourceType: '' })),
    },
    receipt: {
      query: 'extract',
      engineQueryId: 'q-1',
      engineRows: 3000,
      statement: '',
      statementSha256: sha256(''),
      reviewed: { kept: [], leftOut: '' },
      startedAt: at,
      finishedAt: at,
      arrived: [{ file: basename(path), ...(await digestFile(path)) }],
      snapshot: { same: true, mark: 'transaction' },
      details: {},
    },
  },
  columns,
  key: ['code', 'no'],
  controlTotals: [],
  workbench,
  folder,
  signal: new AbortController().signal,
});
await workbench.close();
process.stdout.write(extract.contentDigest);
