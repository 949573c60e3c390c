import { join } from 'node:path';
import type { AwsAccess } from '../aws/client-settings.ts';
import type { PackageName } from '../evidence/manifest/package-name.ts';
import { Workbench } from '../workbench/workbench.ts';
import { type AthenaSession, athenaSession } from './athena-session.ts';
import type { Patience } from './aws-call.ts';
import type { CertifiedPackage } from './certified-package.ts';
import { differences, type Figure, figuresOf } from './figures.ts';
import {
  isNewer,
  newestOf,
  type Partition,
  type PublishTarget,
  packageFolder,
  parquetKey,
  partitionOf,
  tableLocation,
  tableName,
} from './partition-place.ts';
import { PublishError } from './publish-error.ts';
import { dataColumns, evidenceColumns } from './published-columns.ts';
import { type PublishedFiles, publishedFiles } from './published-files.ts';
import { ensureTable } from './published-table.ts';
import { addPartition, readFigures, setLocation } from './statements.ts';
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

interface Place {
  readonly certified: CertifiedPackage;
  readonly partition: Partition;
  readonly figures: readonly Figure[];
  readonly target: PublishTarget;
  readonly files: PublishedFiles;
  readonly session: AthenaSession;
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

async function newestThere({ files, partition }: Place): Promise<PackageName | null> {
  return newestOf(partition, await files.keys(partition.folder));
}

/** @throws PublishError SUPERSEDED */
async function refuseOlder(place: Place): Promise<void> {
  const { certified, partition } = place;
  const newest = await newestThere(place);
  if (newest === null || !isNewer(newest, certified.name)) return;
  throw new PublishError(
    'SUPERSEDED',
    `a newer package of ${partition.table} ${partition.period} ${partition.entity} is published: ${newest}`,
    { advice: 'Nothing was changed. Publish the newer package again if its rows are missing.' },
  );
}

async function point({ session, partition, target }: Place, name: PackageName): Promise<void> {
  const location = `s3://${target.bucket}/${packageFolder(partition, name)}`;
  await session.change(addPartition(partition, location));
  await session.change(setLocation(partition, location));
}

/** Points the partition to the package and reads it back. @throws PublishError READ_BACK_DIFFERS, SUPERSEDED */
async function register(place: Place): Promise<void> {
  await point(place, place.certified.name);
  const found = await differing(place);
  const newest = await newestThere(place);
  if (newest !== null && isNewer(newest, place.certified.name)) {
    // somebody published a newer one meanwhile: whoever comes last leaves the newest
    await point(place, newest);
    throw new PublishError(
      'SUPERSEDED',
      `${newest} was published meanwhile and is newer; the partition points to it`,
    );
  }
  if (found.length === 0) return;
  throw new PublishError(
    'READ_BACK_DIFFERS',
    `what Athena reads is not what the package holds: ${found.join('; ')}`,
    {
      advice:
        'Do not use the partition. Look for other files in its folder, row filters, and columns added after the partition was made (docs/publishing.md).',
    },
  );
}

async function differing({
  session,
  target,
  partition,
  figures,
}: Place): Promise<readonly string[]> {
  const { rows } = await session.read(readFigures(target.database, partition, figures));
  return differences(figures, rows[0]);
}
