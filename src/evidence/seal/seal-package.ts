import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../kernel/clock.ts';
import type { Sha256 } from '../../kernel/digest.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { ManifestEntry } from '../manifest/manifest-file.ts';
import { MEMBER } from '../manifest/member-path.ts';
import type { PackageName } from '../manifest/package-name.ts';
import { type BagMaker, bagOf } from './bag.ts';
import type { CompressedFile } from './deflate-file.ts';
import { checkMembers, type SealMember } from './package-members.ts';
import { asSealError, SealError } from './seal-error.ts';
import { writeZip } from './zip-writer.ts';

export interface SealRequest {
  readonly packageName: PackageName;
  /** README.txt and everything below data/ but the extract. */
  readonly members: readonly SealMember[];
  /** The extract, compressed, and the digest it had when it was validated; null when there is none. */
  readonly data: { readonly compressed: CompressedFile; readonly contentDigest: Sha256 } | null;
  /** What bag-info.txt says about the maker. */
  readonly bag: BagMaker;
  readonly sealedAt: Instant;
  /** Folder of the run, on the file system the ZIP is to be written to. */
  readonly folder: string;
  readonly readBack: ReadBack;
  readonly signal: AbortSignal;
}

/**
 * Reads the finished ZIP with the strict reader and rejects when it is not exactly what was meant to be sealed.
 * The file already has its name, which readers check, but stands in a folder `<package>.zip.partial` of its own.
 * Passed in, because sealing and verifying share only the format.
 */
export type ReadBack = (zipPath: string, expected: ExpectedPackage) => Promise<void>;

export interface ExpectedPackage {
  readonly packageName: PackageName;
  readonly packageDigest: Sha256;
  readonly zipDigest: Sha256;
  readonly bytes: number;
  /** Every file of the package, in the order of the ZIP. */
  readonly members: readonly ManifestEntry[];
}

export interface SealedPackage {
  readonly packageName: PackageName;
  /** The ZIP under its final name, in the folder of the run. */
  readonly path: string;
  /** Identity of the content: SHA-256 of tagmanifest-sha256.txt. */
  readonly packageDigest: Sha256;
  /** Identity of the file. */
  readonly zipDigest: Sha256;
  readonly bytes: number;
}

/**
 * Turns members into a BagIt bag in one ZIP: manifests, container, read back, final name (evidence-package 2, 4).
 * @throws SealError; ManifestError when the name or a bag-info value is malformed. Nothing stays behind.
 */
export async function sealPackage(request: SealRequest): Promise<SealedPackage> {
  const { packageName, data, sealedAt, folder, readBack, signal } = request;
  checkMembers(request.members, data !== null);
  checkTime(sealedAt);
  if (data !== null && data.compressed.sha256 !== data.contentDigest) {
    throw new SealError(
      'CONTENT_CHANGED',
      `the extract changed after it was validated: expected SHA-256 ${data.contentDigest}, got ${data.compressed.sha256}`,
      { advice: 'find out what else writes to the working folder, then run the item again' },
    );
  }
  const { files, listed, packageDigest } = bagOf({ ...request, extract: data?.compressed });
  const zipName = `${packageName}.zip`;
  const path = join(folder, zipName);
  const unfinished = `${path}.partial`;
  const partial = join(unfinished, zipName);
  try {
    await mkdir(unfinished, { recursive: true });
    const written = await writeZip({
      path: partial,
      members: files.map((file) => ({ ...file, name: `${packageName}/${file.path}` })),
      large: data && { name: `${packageName}/${MEMBER.extract}`, compressed: data.compressed },
      time: sealedAt,
      signal,
    });
    const sealed = { packageName, packageDigest, ...written };
    await confirm(readBack, partial, { ...sealed, members: listed });
    await rename(partial, path);
    await syncFolder(folder);
    return { ...sealed, path };
  } catch (thrown) {
    throw asSealError(thrown, path, signal);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The years a ZIP entry's date can hold as archiver writes it; outside it would silently write another date. */
function checkTime(sealedAt: Instant): void {
  if (sealedAt >= '1980-01-01' && sealedAt < '2044-01-01') return;
  throw new SealError(
    'BAD_CLOCK',
    `a ZIP holds dates from 1980 to 2043, the clock says ${sealedAt}`,
    { advice: 'set the clock of this machine' },
  );
}

async function confirm(readBack: ReadBack, path: string, expected: ExpectedPackage): Promise<void> {
  try {
    await readBack(path, expected);
  } catch (cause) {
    throw new SealError(
      'READ_BACK_FAILED',
      `${path} was written but does not read back as what was sealed: ${messageOf(cause)}`,
      { cause, advice: 'check the disk, then run the item again' },
    );
  }
}

/** Makes the new name durable. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
