/** A growing run of bytes, little-endian as TDS wants it. Reused between flushes, so that rows cost no allocation. */
export class ByteWriter {
  bytes: Buffer;
  length = 0;

  constructor(capacity = 1024) {
    this.bytes = Buffer.allocUnsafe(capacity);
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  u8(value: number): this {
    this.reserve(1);
    this.bytes[this.length++] = value;
    return this;
  }

  u16(value: number): this {
    this.reserve(2);
    this.bytes[this.length++] = value & 0xff;
    this.bytes[this.length++] = (value >>> 8) & 0xff;
    return this;
  }

  u32(value: number): this {
    this.reserve(4);
    this.length = this.bytes.writeUInt32LE(value >>> 0, this.length);
    return this;
  }

  u64(value: bigint): this {
    this.reserve(8);
    this.length = this.bytes.writeBigUInt64LE(BigInt.asUintN(64, value), this.length);
    return this;
  }

  double(value: number): this {
    this.reserve(8);
    this.length = this.bytes.writeDoubleLE(value, this.length);
    return this;
  }

  single(value: number): this {
    this.reserve(4);
    this.length = this.bytes.writeFloatLE(value, this.length);
    return this;
  }

  /** The low `count` bytes of a magnitude. */
  magnitude(value: bigint, count: number): this {
    for (let rest = value, index = 0; index < count; index += 1, rest >>= 8n) {
      this.u8(Number(rest & 0xffn));
    }
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  /** UTF-16LE without a length; a lone surrogate stays one. */
  text(text: string): this {
    const count = text.length;
    this.reserve(count * 2);
    if (count > 24) {
      this.length += this.bytes.write(text, this.length, 'utf16le');
      return this;
    }
    const { bytes } = this;
    let at = this.length;
    for (let index = 0; index < count; index += 1) {
      const unit = text.charCodeAt(index);
      bytes[at++] = unit & 0xff;
      bytes[at++] = unit >>> 8;
    }
    this.length = at;
    return this;
  }

  /** B_VARCHAR. */
  shortText(text: string): this {
    return this.u8(text.length).text(text);
  }

  /** US_VARCHAR. */
  longText(text: string): this {
    return this.u16(text.length).text(text);
  }

  /** Writes what `body` writes, with its byte count (two bytes) in front. */
  counted(body: () => void): this {
    const at = this.length;
    this.u16(0);
    body();
    this.bytes.writeUInt16LE(this.length - at - 2, at);
    return this;
  }

  /** A copy of what was written. */
  copy(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length));
  }

  /** Forgets the first `count` bytes. */
  drop(count: number): void {
    this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
  }
}
