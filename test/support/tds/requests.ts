import { ByteReader } from './byte-reader.ts';
import { dayText, decimalText } from './literals.ts';

/** A parameter as it came over the wire. */
export interface WireParameter {
  /** Without `@`; empty when sent by position. */
  readonly name: string;
  /** `nvarchar(10)`, `int` … as the client declared it on the wire. */
  readonly type: string;
  readonly value: string | null;
}

export interface BatchRequest {
  readonly descriptor: bigint;
  readonly text: string;
}

export interface RpcRequest {
  readonly descriptor: bigint;
  /** Lower case; sp_executesql for number 10. */
  readonly procedure: string;
  readonly parameters: readonly WireParameter[];
}

export interface TransactionRequest {
  readonly descriptor: bigint;
  readonly operation: 'begin' | 'commit' | 'rollback' | 'save';
  readonly isolation: number;
  readonly name: string;
}

/** Reads ALL_HEADERS and returns the transaction descriptor. */
function descriptorOf(reader: ByteReader): bigint {
  const end = reader.at + reader.u32();
  let descriptor: bigint | null = null;
  while (reader.at < end) {
    const next = reader.at + reader.u32();
    if (reader.u16() === 2) descriptor = reader.u64();
    reader.at = next;
  }
  if (descriptor === null) throw new RangeError('no transaction descriptor in ALL_HEADERS');
  return descriptor;
}

export function readBatch(body: Buffer): BatchRequest {
  const reader = new ByteReader(body);
  const descriptor = descriptorOf(reader);
  return { descriptor, text: reader.text(Math.floor(reader.left / 2)) };
}

const operations = new Map([
  [5, 'begin'],
  [7, 'commit'],
  [8, 'rollback'],
  [9, 'save'],
] as const);

export function readTransaction(body: Buffer): TransactionRequest {
  const reader = new ByteReader(body);
  const descriptor = descriptorOf(reader);
  const code = reader.u16();
  const operation = operations.get(code as 5);
  if (operation === undefined) throw new RangeError(`transaction operation ${code}`);
  const isolation = operation === 'begin' ? reader.u8() : 0;
  const length = reader.left > 0 ? reader.u8() : 0;
  const name = reader.raw(Math.min(length, reader.left)).toString('utf16le');
  return { descriptor, operation, isolation, name };
}

const procedures: Readonly<Record<number, string>> = {
  10: 'sp_executesql',
  11: 'sp_prepare',
  12: 'sp_execute',
  15: 'sp_unprepare',
};

export function readRpc(body: Buffer): RpcRequest {
  const reader = new ByteReader(body);
  const descriptor = descriptorOf(reader);
  const length = reader.u16();
  const number = length === 0xffff ? reader.u16() : null;
  const procedure =
    number === null ? reader.text(length) : (procedures[number] ?? `proc ${number}`);
  reader.u16();
  const parameters: WireParameter[] = [];
  while (reader.left > 0) parameters.push(readParameter(reader));
  return { descriptor, procedure: procedure.toLowerCase(), parameters };
}

function readParameter(reader: ByteReader): WireParameter {
  const name = reader.text(reader.u8()).replace(/^@/, '');
  reader.u8();
  const type = reader.u8();
  const { name: typeName, read } = wireType(type, reader);
  return { name, type: typeName, value: read() };
}

/** NULL, or what `read` makes of the counted bytes. */
function counted(reader: ByteReader, read: (bytes: Buffer) => string): () => string | null {
  return () => {
    const length = reader.u8();
    return length === 0 ? null : read(reader.raw(length));
  };
}

function plp(reader: ByteReader): Buffer | null {
  if (reader.u64() === 0xffff_ffff_ffff_ffffn) return null;
  const parts: Buffer[] = [];
  for (let length = reader.u32(); length > 0; length = reader.u32()) parts.push(reader.raw(length));
  return Buffer.concat(parts);
}

