import type { AwsAccess } from '../aws/client-settings.ts';
import type { PackageName } from '../evidence/manifest/package-name.ts';
import { startDeadline } from '../kernel/deadline.ts';
import { athenaSession } from './athena-session.ts';
import type { Patience } from './aws-call.ts';
import { type CertifiedFile, certifiedFile, shapeOf } from './certified-file.ts';
import type { CertifiedPackage } from './certified-package.ts';
import { type PublishTarget, partitionOf, tableLocation, tableName } from './partition-place.ts';
import { evidenceColumns } from './published-columns.ts';
import { publishedFiles } from './published-files.ts';
import { ensureTable } from './published-table.ts';
import {
  differing,
  hideDiffering,
  type OpenPlace,
  refuseOlder,
  register,
} from './register-partition.ts';
import { originMetadata, requireOnly, requireSameOrigin } from './standing-files.ts';

export interface PublishOptions {
  /** Asked anew where an interruption must be tidied up after. */
  readonly access: () => Promise<AwsAccess>;
  readonly target: PublishTarget;
  readonly patience: Patience;
  /** Name and version of the program, kept with the file. */
  readonly tool: string;
  /** Private folder for the Parquet file. */
  readonly folder: string;
  readonly memoryLimit: string;
  /** The file of a package of the evidence store, made anew from it; null where it holds none that may be published. */
  readonly stored: (name: PackageName, signal: AbortSignal) => Promise<CertifiedFile | null>;
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
  const { target, tool, signal, log } = options;
  const { columns, figures } = shapeOf(certified);
  const made = await certifiedFile(certified, options);
  const metadata = {
    package: certified.name,
    'package-sha256': certified.packageDigest,
    'zip-sha256': certified.zipDigest,
    'content-sha256': certified.contentDigest,
    outcome: certified.outcome,
    ...originMetadata(certified),
    'parquet-sha256': made.sha256,
    tool,
  };
  const place = await openPlace(certified, made, options, signal);
  const { partition, files, session } = place;
  try {
    const { itemId } = certified.identity;
    const table = tableName(certified.identity);
    await ensureTable({
      ...{ session, target, table, itemId, location: tableLocation(target, table) },
      columns: [
        ...columns,
        ...evidenceColumns(certified).map(([name]) => ({ name, type: 'string' })),
      ],
    });
    await requireSameOrigin(place);
    await refuseOlder(place);
    const uri = `s3://${target.bucket}/${made.key}`;
    let isNew: boolean;
    try {
      isNew = await files.put(made.key, { ...made, metadata });
      log(isNew ? `uploaded ${uri}` : `${uri} was there already`);
      await requireOnly(place, await files.keys(partition.folder), made);
    } catch (thrown) {
      throw await hideDiffering(place, thrown);
    }
    const registered = !isNew && (await differing(place)).length === 0 && hasRows(certified);
    if (!registered) {
      // another publisher may have uploaded since
      await requireSameOrigin(place);
      await register(place);
    }
    return {
      state: registered ? 'already_published' : 'published',
      ...{ database: target.database, table, uri },
      ...{ period: partition.period, entity: partition.entity },
      ...{ rows: certified.summary.rows, figures: figures.length },
    };
  } finally {
    place.close();
  }
}

/** Clients of a place that end with the signal. */
async function openPlace(
  certified: CertifiedPackage,
  file: CertifiedFile,
  options: PublishOptions,
  signal: AbortSignal,
): Promise<OpenPlace> {
  const { target, patience, log } = options;
  const access = await options.access();
  const within = { access, target, patience, log, signal };
  const files = publishedFiles(within);
  const session = athenaSession(within);
  const known = new Map<PackageName, Promise<CertifiedFile | null>>();
  return {
    ...{ certified, file, target, log, files, session },
    partition: partitionOf(target, certified.identity),
    figures: shapeOf(certified).figures,
    // each is made anew once: what a package holds does not change
    stored: (name) => {
      const found = known.get(name) ?? options.stored(name, signal);
      known.set(name, found);
      return found;
    },
    anew: async () => {
      const deadline = startDeadline(new AbortController().signal, patience.withdrawMs);
      try {
        const place = await openPlace(certified, file, options, deadline.signal);
        return {
          ...place,
          close: () => {
            deadline.end();
            place.close();
          },
        };
      } catch (thrown) {
        deadline.end();
        throw thrown;
      }
    },
    close: () => {
      files.close();
      session.close();
    },
  };
}

/** Rows carry the digest of their package; where there are none, nothing tells one empty partition from another. */
function hasRows({ summary }: CertifiedPackage): boolean {
  return summary.rows > 0;
}
