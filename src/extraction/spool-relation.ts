import { basename } from 'node:path';
import { columnProblems } from '../kernel/column-problems.ts';
import { digestFile } from '../kernel/digest.ts';
import { messageOf, PipelineError } from '../kernel/errors.ts';
import type { ResultColumn } from '../kernel/query.ts';
import type { Delivery, Spool } from '../runners/runner.ts';
import { quoteLiteral } from '../workbench/identifiers.ts';
import type { Workbench } from '../workbench/workbench.ts';
import { csvRelation } from './csv-relation.ts';
import { ExtractionError } from './extraction-error.ts';
import { type ColumnMapping, mapColumn } from './map-column.ts';

/** A declared column and how its delivered cells become canonical. */
export interface MappedColumn extends ColumnMapping {
  readonly name: string;
  readonly type: ResultColumn['type'];
  /** The delivered column as SQL. */
  readonly cell: string;
}

/** The delivered rows as a relation of the workbench. */
export interface SpoolRelation {
  /** SQL for FROM; its columns are `raw.c0`, `raw.c1` … in declared order. */
  readonly from: string;
  readonly columns: readonly MappedColumn[];
}

/**
 * Makes the delivered files readable as declared columns; nothing is read yet but their types.
 * @throws ExtractionError COLUMNS_MISMATCH, TYPE_REFUSED or SPOOL_UNREADABLE
 */
export async function openSpool(
  { spool, receipt }: Delivery,
  declared: readonly ResultColumn[],
  workbench: Workbench,
  signal: AbortSignal,
): Promise<SpoolRelation> {
  const problems = columnProblems(
    declared.map(({ name }) => name),
    spool.columns.map(({ name }) => name),
  );
  if (problems.length > 0) {
    throw new ExtractionError(
      'COLUMNS_MISMATCH',
      `what query ${receipt.query} delivered is not what is declared: ${problems.join('; ')}`,
      { advice: 'Make the output columns of the query and the declared columns agree.' },
    );
  }
  const names = declared.map((_, index) => `c${index}`);
  const from = `${fileRelation(spool, names)} AS raw(${names.join(', ')})`;
  const described = await readSpool(receipt.query, () =>
    workbench.rows(`DESCRIBE SELECT * FROM ${from}`, {}, signal),
  );
  const columns = declared.map(({ name, type }, index): MappedColumn => {
    const cell = `raw.c${index}`;
    const delivered = String(described[index]?.[1]);
    const mapping = mapColumn(cell, delivered, type);
    if (mapping === undefined) {
      throw new ExtractionError(
        'TYPE_REFUSED',
        `column ${JSON.stringify(name)} was delivered as ${delivered}, which has no exact text`,
        { advice: 'Cast the column to its declared type in the query.' },
      );
    }
    return { ...mapping, name, type, cell };
  });
  return { from, columns };
}

/** @throws ExtractionError SPOOL_ALTERED unless every file is, byte for byte, what arrived */
export async function requireAsArrived({ spool, receipt }: Delivery): Promise<void> {
  for (const path of spool.files) {
    const name = basename(path);
    const arrived = receipt.arrived.find(({ file }) => file === name);
    const found = await digestFile(path);
    if (arrived?.sha256 === found.sha256 && arrived.bytes === found.bytes) continue;
    throw new ExtractionError(
      'SPOOL_ALTERED',
      `${name} of query ${receipt.query} is not what arrived: expected ${arrived?.bytes} bytes with SHA-256 ${arrived?.sha256}, found ${found.bytes} bytes with ${found.sha256}`,
      { advice: 'Run again, and find out what changes files in the work folder.' },
    );
  }
}

/** Runs a statement over the spool, telling trouble of the files from trouble of the machine. */
export async function readSpool<Result>(
  query: string,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (thrown) {
    if (!(thrown instanceof PipelineError) || thrown.code !== 'QUERY_FAILED') throw thrown;
    throw new ExtractionError(
      'SPOOL_UNREADABLE',
      `what query ${query} delivered cannot be read: ${messageOf(thrown.cause)}`,
      {
        cause: thrown,
        advice:
          'Run again; when it happens again, the source delivers invalid text or a damaged file.',
      },
    );
  }
}

function fileRelation({ format, files }: Spool, names: readonly string[]): string {
  if (format === 'csv') return csvRelation(files, names);
  return `read_parquet([${files.map(quoteLiteral).join(', ')}])`;
}
