import { randomBytes } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { chmod, copyFile, link, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Sha256, startSha256 } from '../../../kernel/digest.ts';
import { digestLine } from '../digest-line.ts';
import { EvidenceStoreError, type SealedFile } from '../store.ts';
import { flush } from './durable-folder.ts';
import { finalFiles, partialFiles } from './package-files.ts';

const READ_ONLY = 0o444;
const READ_BYTES = 1024 * 1024;

/**
 * Publishes a ZIP and its digest under their final names, in an existing folder. Both are complete on the disk under
 * partial names first; then come the names, the digest's before the ZIP's, by hard links, which never replace a file.
 * So a ZIP that can be seen is whole and has its digest, whenever the machine or the process stops.
 */
export async function publish(
  sealed: Pick<SealedFile, 'path' | 'zipDigest'>,
  zipPath: string,
  signal?: AbortSignal,
): Promise<void> {
  const partial = partialFiles(zipPath, randomBytes(8).toString('hex'));
  const final = finalFiles(zipPath);
  const folder = dirname(zipPath);
  try {
    await bring(sealed.path, partial.zip);
    await checkDigest(partial.zip, sealed.zipDigest, signal);
    await writeFile(partial.digest, digestLine(sealed.zipDigest, zipPath), { flag: 'wx' });
    for (const path of [partial.zip, partial.digest]) {
      await chmod(path, READ_ONLY);
      await flush(path);
    }
    await link(partial.digest, final.digest);
    try {
      await flush(folder);
      await link(partial.zip, final.zip);
    } catch (thrown) {
      await rm(final.digest, { force: true });
      throw thrown;
    }
    await flush(folder);
  } finally {
    await rm(partial.zip, { force: true });
    await rm(partial.digest, { force: true });
  }
}

/** Same file system: a second name of the same bytes. Another one: a copy. */
async function bring(source: string, partial: string): Promise<void> {
  const file = await realpath(source);
  await link(file, partial).catch(() => copyFile(file, partial, constants.COPYFILE_EXCL));
}

async function checkDigest(path: string, expected: Sha256, signal?: AbortSignal): Promise<void> {
  const digest = startSha256();
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES, signal })) {
    digest.update(chunk);
  }
  const got = digest.digest();
  if (got === expected) return;
  throw new EvidenceStoreError(
    'CONTENT_CHANGED',
    `the sealed file changed before it was stored: expected SHA-256 ${expected}, got ${got}`,
    { advice: 'find out what else writes to the working folder, then run the item again' },
  );
}
