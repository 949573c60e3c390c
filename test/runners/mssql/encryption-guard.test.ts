import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { ConnectionPool } from 'mssql';
import { afterEach, describe, expect, it } from 'vitest';
import { driverConfig } from '../../../src/runners/mssql/driver-config.ts';
import {
  encryptionGuard,
  isEncryptionRefused,
} from '../../../src/runners/mssql/encryption-guard.ts';
import type { MssqlConnection } from '../../../src/runners/mssql/mssql-connection.ts';

const PRELOGIN = 0x12;
const LOGIN7 = 0x10;
const RESPONSE = 0x04;
const signal = new AbortController().signal;

let servers: Server[] = [];
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(
    servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
  );
  servers = [];
  sockets = [];
});

function greeting(options: readonly (readonly [number, Buffer])[]): Buffer {
  const heads = Buffer.alloc(options.length * 5 + 1, 0xff);
  let at = heads.length;
  options.forEach(([token, data], index) => {
    heads.writeUInt8(token, index * 5);
    heads.writeUInt16BE(at, index * 5 + 1);
    heads.writeUInt16BE(data.length, index * 5 + 3);
    at += data.length;
  });
  return Buffer.concat([heads, ...options.map(([, data]) => data)]);
}

function packets(type: number, body: Buffer, size = 4088): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size);
    const header = Buffer.from([type, at + size >= body.length ? 1 : 0, 0, 0, 0, 0, 1, 0]);
    header.writeUInt16BE(part.length + 8, 2);
    parts.push(header, part);
  }
  return Buffer.concat(parts);
}

const VERSION: readonly [number, Buffer] = [0, Buffer.from([16, 0, 0, 0, 0, 0])];
function answer(encryption: number): Buffer {
  return packets(
    RESPONSE,
    greeting([VERSION, [1, Buffer.from([encryption])], [4, Buffer.from([0])]]),
  );
}

