import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';

export interface ListedEntry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly mode: string;
  readonly dosDate: number;
  readonly dosTime: number;
  readonly crc32: number;
  readonly bytes: number;
  readonly compressedBytes: number;
  readonly offset: number;
  readonly extraBytes: number;
  readonly comment: string;
  readonly content: Buffer;
}

/** What an independent reader finds in a ZIP, in the order of its directory. */
export async function readZip(path: string): Promise<readonly ListedEntry[]> {
  const zip = await openPromise(path, { lazyEntries: true, validateEntrySizes: true });
  const found: ListedEntry[] = [];
  for await (const entry of zip.eachEntry()) {
    found.push({
      name: entry.fileName,
      flags: entry.generalPurposeBitFlag,
      method: entry.compressionMethod,
      mode: (entry.externalFileAttributes >>> 16).toString(8),
      dosDate: entry.lastModFileDate,
      dosTime: entry.lastModFileTime,
      crc32: entry.crc32,
      bytes: entry.uncompressedSize,
      compressedBytes: entry.compressedSize,
      offset: entry.relativeOffsetOfLocalHeader,
      extraBytes: entry.extraFieldLength,
      comment: entry.fileComment,
      content: await buffer(await zip.openReadStreamPromise(entry)),
    });
  }
  return found;
}
