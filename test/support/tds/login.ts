import { ByteReader } from './byte-reader.ts';

/** LOGIN7, decoded. */
export interface Login7 {
  readonly tdsVersion: number;
  readonly packetSize: number;
  readonly readOnlyIntent: boolean;
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly application: string;
  readonly server: string;
  readonly library: string;
  readonly language: string;
  readonly database: string;
  readonly integratedSecurity: boolean;
  /** Federated authentication by a token the client brought itself. */
  readonly token: string | null;
}

const fedAuthFeature = 0x02;

function plain(obfuscated: Buffer): string {
  const bytes = Buffer.from(obfuscated);
  for (const [index, byte] of bytes.entries()) {
    const turned = byte ^ 0xa5;
    bytes[index] = ((turned & 0x0f) << 4) | (turned >>> 4);
  }
  return bytes.toString('utf16le');
}

/** The token of the FEDAUTH feature, if the client sent one. */
function tokenOf(body: Buffer, extension: { offset: number; present: boolean }): string | null {
  if (!extension.present) return null;
  const reader = new ByteReader(body, body.readUInt32LE(extension.offset));
  for (let feature = reader.u8(); feature !== 0xff; feature = reader.u8()) {
    const data = new ByteReader(reader.raw(reader.u32()));
    if (feature !== fedAuthFeature) continue;
    data.u8();
    return data.left >= 4 ? data.raw(data.u32()).toString('utf16le') : null;
  }
  return null;
}

/** @throws RangeError for a body that is no LOGIN7 */
export function readLogin7(body: Buffer): Login7 {
  if (body.readUInt32LE(0) !== body.length) {
    throw new RangeError(`LOGIN7 says ${body.readUInt32LE(0)} bytes and has ${body.length}`);
  }
  const field = (index: number): Buffer => {
    const offset = body.readUInt16LE(36 + index * 4);
    return body.subarray(offset, offset + body.readUInt16LE(38 + index * 4) * 2);
  };
  const text = (index: number): string => field(index).toString('utf16le');
  return {
    tdsVersion: body.readUInt32LE(4),
    packetSize: body.readUInt32LE(8),
    integratedSecurity: (body.readUInt8(25) & 0x80) !== 0,
    readOnlyIntent: (body.readUInt8(26) & 0x20) !== 0,
    host: text(0),
    user: text(1),
    password: plain(field(2)),
    application: text(3),
    server: text(4),
    library: text(6),
    language: text(7),
    database: text(8),
    token: tokenOf(body, {
      offset: body.readUInt16LE(36 + 5 * 4),
      present: (body.readUInt8(27) & 0x10) !== 0,
    }),
  };
}
