/** Reads a message body front to back; throws a RangeError past its end. */
export class ByteReader {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  u8(): number {
    const value = this.bytes.readUInt8(this.at);
    this.at += 1;
    return value;
  }

  u16(): number {
    const value = this.bytes.readUInt16LE(this.at);
    this.at += 2;
    return value;
  }

  u32(): number {
    const value = this.bytes.readUInt32LE(this.at);
    this.at += 4;
    return value;
  }

  u64(): bigint {
    const value = this.bytes.readBigUInt64LE(this.at);
    this.at += 8;
    return value;
  }

  raw(count: number): Buffer {
    if (count > this.left) {
      throw new RangeError(`${count} bytes wanted at ${this.at}, ${this.left} are left`);
    }
    const value = this.bytes.subarray(this.at, this.at + count);
    this.at += count;
    return value;
  }

  text(units: number): string {
    return this.raw(units * 2).toString('utf16le');
  }
}