const sized: Readonly<Record<number, readonly [string, BufferEncoding, collated: boolean]>> = {
  231: ['nvarchar', 'utf16le', true],
  239: ['nchar', 'utf16le', true],
  167: ['varchar', 'latin1', true],
  175: ['char', 'latin1', true],
  165: ['varbinary', 'hex', false],
  173: ['binary', 'hex', false],
};

/** Reads a TYPE_INFO and says how to read the value after it. */
function wireType(type: number, reader: ByteReader): { name: string; read: () => string | null } {
  const text = sized[type];
  if (text !== undefined) {
    const [base, encoding, collated] = text;
    const bytes = reader.u16();
    if (collated) reader.raw(5);
    if (bytes === 0xffff) {
      return { name: `${base}(max)`, read: () => plp(reader)?.toString(encoding) ?? null };
    }
    const length = encoding === 'utf16le' ? bytes / 2 : bytes;
    return {
      name: `${base}(${length})`,
      read: () => {
        const count = reader.u16();
        return count === 0xffff ? null : reader.raw(count).toString(encoding);
      },
    };
  }
  switch (type) {
    case 0x26: {
      const size = reader.u8();
      return {
        name: { 1: 'tinyint', 2: 'smallint', 4: 'int', 8: 'bigint' }[size] ?? `intn(${size})`,
        read: counted(reader, (bytes) =>
          bytes.length === 8
            ? `${bytes.readBigInt64LE()}`
            : `${bytes.length === 1 ? bytes.readUInt8() : bytes.readIntLE(0, bytes.length)}`,
        ),
      };
    }
    case 0x68:
      reader.u8();
      return { name: 'bit', read: counted(reader, (bytes) => `${bytes[0]}`) };
    case 0x6a:
    case 0x6c: {
      reader.u8();
      const precision = reader.u8();
      const scale = reader.u8();
      return {
        name: `decimal(${precision},${scale})`,
        read: counted(reader, (bytes) => {
          const magnitude = BigInt(
            `0x0${Buffer.from(bytes.subarray(1)).reverse().toString('hex')}`,
          );
          return decimalText(bytes[0] === 0 ? -magnitude : magnitude, scale);
        }),
      };
    }
    case 0x6d:
      return { name: reader.u8() === 4 ? 'real' : 'float', read: counted(reader, floatText) };
    case 0x6e:
      return { name: reader.u8() === 4 ? 'smallmoney' : 'money', read: counted(reader, moneyText) };
    case 0x28:
      return {
        name: 'date',
        read: counted(reader, (bytes) => dayText(bytes.readUIntLE(0, 3))),
      };
    case 0x2a: {
      const scale = reader.u8();
      return {
        name: `datetime2(${scale})`,
        read: counted(reader, (bytes) => {
          const split = bytes.length - 3;
          const ticks = bytes.readUIntLE(0, split);
          return `${dayText(bytes.readUIntLE(split, 3))} ${timeText(ticks, scale)}`;
        }),
      };
    }
    default:
      throw new RangeError(`parameter of wire type 0x${type.toString(16)}`);
  }
}

const floatText = (bytes: Buffer) =>
  `${bytes.length === 4 ? bytes.readFloatLE() : bytes.readDoubleLE()}`;

function moneyText(bytes: Buffer): string {
  const units =
    bytes.length === 4
      ? BigInt(bytes.readInt32LE())
      : (BigInt(bytes.readInt32LE(0)) << 32n) | BigInt(bytes.readUInt32LE(4));
  return decimalText(units, 4);
}

function timeText(ticks: number, scale: number): string {
  const perSecond = 10 ** scale;
  const seconds = Math.floor(ticks / perSecond);
  const clock = new Date(seconds * 1000).toISOString().slice(11, 19);
  return scale === 0 ? clock : `${clock}.${`${ticks - seconds * perSecond}`.padStart(scale, '0')}`;
}
