import { csvRelation } from '../extraction/csv-relation.ts';
import { digestFile } from '../kernel/digest.ts';
import { quoteIdentifier, quoteLiteral } from '../workbench/identifiers.ts';
import type { Workbench } from '../workbench/workbench.ts';
import { WorkbenchError } from '../workbench/workbench-error.ts';
import type { CertifiedPackage } from './certified-package.ts';
import { differences, type Figure } from './figures.ts';
import { PublishError } from './publish-error.ts';
import { type DataColumn, evidenceColumns, publishedValue } from './published-columns.ts';

/** DuckDB's word for a text that does not have the form of its type. */
const CONVERSION = /\bConversion Error\b/;

/**
 * Writes the sealed extract as Parquet with the declared types and the columns that lead back to the evidence, and
 * reads it back: the figures of the file are those of the package. The workbench must work with one thread, so that
 * the same package gives the same bytes.
 * @throws PublishError NOT_PUBLISHABLE for a cell that does not have its declared type
 */
export async function writeParquet(request: {
  readonly certified: CertifiedPackage;
  readonly columns: readonly DataColumn[];
  readonly figures: readonly Figure[];
  readonly path: string;
  readonly workbench: Workbench;
  readonly signal: AbortSignal;
}): ReturnType<typeof digestFile> {
  const { certified, columns, figures, path, workbench, signal } = request;
  const places = columns.map((_, index) => `c${index}`);
  const values = columns.map(
    ({ name, declared }, index) =>
      `${publishedValue(`c${index}`, declared)} AS ${quoteIdentifier(name)}`,
  );
  const added = evidenceColumns(certified).map(
    ([name, value]) =>
      `CAST(${value === null ? 'NULL' : quoteLiteral(value)} AS VARCHAR) AS ${quoteIdentifier(name)}`,
  );
  const source = csvRelation([certified.csvPath], places, {
    parallel: certified.embeddedNewlines === 0,
  });
  const query = `SELECT ${[...values, ...added].join(', ')} FROM ${source}`;
  await workbench
    .run(
      `COPY (${query}) TO ${quoteLiteral(path)} (FORMAT parquet, COMPRESSION snappy)`,
      {},
      signal,
    )
    .catch((thrown: unknown) => {
      if (!(thrown instanceof WorkbenchError) || !CONVERSION.test(thrown.message)) throw thrown;
      throw new PublishError(
        'NOT_PUBLISHABLE',
        `the package is not published: a cell does not have the declared type of its column: ${thrown.message}`,
        {
          cause: thrown,
          advice: 'Correct the source or the declared type and run the item again.',
        },
      );
    });
  const found = await workbench.rows(
    `SELECT ${figures.map(({ sql }) => sql).join(', ')} FROM read_parquet(${quoteLiteral(path)})`,
    {},
    signal,
  );
  const differing = differences(figures, found);
  if (differing.length > 0) {
    throw new PublishError(
      'READ_BACK_DIFFERS',
      `the written Parquet file does not hold what the package holds: ${differing.join('; ')}`,
      { advice: 'Nothing was uploaded. Report this with the package.' },
    );
  }
  return await digestFile(path);
}
