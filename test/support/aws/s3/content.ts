import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { asBuffer } from '../http-exchange.ts';

type Part = Buffer | { readonly file: string; readonly size: number };

/** Bytes of an object: in memory while small, in files of the temp folder when large. */
export interface Content {
  readonly size: number;
  readonly parts: readonly Part[];
}

const IN_MEMORY = 256 * 1024;

const sizeOf = (part: Part): number => (Buffer.isBuffer(part) ? part.length : part.size);

/** Several contents one after the other, without copying a byte. */
export function joined(contents: readonly Content[]): Content {
  const parts = contents.flatMap((content) => content.parts);
  return { parts, size: parts.reduce((sum, part) => sum + sizeOf(part), 0) };
}

/** Bytes `from` to `to`, `to` not included. */
export async function* readContent(
  content: Content,
  from = 0,
  to = content.size,
): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const part of content.parts) {
    const size = sizeOf(part);
    const start = Math.max(from - offset, 0);
    const end = Math.min(to - offset, size);
    offset += size;
    if (start >= end) continue;
    if (Buffer.isBuffer(part)) yield part.subarray(start, end);
    else yield* createReadStream(part.file, { start, end: end - 1, highWaterMark: 1024 * 1024 });
  }
}

/** Where large contents lie. */
export class ContentFolder {
  readonly #folder: string;
  readonly #storing = new Set<Promise<Content>>();
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Takes bytes in, calling `see` for each chunk; nothing stays behind when the source breaks off. */
  async store(
    source: AsyncIterable<Uint8Array>,
    see: (bytes: Uint8Array) => void,
  ): Promise<Content> {
    const storing = this.#store(source, see);
    this.#storing.add(storing);
    try {
      return await storing;
    } finally {
      this.#storing.delete(storing);
    }
  }

  async #store(
    source: AsyncIterable<Uint8Array>,
    see: (bytes: Uint8Array) => void,
  ): Promise<Content> {
    const held: Buffer[] = [];
    let size = 0;
    let file: { readonly path: string; readonly out: WriteStream } | null = null;
    try {
      for await (const chunk of source) {
        see(chunk);
        size += chunk.length;
        held.push(asBuffer(chunk));
        if (size <= IN_MEMORY) continue;
        if (file === null) {
          this.#count += 1;
          const path = join(this.#folder, `content-${this.#count}`);
          file = { path, out: createWriteStream(path, { mode: 0o600 }) };
        }
        const bytes = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held);
        held.length = 0;
        await write(file.out, bytes);
      }
      if (file === null) return { size, parts: [Buffer.concat(held)] };
      file.out.end();
      await finished(file.out);
      return { size, parts: [{ file: file.path, size }] };
    } catch (error) {
      if (file !== null) {
        file.out.destroy();
        await rm(file.path, { force: true });
      }
      throw error;
    }
  }

  /** Deletes the folder when nothing is written to it any more. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#storing);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async remove(content: Content): Promise<void> {
    for (const part of content.parts) {
      if (!Buffer.isBuffer(part)) await rm(part.file, { force: true });
    }
  }
}

function write(out: WriteStream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    out.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
