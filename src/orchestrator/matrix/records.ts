import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { csvRecord } from '../../kernel/csv-dialect.ts';
import { digestFile, sha256 } from '../../kernel/digest.ts';
import type { ResultColumn } from '../../kernel/query.ts';
import type { Collected } from '../collect.ts';

/** Rows of our own, every cell as exact text or NULL. */
export interface Records {
  readonly name: string;
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Writes records as a delivery like any other: a spool file with its digest, and a count to be confirmed. */
export async function deliverRecords(
  { name, columns, rows }: Records,
  folder: string,
  clock: Clock,
): Promise<Collected> {
  const startedAt = clock.now();
  const path = join(folder, `${name}.csv`);
  const header = columns.map((column) => column.name);
  await writeFile(path, [header, ...rows].map(csvRecord).join(''), { flag: 'wx' });
  return {
    columns,
    delivery: {
      spool: {
        format: 'csv',
        files: [path],
        columns: header.map((column) => ({ name: column, sourceType: 'text' })),
      },
      receipt: {
        query: name,
        engineQueryId: 'none',
        engineRows: rows.length,
        statement: '',
        statementSha256: sha256(''),
        reviewed: { kept: [], leftOut: '' },
        startedAt,
        finishedAt: clock.now(),
        arrived: [{ file: basename(path), ...(await digestFile(path)) }],
        snapshot: { same: true, mark: 'records of the run itself' },
        details: {},
      },
    },
  };
}
