import type { ByteWriter } from './byte-writer.ts';

/** Collation of every text the stand-in sends: Latin1, code page 1252. */
export const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);

export const DONE = { more: 0x01, error: 0x02, count: 0x10, attention: 0x20 } as const;

export type DoneToken = 'DONE' | 'DONEPROC' | 'DONEINPROC';

const doneByte = { DONE: 0xfd, DONEPROC: 0xfe, DONEINPROC: 0xff } as const;

export function writeDone(out: ByteWriter, token: DoneToken, status: number, rows = 0): void {
  // 0xc1 is the command SELECT.
  out
    .u8(doneByte[token])
    .u16(status)
    .u16((status & DONE.count) === 0 ? 0 : 0xc1)
    .u64(BigInt(rows));
}

/** What a server says: an error, or information. */
export interface ServerMessage {
  readonly number: number;
  readonly message: string;
  /** Severity; 16 unless told. */
  readonly class?: number;
  readonly state?: number;
  readonly procedure?: string;
  readonly line?: number;
}

export function writeMessage(
  out: ByteWriter,
  token: 'ERROR' | 'INFO',
  message: ServerMessage,
  server: string,
): void {
  out.u8(token === 'ERROR' ? 0xaa : 0xab).counted(() => {
    out
      .u32(message.number)
      .u8(message.state ?? 1)
      .u8(message.class ?? (token === 'ERROR' ? 16 : 0))
      .longText(message.message)
      .shortText(server)
      .shortText(message.procedure ?? '')
      .u32(message.line ?? 1);
  });
}

/** ENVCHANGE 1 database, 2 language, 4 packet size. */
export function writeChange(out: ByteWriter, type: 1 | 2 | 4, now: string, before: string): void {
  out.u8(0xe3).counted(() => {
    out.u8(type).shortText(now).shortText(before);
  });
}

export function writeCollationChange(out: ByteWriter): void {
  out.u8(0xe3).counted(() => {
    out.u8(7).u8(COLLATION.length).raw(COLLATION).u8(0);
  });
}

/** ENVCHANGE 8 begin, 9 commit, 10 rollback. */
export function writeTransactionChange(
  out: ByteWriter,
  change: 'begin' | 'commit' | 'rollback',
  descriptor: bigint,
): void {
  out.u8(0xe3).counted(() => {
    if (change === 'begin') out.u8(8).u8(8).u64(descriptor).u8(0);
    else
      out
        .u8(change === 'commit' ? 9 : 10)
        .u8(0)
        .u8(8)
        .u64(descriptor);
  });
}

/** ENVCHANGE 20: another server is to be asked. */
export function writeRouting(out: ByteWriter, host: string, port: number): void {
  out.u8(0xe3).counted(() => {
    out.u8(20).u16(5 + host.length * 2);
    out.u8(0).u16(port).longText(host).u16(0);
  });
}

export function writeLoginAck(out: ByteWriter, [major, minor, build]: readonly number[]): void {
  out.u8(0xad).counted(() => {
    out
      .u8(1)
      .raw(Buffer.from([0x74, 0, 0, 4]))
      .shortText('Microsoft SQL Server');
    out.raw(Buffer.from([major ?? 0, minor ?? 0, (build ?? 0) >>> 8, (build ?? 0) & 0xff]));
  });
}

/** FEATUREEXTACK of federated authentication. */
export function writeFedAuthAck(out: ByteWriter): void {
  out.u8(0xae).u8(2).u32(0).u8(0xff);
}

export function writeReturnStatus(out: ByteWriter, status: number): void {
  out.u8(0x79).u32(status);
}

export function writeOrder(out: ByteWriter, columns: readonly number[]): void {
  out.u8(0xa9).counted(() => {
    for (const column of columns) out.u16(column);
  });
}
