import { createWriteStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PackageName } from '../evidence/manifest/package-name.ts';
import type { EvidenceStore, PackageLocation } from '../evidence/store/store.ts';
import { digestFile } from '../kernel/digest.ts';
import { ParseError } from '../kernel/errors.ts';
import { type EntityCode, type ItemId, parseEntityCode, parseItemId } from '../kernel/ids.ts';
import { type CutoffDate, parsePeriodOrCutoff } from '../kernel/period.ts';
import { isNewer, isPackageName } from '../publishing/partition-place.ts';
import { PublishError } from '../publishing/publish-error.ts';

/** What an operand asks for, read before anything is looked up. */
export type Asked =
  | {
      readonly kind: 'package';
      readonly operand: string;
      readonly name: PackageName;
      /** Of a file that is to be the stored one; null where the operand is an address of the store. */
      readonly path: string | null;
    }
  | {
      readonly kind: 'item';
      readonly operand: string;
      readonly item: ItemId;
      /** As it was asked for. */
      readonly period: string;
      readonly cutoff: CutoffDate;
      /** Null: every entity. */
      readonly entity: EntityCode | null;
    };

/** A package that is to be published. */
export interface Candidate {
  /** File name: `IPE_07_NG_2025-09_….zip` */
  readonly name: string;
  /** Brings the stored bytes to a path, their recorded digest beside them. @throws PublishError, EvidenceStoreError */
  bring(path: string, signal: AbortSignal): Promise<void>;
}

/** @throws ParseError when it is neither a package nor an item, or not said for which period */
export async function readOperand(
  operand: string,
  given: { readonly period: string | undefined; readonly entity: string | undefined },
  workingFolder: string,
): Promise<Asked> {
  if (!operand.endsWith('.zip')) {
    const item = parseItemId(operand);
    if (given.period === undefined) {
      throw new ParseError('BAD_VALUE', `which period of ${item} is to be published is not said`, {
        advice: 'Give --period <YYYY-MM>, or the path of a package.',
      });
    }
    const { cutoff, id: period } = parsePeriodOrCutoff(given.period);
    const entity = given.entity === undefined ? null : parseEntityCode(given.entity);
    return { kind: 'item', operand, item, period, cutoff, entity };
  }
  const name = basename(operand, '.zip');
  if (!isPackageName(name)) {
    throw new ParseError('BAD_VALUE', `${operand} does not have the name of a package`, {
      advice: 'Give the package under the name it was sealed with, or an item with --period.',
    });
  }
  if (operand.startsWith('s3://')) return { kind: 'package', operand, name, path: null };
  const path = resolve(workingFolder, operand);
  if ((await stat(path).catch(() => null))?.isFile() !== true) {
    throw new ParseError('BAD_VALUE', `there is no package ${operand}`, {
      advice: 'Give the path of a package (.zip), or an item with --period.',
    });
  }
  return { kind: 'package', operand, name, path };
}

/** Packages of the store that an operand asks for. @throws ParseError when none of the item is stored */
export function candidatesOf(
  asked: Asked,
  store: Pick<EvidenceStore, 'get' | 'read'>,
  stored: readonly PackageLocation[],
  storeWords: string,
): readonly Candidate[] {
  if (asked.kind === 'item') {
    return newestOfItem(asked, stored).map((location) => candidate(store, location, null));
  }
  const location = stored.find(({ packageName }) => packageName === asked.name);
  if (location !== undefined) return [candidate(store, location, asked)];
  const bring = async () => {
    throw new PublishError('NOT_STORED', `${asked.operand} is not in the store ${storeWords}`, {
      advice:
        'Only what the configured store keeps is published: correct evidence in soxauto.config.json, or publish a stored package with ipe publish <ITEM> --period <YYYY-MM>.',
    });
  };
  return [{ name: `${asked.name}.zip`, bring }];
}

/** The stored package of that name; null where there is none. */
export function storedCandidate(
  name: PackageName,
  store: Pick<EvidenceStore, 'get' | 'read'>,
  stored: readonly PackageLocation[],
): Candidate | null {
  const location = stored.find(({ packageName }) => packageName === name);
  return location === undefined ? null : candidate(store, location, null);
}

/** The newest stored package of each entity: where it may not be published, no older one takes its place. */
function newestOfItem(
  { item, period, cutoff, entity }: Extract<Asked, { kind: 'item' }>,
  stored: readonly PackageLocation[],
): readonly PackageLocation[] {
  const newest = new Map<string, PackageLocation>();
  for (const location of stored) {
    if (location.item !== item || location.cutoff !== cutoff) continue;
    if (entity !== null && location.entity !== entity) continue;
    const other = newest.get(location.entity);
    if (other === undefined || isNewer(location.packageName, other.packageName)) {
      newest.set(location.entity, location);
    }
  }
  if (newest.size > 0) return [...newest.values()];
  throw new ParseError(
    'BAD_VALUE',
    `no package of ${item}${entity === null ? '' : ` ${entity}`} for ${period} is stored`,
    { advice: `Run it first: ipe run ${item} --period ${period}` },
  );
}

function candidate(
  store: Pick<EvidenceStore, 'get' | 'read'>,
  location: PackageLocation,
  given: Extract<Asked, { kind: 'package' }> | null,
): Candidate {
  return {
    name: `${location.packageName}.zip`,
    bring: async (path, signal) => {
      const { zipDigest, uri } = await store.get(location);
      if (given !== null) await requireStored(given, { zipDigest, uri });
      const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
      await pipeline(store.read(location), file, { signal });
      await writeFile(`${path}.sha256`, `${zipDigest}  ${basename(path)}\n`);
    },
  };
}

/** @throws PublishError NOT_AS_STORED, NOT_STORED */
async function requireStored(
  { operand, path }: Extract<Asked, { kind: 'package' }>,
  { zipDigest, uri }: { readonly zipDigest: string; readonly uri: string },
): Promise<void> {
  if (path === null) {
    if (operand === uri) return;
    throw new PublishError('NOT_STORED', `${operand} is not in the store: there it is ${uri}`, {
      advice: `Publish ${uri}, or correct evidence in soxauto.config.json.`,
    });
  }
  const { sha256 } = await digestFile(path);
  if (sha256 === zipDigest) return;
  throw new PublishError(
    'NOT_AS_STORED',
    `${operand} has SHA-256 ${sha256}, the store recorded ${zipDigest} for ${uri}`,
    { advice: `Find out who changed the file, and publish ${uri}.` },
  );
}
