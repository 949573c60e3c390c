import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Clock } from '../../../kernel/clock.ts';
import type { Sha256 } from '../../../kernel/digest.ts';
import { noRecordedDigest, parseDigestLine } from '../digest-line.ts';
import { odditiesAmong } from '../oddities.ts';
import { listedFolders, packageAt, zipPlace } from '../place.ts';
import {
  type EvidenceStore,
  EvidenceStoreError,
  type PackageLocation,
  type StoredPackage,
} from '../store.ts';
import { removeAbandoned } from './abandoned.ts';
import { makeFolder } from './durable-folder.ts';
import { finalFiles } from './package-files.ts';
import { publish } from './publish.ts';
import { asStoreError, systemCode } from './store-trouble.ts';

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
      const { size } = await stat(uri);
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
        yield* createReadStream(path);
      } catch (thrown) {
        throw unreadable(thrown, path);
      }
    },

    async list(place) {
      const files = await filesBelow(join(root, ...listedFolders(place)));
      return files.flatMap((file) => packageAt(placeOf(file)) ?? []);
    },

    async custody(location) {
      const stored = await get(location);
      const { mode } = await stat(stored.uri);
      const digestMode = (await stat(finalFiles(stored.uri).digest)).mode;
      return {
        stored,
        ownChecksumAgrees: null,
        versionId: null,
        retention: null,
        legalHold: false,
        shortfalls: ((mode | digestMode) & WRITABLE) === 0 ? [] : ['its files can be written to'],
      };
    },

    async oddities() {
      const seen = new Map<string, number>();
      for (const file of await filesBelow(root)) {
        const { ctimeMs } = await lstat(file);
        seen.set(placeOf(file), ctimeMs);
      }
      // a ZIP is listed here whatever stands beside it: its custody says what is wrong
      return odditiesAmong(seen, clock).filter(({ place }) => packageAt(place) === null);
    },
  };
}

/** Files in byte order of their paths; none where there is no folder. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort();
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return [];
    throw asStoreError(thrown, folder);
  }
}

/** The digest that was stored beside the ZIP. */
async function recordedDigest(zipPath: string): Promise<Sha256> {
  const line = await readFile(finalFiles(zipPath).digest, 'utf8').catch((cause: unknown) => {
    throw noRecordedDigest(zipPath, cause);
  });
  return parseDigestLine(line, zipPath);
}

function unreadable(thrown: unknown, path: string): EvidenceStoreError {
  if (systemCode(thrown) !== 'ENOENT') return asStoreError(thrown, path);
  return new EvidenceStoreError('NOT_FOUND', `there is no package ${path}`, { cause: thrown });
}