/** A server that greets every client with these bytes and keeps the types of the messages it gets. */
async function greet(send: (socket: Socket) => void) {
  const received: number[] = [];
  let bytes = Buffer.alloc(0);
  const server = createServer((socket) => {
    sockets.push(socket);
    let first = true;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      received.push(chunk[0] ?? -1);
      if (first) send(socket);
      first = false;
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, received, bytes: () => bytes };
}

function connectionTo(port: number, mode: 'on' | 'off' = 'on'): MssqlConnection {
  return {
    server: '127.0.0.1',
    port,
    instanceName: null,
    database: null,
    tls: { mode, serverName: null, authority: null, trustAnyCertificate: false },
    readOnlyIntent: false,
    multiSubnetFailover: false,
    connectTimeoutMs: 2_000,
    packetSize: 4096,
    applicationName: 'soxauto',
    workstation: null,
    login: { kind: 'sql', user: 'reader', password: 'hunter22' },
  };
}

async function failure(connection: MssqlConnection): Promise<unknown> {
  const pool = new ConnectionPool(driverConfig(connection, { firstRowTimeoutMs: 1_000 }));
  pool.on('error', () => undefined);
  try {
    await pool.connect();
  } catch (thrown) {
    return thrown;
  } finally {
    await pool.close();
  }
  throw new Error('it connected');
}

describe('D14, F28: the encryption guard under the real driver', () => {
  it.each([
    ['0, off', 0],
    ['2, not supported', 2],
    ['4, unknown', 4],
    ['0x81, a client certificate asked for', 0x81],
  ])('a server that answers ENCRYPTION %s never sees a login', async (_what, encryption) => {
    const server = await greet((socket) => socket.write(answer(encryption)));
    const thrown = await failure(connectionTo(server.port));
    expect(isEncryptionRefused(thrown)).toBe(true);
    expect(thrown).toMatchObject({ message: expect.stringContaining('server refused encryption') });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.received).toEqual([PRELOGIN]);
  });

  it.each([
    ['1, on', 1],
    ['3, required', 3],
  ])('one that answers %s goes on to TLS, not to a login', async (_what, encryption) => {
    const server = await greet((socket) => {
      socket.write(answer(encryption));
      socket.once('data', () => socket.end());
    });
    const thrown = await failure(connectionTo(server.port));
    expect(isEncryptionRefused(thrown)).toBe(false);
    expect(server.received).toEqual([PRELOGIN, PRELOGIN]);
    // a TLS handshake record inside of the second message
    const hello = server.bytes().subarray(server.bytes().lastIndexOf(Buffer.from([0x16, 0x03])));
    expect(hello.length).toBeGreaterThan(50);
  });

  it('the answer may come byte by byte and in several packets', async () => {
    const body = greeting([VERSION, [1, Buffer.from([2])]]);
    const server = await greet((socket) => {
      socket.setNoDelay(true);
      let at = 0;
      const bytes = packets(RESPONSE, body, 7);
      const timer = setInterval(() => {
        socket.write(bytes.subarray(at, at + 1));
        at += 1;
        if (at >= bytes.length) clearInterval(timer);
      }, 1);
    });
    expect(isEncryptionRefused(await failure(connectionTo(server.port)))).toBe(true);
    expect(server.received).toEqual([PRELOGIN]);
  });

  it.each([
    ['no option ENCRYPTION', packets(RESPONSE, greeting([VERSION]))],
    ['an option that points outside', packets(RESPONSE, Buffer.from([1, 0xff, 0, 0, 1, 0xff]))],
    ['a message of another type', packets(0x12, greeting([[1, Buffer.from([1])]]))],
    ['a packet shorter than its header', Buffer.from([RESPONSE, 1, 0, 4, 0, 0, 1, 0])],
    ['options without an end', packets(RESPONSE, Buffer.from([0, 0, 1]))],
    [
      'no end of the message',
      Buffer.concat(
        Array.from({ length: 20 }, () =>
          packets(RESPONSE, Buffer.alloc(8000), 4000).subarray(0, 4008),
        ),
      ),
    ],
  ])('%s counts as refused', async (_what, bytes) => {
    const server = await greet((socket) => socket.write(bytes));
    expect(isEncryptionRefused(await failure(connectionTo(server.port)))).toBe(true);
    expect(server.received).not.toContain(LOGIN7);
  });

  it('without the guard the driver sends the password readable: why it is there', async () => {
    const server = await greet((socket) => socket.write(answer(2)));
    await failure(connectionTo(server.port, 'off'));
    expect(server.received).toContain(LOGIN7);
    const hidden = [...Buffer.from('hunter22', 'utf16le')].map(
      (byte) => (((byte << 4) | (byte >> 4)) & 0xff) ^ 0xa5,
    );
    expect(server.bytes().includes(Buffer.from(hidden))).toBe(true);
  });
});

describe('the guard as a connector', () => {
  async function deadPort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  it.each([false, true])(
    'goes to the host and port passed in, by name or address (all at once: %s)',
    async (inParallel) => {
      const server = await greet(() => undefined);
      for (const host of ['127.0.0.1', 'localhost']) {
        const options = { host, port: server.port };
        const socket = await encryptionGuard(inParallel)(options, null, signal);
        expect(socket.remotePort).toBe(server.port);
        socket.destroy();
      }
    },
  );

  it.each([false, true])('says why nobody answers (all at once: %s)', async (inParallel) => {
    const port = await deadPort();
    await expect(
      encryptionGuard(inParallel)({ host: '127.0.0.1', port }, null, signal),
    ).rejects.toThrow(/ECONNREFUSED/);
    await expect(
      encryptionGuard(inParallel)({ host: 'nowhere.invalid', port }, null, signal),
    ).rejects.toMatchObject({ code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) });
  });

  it.each([false, true])('stops when told to (all at once: %s)', async (inParallel) => {
    const guard = encryptionGuard(inParallel);
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(guard({ host: '127.0.0.1', port: 1 }, null, stopped)).rejects.toThrow('stopped');
    const controller = new AbortController();
    // an address of a network for documentation: nobody answers
    const waiting = guard({ host: '192.0.2.1', port: 1433 }, null, controller.signal);
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow();
  });

  it('knows its own error behind others only', () => {
    expect(isEncryptionRefused(new Error('x', { cause: new Error('y') }))).toBe(false);
    expect(isEncryptionRefused('server refused encryption')).toBe(false);
  });
});
