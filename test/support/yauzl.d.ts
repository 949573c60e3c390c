/** The part of yauzl 3 that tests use; the package brings no types. */
declare module 'yauzl' {
  import type { Readable } from 'node:stream';

  export interface Entry {
    readonly fileName: string;
    readonly generalPurposeBitFlag: number;
    readonly compressionMethod: number;
    readonly externalFileAttributes: number;
    readonly versionMadeBy: number;
    readonly lastModFileDate: number;
    readonly lastModFileTime: number;
    readonly crc32: number;
    readonly uncompressedSize: number;
    readonly compressedSize: number;
    readonly relativeOffsetOfLocalHeader: number;
    readonly extraFieldLength: number;
    readonly fileComment: string;
  }

  export interface ZipFile {
    readonly comment: string;
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
    close(): void;
  }

  export function openPromise(
    path: string,
    options: { readonly lazyEntries: true; readonly validateEntrySizes?: boolean },
  ): Promise<ZipFile>;
}
