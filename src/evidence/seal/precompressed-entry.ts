import { createReadStream } from 'node:fs';
import { Transform, type Writable } from 'node:stream';
import type { ZipArchive, ZipEntryData } from 'archiver';
import type { CompressedFile } from './deflate-file.ts';
import { SealError } from './seal-error.ts';

/**
 * What is used of archiver's ZIP engine. archiver has no public way to take bytes that are compressed already, so its
 * version is pinned exactly and a test watches that these parts behave as described here (evidence-package 4.2).
 */
interface ZipEngine extends Writable {
  /** Makes the stream between an entry's source and the archive. */
  _smartStream(entry: EngineEntry, done: EntryDone): Writable;
  /** Writes the entry's data descriptor and remembers it for the directory. */
  _afterAppend(entry: EngineEntry): void;
}

interface EngineEntry {
  getName(): string;
  setCrc(crc: number): void;
  setSize(bytes: number): void;
  setCompressedSize(bytes: number): void;
}

type EntryDone = (failure: Error | null, entry: EngineEntry) => void;

const READ_BYTES = 1024 * 1024;

/** Appends an entry whose content is deflated already. A source that cannot be read destroys the archive. */
export function appendCompressed(
  archive: ZipArchive,
  compressed: CompressedFile,
  attributes: ZipEntryData,
): void {
  // the library's types do not show its engine; a contract test pins what is used of it
  const { engine } = (archive as unknown as { readonly _module: { readonly engine: ZipEngine } })
    ._module;
  const deflating = engine._smartStream.bind(engine);
  engine._smartStream = (entry, done) =>
    entry.getName() === attributes.name
      ? passThrough(engine, compressed, entry, done)
      : deflating(entry, done);

  const source = createReadStream(compressed.path, { highWaterMark: READ_BYTES });
  source.once('error', (cause) => archive.destroy(cause));
  archive.once('close', () => source.destroy());
  archive.append(source, attributes);
}

function passThrough(
  engine: ZipEngine,
  { path, bytes, compressedBytes, crc32 }: CompressedFile,
  entry: EngineEntry,
  done: EntryDone,
): Writable {
  let passed = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, forward) {
      passed += chunk.length;
      forward(null, chunk);
    },
  });
  stream.once('end', () => {
    entry.setCrc(crc32);
    entry.setSize(bytes);
    entry.setCompressedSize(compressedBytes);
    engine._afterAppend(entry);
    done(passed === compressedBytes ? null : changed(path, compressedBytes, passed), entry);
  });
  stream.pipe(engine, { end: false });
  return stream;
}

function changed(path: string, expected: number, got: number): SealError {
  return new SealError(
    'CONTENT_CHANGED',
    `${path} had ${expected} bytes when it was written and ${got} when it was put into the package`,
    { advice: 'find out what else writes to the working folder, then run the item again' },
  );
}
