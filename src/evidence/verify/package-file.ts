import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Sha256, startSha256 } from '../../kernel/digest.ts';
import { messageOf } from '../../kernel/errors.ts';
import { VerifyError } from './verify-error.ts';

const READ_BYTES = 1 << 20;

/** A file opened once for reading; every part of it is read through the same handle. */
export class PackageFile {
  readonly name: string;
  readonly bytes: number;
  readonly #handle: FileHandle;
  readonly #changedAt: bigint;

  private constructor(name: string, handle: FileHandle, bytes: number, changedAt: bigint) {
    this.name = name;
    this.bytes = bytes;
    this.#handle = handle;
    this.#changedAt = changedAt;
  }

  /** @throws VerifyError NOT_FOUND, NOT_READABLE */
  static async open(path: string): Promise<PackageFile> {
    const name = basename(path);
    try {
      const handle = await open(path, 'r');
      const { size, mtimeNs } = await handle.stat({ bigint: true });
      return new PackageFile(name, handle, Number(size), mtimeNs);
    } catch (cause) {
      const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
      throw new VerifyError(
        missing ? 'NOT_FOUND' : 'NOT_READABLE',
        missing ? `there is no file ${name}` : `${name} cannot be read: ${messageOf(cause)}`,
        { cause, advice: 'Check the path and that you may read the file.' },
      );
    }
  }

  /** `length` bytes, fewer only at the end of the file. @throws VerifyError NOT_READABLE */
  async read(offset: number, length: number): Promise<Buffer> {
    try {
      const buffer = Buffer.allocUnsafe(length);
      const { bytesRead } = await this.#handle.read(buffer, 0, length, offset);
      return buffer.subarray(0, bytesRead);
    } catch (cause) {
      throw new VerifyError('NOT_READABLE', `${this.name} cannot be read: ${messageOf(cause)}`, {
        cause,
        advice: 'Check that it is a file and that its disk is well.',
      });
    }
  }

  /** The same piece by piece. @throws VerifyError NOT_READABLE */
  async *stream(offset: number, length: number): AsyncGenerator<Buffer> {
    const end = offset + length;
    for (let at = offset; at < end; ) {
      const chunk = await this.read(at, Math.min(READ_BYTES, end - at));
      if (chunk.length === 0) return;
      at += chunk.length;
      yield chunk;
    }
  }

  /** SHA-256 of the whole file: the digest of what was handed over. */
  async digest(): Promise<Sha256> {
    const digest = startSha256();
    for await (const chunk of this.stream(0, this.bytes)) digest.update(chunk);
    return digest.digest();
  }

  /** @throws VerifyError CHANGED_WHILE_READ when somebody wrote to the file since it was opened */
  async confirmUnchanged(): Promise<void> {
    const { size, mtimeNs } = await this.#handle.stat({ bigint: true });
    if (Number(size) === this.bytes && mtimeNs === this.#changedAt) return;
    throw new VerifyError('CHANGED_WHILE_READ', `${this.name} changed while it was verified`, {
      advice: 'Copy the file to a place of your own and verify the copy.',
      transient: true,
    });
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
