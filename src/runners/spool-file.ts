import { type FileHandle, open, rm, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Sha256, startSha256 } from '../kernel/digest.ts';
import { messageOf } from '../kernel/errors.ts';
import { RunnerError } from './runner.ts';

/** Bytes that wait before they are written. */
const BLOCK = 1024 * 1024;
/** The spool, and the extract made of it. */
const ROOM = 2n;

interface Watcher {
  update(bytes: Uint8Array): void;
}

/** A file that is hashed while it is written. Never there half: `finish` it or `discard` it. */
export class SpoolFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #digest = startSha256();
  /** Reused: a file of any size takes one. */
  readonly #block = Buffer.allocUnsafeSlow(BLOCK);
  #filled = 0;
  #bytes = 0;
  #watcher: Watcher | undefined;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** @throws RunnerError when it is there already or cannot be made */
  static async create(path: string): Promise<SpoolFile> {
    try {
      return new SpoolFile(path, await open(path, 'wx', 0o600));
    } catch (thrown) {
      throw noRoom(thrown);
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws RunnerError unless the disk has room for the whole result and its extract */
  async requireRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(dirname(this.path), { bigint: true });
    const needed = ROOM * BigInt(bytes);
    if (bavail * bsize >= needed) return;
    throw noRoom(`the result needs ${needed} bytes, ${bavail * bsize} are free`);
  }

  /** Must not be called again before it is done. @throws RunnerError */
  async append(chunk: Uint8Array): Promise<void> {
    this.#bytes += chunk.length;
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + BLOCK - this.#filled);
      this.#block.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === BLOCK) await this.#write();
    }
  }

  /** Shows all bytes from the first one to somebody else too; before the first one only. */
  watch(watcher: Watcher): void {
    this.#watcher = watcher;
  }

  /** @throws RunnerError */
  async finish(): Promise<{ readonly bytes: number; readonly sha256: Sha256 }> {
    await this.#write();
    try {
      await this.#handle.close();
    } catch (thrown) {
      throw noRoom(thrown);
    }
    return { bytes: this.#bytes, sha256: this.#digest.digest() };
  }

  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await SpoolFile.remove(this.path);
  }

  static async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** Hashes while the disk works. */
  async #write(): Promise<void> {
    const block = this.#block.subarray(0, this.#filled);
    this.#filled = 0;
    const writing = this.#handle.writeFile(block);
    this.#digest.update(block);
    this.#watcher?.update(block);
    try {
      await writing;
    } catch (thrown) {
      throw noRoom(thrown);
    }
  }
}

function noRoom(cause: unknown): RunnerError {
  return new RunnerError('OUT_OF_RESOURCES', `the result cannot be kept: ${messageOf(cause)}`, {
    cause,
    advice: 'Free disk space and check the rights on the work folder, then run again.',
  });
}
