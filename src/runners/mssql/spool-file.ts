import { type FileHandle, open, rm } from 'node:fs/promises';
import { type Sha256, startSha256 } from '../../kernel/digest.ts';
import { messageOf } from '../../kernel/errors.ts';
import { RunnerError } from '../runner.ts';

/** A file that is hashed while it is written. Never there half: `finish` it or `discard` it. */
export class SpoolFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #digest = startSha256();
  #bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** @throws RunnerError when it is there already or cannot be made */
  static async create(path: string): Promise<SpoolFile> {
    try {
      return new SpoolFile(path, await open(path, 'wx'));
    } catch (thrown) {
      throw noRoom(thrown);
    }
  }

  /** Must not be called again before it is done. @throws RunnerError */
  async append(chunks: readonly Uint8Array[]): Promise<void> {
    try {
      for (const bytes of chunks) {
        this.#digest.update(bytes);
        this.#bytes += bytes.length;
        await this.#handle.writeFile(bytes);
      }
    } catch (thrown) {
      throw noRoom(thrown);
    }
  }

  /** @throws RunnerError */
  async finish(): Promise<{ readonly bytes: number; readonly sha256: Sha256 }> {
    try {
      await this.#handle.close();
    } catch (thrown) {
      throw noRoom(thrown);
    }
    return { bytes: this.#bytes, sha256: this.#digest.digest() };
  }

  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.path, { force: true });
  }
}

function noRoom(cause: unknown): RunnerError {
  return new RunnerError(
    'OUT_OF_RESOURCES',
    `the delivered rows cannot be written: ${messageOf(cause)}`,
    { cause, advice: 'Free disk space and check the rights on the work folder, then run again.' },
  );
}
