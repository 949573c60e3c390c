import { join } from 'node:path';
import type { AwsAccess } from '../aws/client-settings.ts';
import { Workbench } from '../workbench/workbench.ts';
import { athenaSession } from './athena-session.ts';
import type { Patience } from './aws-call.ts';
import type { CertifiedPackage } from './certified-package.ts';
import { type Figure, figuresOf } from './figures.ts';
import {
  type PublishTarget,
  parquetKey,
  partitionOf,
  tableLocation,
  tableName,
} from './partition-place.ts';
import { dataColumns, evidenceColumns } from './published-columns.ts';
import { publishedFiles } from './published-files.ts';
import { ensureTable } from './published-table.ts';
import { differing, refuseOlder, register } from './register-partition.ts';
import { writeParquet } from './write-parquet.ts';

export interface PublishOptions {
  readonly access: AwsAccess;
  readonly target: PublishTarget;
  readonly patience: Patience;
  /** Name and version of the program, kept with the file. */
  readonly tool: string;
  /** Private folder for the Parquet file. */
  readonly folder: string;
  readonly memoryLimit: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface Publication {
  /** `already_published`: it was there and registered; nothing was changed. */
  readonly state: 'published' | 'already_published';
  readonly database: string;
  readonly table: string;
  readonly period: string;
  readonly entity: string;
  readonly uri: string;
  /** Rows as read back through Athena. */
  readonly rows: number;
  /** Figures that agree with the package, rows among them. */
  readonly figures: number;
}

/**
 * Publishes a certified package: writes its Parquet file once, points the partition to it, and reads it back through
 * Athena. Doing it again changes nothing; a newer package takes the place of an older one, never the other way round
 * (decision 0019).
 * @throws PublishError
 */
export async function publishPackage(
  certified: CertifiedPackage,
  options: PublishOptions,
): Promise<Publication> {
  const { target } = options;
  const partition = partitionOf(target, certified.identity);
  const added = evidenceColumns(certified);
  const columns = dataColumns(
    certified.schema,
    added.map(([name]) => name),
  );
  const figures = figuresOf(certified, columns);
  const file = await parquetOf(certified, columns, figures, options);
  const files = publishedFiles(options);
  const session = athenaSession(options);
  try {
    const { itemId } = certified.identity;
    const table = tableName(certified.identity);
    await ensureTable({
      ...{ session, target, table, itemId, location: tableLocation(target, table) },
      columns: [...columns, ...added.map(([name]) => ({ name, type: 'string' }))],
    });
    const place = { certified, partition, figures, target, files, session };
    await refuseOlder(place);
    const key = parquetKey(partition, certified);
    const isNew = await files.put(key, file);
    const uri = `s3://${target.bucket}/${key}`;
    options.log(isNew ? `uploaded ${uri}` : `${uri} was there already`);
    const registered = !isNew && (await differing(place)).length === 0 && hasRows(certified);
    if (!registered) await register(place);
    return {
      state: registered ? 'already_published' : 'published',
      ...{ database: target.database, table, uri },
      ...{ period: partition.period, entity: partition.entity },
      ...{ rows: certified.summary.rows, figures: figures.length },
    };
  } finally {
    files.close();
    session.close();
  }
}

/** Rows carry the digest of their package; where there are none, nothing tells one empty partition from another. */
function hasRows({ summary }: CertifiedPackage): boolean {
  return summary.rows > 0;
}

async function parquetOf(
  certified: CertifiedPackage,
  columns: Parameters<typeof writeParquet>[0]['columns'],
  figures: readonly Figure[],
  { folder, memoryLimit, tool, signal }: PublishOptions,
) {
  // one thread writes the same bytes each time
  const workbench = await Workbench.open({ folder, memoryLimit, threads: 1 });
  try {
    const path = join(folder, 'published.parquet');
    const written = await writeParquet({ certified, columns, figures, path, workbench, signal });
    const metadata = {
      package: certified.name,
      'package-sha256': certified.packageDigest,
      'zip-sha256': certified.zipDigest,
      'content-sha256': certified.contentDigest,
      outcome: certified.outcome,
      'data-kind': certified.dataKind,
      'parquet-sha256': written.sha256,
      tool,
    };
    return { path, ...written, metadata };
  } finally {
    await workbench.close();
  }
}
