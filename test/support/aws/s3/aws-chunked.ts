import { S3Fault } from './s3-fault.ts';

const incomplete = (): S3Fault =>
  new S3Fault(400, 'IncompleteBody', 'The request body terminated unexpectedly');

/** Reads a byte stream by lines and counts. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done === true) return false;
    const bytes = Buffer.from(next.value);
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    return true;
  }

  /** Without its CR LF. @throws S3Fault when the stream ends in it */
  async line(): Promise<string> {
    let at = this.#held.indexOf('\r\n');
    while (at < 0) {
      if (this.#held.length > 16_384 || !(await this.#more())) throw incomplete();
      at = this.#held.indexOf('\r\n');
    }
    const text = this.#held.subarray(0, at).toString('latin1');
    this.#held = this.#held.subarray(at + 2);
    return text;
  }

  /** @throws S3Fault when anything is left */
  async end(): Promise<void> {
    if (this.#held.length > 0 || (await this.#more())) throw incomplete();
  }

  async *take(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#held.length === 0 && !(await this.#more())) throw incomplete();
      const bytes = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(bytes.length);
      left -= bytes.length;
      if (bytes.length > 0) yield bytes;
    }
  }
}

/** The data of an `aws-chunked` body; its trailers go into `trailers` when the last chunk is through. */
export async function* decodeAwsChunked(
  source: AsyncIterable<Uint8Array>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  for (;;) {
    const header = await reader.line();
    const match = /^([0-9a-fA-F]+)(?:;.*)?$/.exec(header);
    if (match === null) throw incomplete();
    const size = Number.parseInt(match[1] ?? '', 16);
    if (size === 0) break;
    yield* reader.take(size);
    if ((await reader.line()) !== '') throw incomplete();
  }
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const at = line.indexOf(':');
    if (at < 0) throw incomplete();
    trailers.set(line.slice(0, at).toLowerCase().trim(), line.slice(at + 1).trim());
  }
  await reader.end();
}
