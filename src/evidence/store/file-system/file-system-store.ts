import { lstat, readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Clock } from '../../../kernel/clock.ts';
import type { Sha256 } from '../../../kernel/digest.ts';
import { digestText, noRecordedDigest, parseDigestLine } from '../digest-line.ts';
import { odditiesAmong } from '../oddities.ts';
import { listedFolders, packageAt, zipPlace } from '../place.ts';
import {
  type EvidenceStore,
  EvidenceStoreError,
  type Oddity,
  type PackageLocation,
  type StoredPackage,
} from '../store.ts';
import { removeAbandoned } from './abandoned.ts';
import { below } from './below.ts';
import { makeFolder } from './durable-folder.ts';
import { finalFiles } from './package-files.ts';
import { publish } from './publish.ts';
import { asStoreError, systemCode } from './store-trouble.ts';
import { storedBytes, storedStat } from './stored-file.ts';

const WRITABLE = 0o222;

/**
 * Evidence store in a folder: files are created exclusively, mode 0444, and never replaced. The operating system's
 * administrator can still delete them; only a store with retention locks stops that (evidence-package 11).
 */
export function fileSystemStore(folder: string, clock: Clock): EvidenceStore {
  const root = resolve(folder);
  const placeOf = (file: string) => relative(root, file).split(sep).join('/');
  const zipPath = (location: PackageLocation) => join(root, ...zipPlace(location));

  async function get(location: PackageLocation): Promise<StoredPackage> {
    const uri = zipPath(location);
    try {
      const { size } = await storedStat(uri);
      return { location, uri, bytes: size, zipDigest: await recordedDigest(uri) };
    } catch (thrown) {
      throw unreadable(thrown, uri);
    }
  }

  return {
    get,

    async put(sealed, location, signal) {
      const path = zipPath(location);
      try {
        await makeFolder(dirname(path), root);
        await removeAbandoned(dirname(path), clock);
        await publish(sealed, path, signal);
      } catch (thrown) {
        throw asStoreError(thrown, path);
      }
      return get(location);
    },

    async *read(location) {
      const path = zipPath(location);
      try {
        yield* storedBytes(path);
      } catch (thrown) {
        throw unreadable(thrown, path);
      }
    },

    async list(place) {
      const { files, unreadable } = await below(join(root, ...listedFolders(place)));
      for (const trouble of unreadable.values()) throw trouble;
      return files.flatMap((file) => packageAt(placeOf(file)) ?? []);
    },

    async custody(location) {
      const stored = await get(location);
      const { zip, digest } = finalFiles(stored.uri);
      try {
        const modes = (await storedStat(zip)).mode | (await storedStat(digest)).mode;
        return {
          stored,
          ownChecksumAgrees: null,
          versionId: null,
          retention: null,
          legalHold: false,
          shortfalls: (modes & WRITABLE) === 0 ? [] : ['its files can be written to'],
        };
      } catch (thrown) {
        throw unreadable(thrown, zip);
      }
    },

    async survey() {
      const { files, others, unreadable } = await below(root);
      const lost = unreadable.get(root);
      if (lost !== undefined) throw lost;
      const seen = new Map<string, number>();
      for (const file of files) seen.set(placeOf(file), await changedAt(file));
      // a ZIP counts as a package whatever stands beside it: its custody says what is wrong
      const packages = [...seen.keys()].flatMap((place) => packageAt(place) ?? []);
      const odd = odditiesAmong(seen, clock).filter(({ place }) => packageAt(place) === null);
      const words = 'a link or another thing that is no file';
      const strays = others.map((path): Oddity => ({ place: placeOf(path), code: 'STRAY', words }));
      const closed = [...unreadable].map(
        ([path, { message }]): Oddity => ({
          place: placeOf(path),
          code: 'UNREADABLE',
          words: message,
        }),
      );
      const oddities = [...odd, ...strays, ...closed];
      oddities.sort((a, b) => (a.place < b.place ? -1 : 1));
      return { packages, oddities, notLookedFor: [] };
    },

    async reach() {
      await readdir(root).catch((thrown: unknown) => {
        throw asStoreError(thrown, root);
      });
    },
  };
}

/** What cannot be looked at may be a writer's that has just gone; what counts is looked at again. */
async function changedAt(file: string): Promise<number> {
  return await lstat(file).then(
    ({ ctimeMs }) => ctimeMs,
    () => Number.POSITIVE_INFINITY,
  );
}

/** The digest that was stored beside the ZIP. */
async function recordedDigest(zipPath: string): Promise<Sha256> {
  try {
    return parseDigestLine(await digestText(storedBytes(finalFiles(zipPath).digest)), zipPath);
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') throw noRecordedDigest(zipPath, thrown);
    throw thrown;
  }
}

function unreadable(thrown: unknown, path: string): EvidenceStoreError {
  if (systemCode(thrown) !== 'ENOENT') return asStoreError(thrown, path);
  return new EvidenceStoreError('NOT_FOUND', `there is no package ${path}`, { cause: thrown });
}
