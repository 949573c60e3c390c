import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Clock } from '../../../kernel/clock.ts';
import { parseSha256, type Sha256 } from '../../../kernel/digest.ts';
import { messageOf } from '../../../kernel/errors.ts';
import {
  type EvidenceStore,
  EvidenceStoreError,
  type PackageLocation,
  type StoredPackage,
} from '../store.ts';
import { removeAbandoned } from './abandoned.ts';
import { makeFolder } from './durable-folder.ts';
import { digestLine, finalFiles } from './package-files.ts';
import { listedFolders, parsePlace, zipPlace } from './place.ts';
import { publish } from './publish.ts';
import { asStoreError, systemCode } from './store-trouble.ts';

/**
 * Evidence store in a folder: files are created exclusively, mode 0444, and never replaced. The operating system's
 * administrator can still delete them; only a store with retention locks stops that (evidence-package 11).
 */
export function fileSystemStore(folder: string, clock: Clock): EvidenceStore {
  const root = resolve(folder);
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
      return files.flatMap((file) => packageAt(relative(root, file).split(sep)));
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

/** Nothing for a digest file, a partial file or a stranger; who checks the folder reports those. */
function packageAt(place: readonly string[]): readonly PackageLocation[] {
  try {
    return [parsePlace(place)];
  } catch {
    return [];
  }
}

/** The digest that was stored beside the ZIP. */
async function recordedDigest(zipPath: string): Promise<Sha256> {
  const path = finalFiles(zipPath).digest;
  try {
    const line = await readFile(path, 'utf8');
    const digest = parseSha256(line.slice(0, 64));
    if (line === digestLine(digest, zipPath)) return digest;
    throw new Error(`it holds ${JSON.stringify(line)}`);
  } catch (cause) {
    throw new EvidenceStoreError(
      'DAMAGED',
      `${path} should hold one line with the digest of the package: ${messageOf(cause)}`,
      {
        cause,
        advice: 'keep both files as they are and compare the ZIP with the digest noted elsewhere',
      },
    );
  }
}

function unreadable(thrown: unknown, path: string): EvidenceStoreError {
  if (systemCode(thrown) !== 'ENOENT') return asStoreError(thrown, path);
  return new EvidenceStoreError('NOT_FOUND', `there is no package ${path}`, { cause: thrown });
}
