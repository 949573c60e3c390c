import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Connection } from 'tedious';
import type { StatementLog } from '../statement-log.ts';

/**
 * Ends a connection in whatever state it is; a login that is under way ends with its socket, and one that servers send
 * to and fro with its next connect.
 */
export function drop(connection: Connection): void {
  const { config, socket } = innerOf(connection);
  if (config !== undefined) {
    config.options.connector = () => Promise.reject(new Error('given up'));
  }
  // the driver may have stopped listening, and an error nobody hears ends the process
  socket?.on('error', () => undefined);
  socket?.destroy(new Error('given up'));
  connection.close();
}

/** Tells where a server sends the connection on to: read-only routing, or a gateway. */
export function watchRouting(connection: Connection, tell: (place: string) => void): void {
  const events: EventEmitter = connection;
  // the driver's types leave this event out
  events.on('rerouting', () => {
    const { routingData } = innerOf(connection);
    if (routingData === undefined) return;
    const { server, instance, port } = routingData;
    tell(`${server}${instance === undefined ? '' : `\\${instance}`}:${port}`);
  });
}

interface Inner {
  readonly routingData?: {
    readonly server: string;
    readonly port: number;
    readonly instance: string | undefined;
  };
  readonly socket?: Socket;
  readonly config?: { readonly options: { connector?: () => Promise<Socket> } };
}

function innerOf(connection: Connection): Inner {
  // the driver's types keep both private
  return connection as unknown as Inner;
}

/**
 * A refused login reaches npm mssql without the server's number, and as the last thing that was said, where the first
 * is the reason: both are in the messages only.
 */
export function numberLoginErrors(connection: Connection): void {
  let first: { message: string; number: number; state: number; class: number } | undefined;
  const hear = (message: NonNullable<typeof first>) => {
    first ??= message;
  };
  connection.on('errorMessage', hear);
  connection.once('connect', (refused) => {
    connection.off('errorMessage', hear);
    if (refused === undefined || first === undefined) return;
    const { message, number, state, class: severity } = first;
    Object.assign(refused, { message, number, state, class: severity });
  });
}

/** Logs the SET statements the driver sends by itself as soon as it has logged in. */
export function logSettings(connection: Connection, log: StatementLog): void {
  const settings = connection.getInitialSql.bind(connection);
  connection.getInitialSql = () => {
    const text = settings();
    const update = log.record({ purpose: 'settings', query: null, text, parameters: [] });
    connection.once('connect', (refused) => update(refused ? { failed: 'yes' } : { done: 'yes' }));
    return text;
  };
}

/** Tells what a connection is encrypted with, as soon as it is. */
export function watchTls(
  connection: Connection,
  tell: (facts: Readonly<Record<string, string>>) => void,
): void {
  const note = (socket: unknown) => {
    if (socket instanceof TLSSocket) tell(tlsFacts(socket));
  };
  connection.on('secure', note);
  // with TLS before everything else there is no such event
  connection.on('connect', () => note(innerOf(connection).socket));
}

function tlsFacts(socket: TLSSocket): Readonly<Record<string, string>> {
  const fingerprint = socket.getPeerCertificate().fingerprint256;
  return {
    tls: socket.getProtocol() ?? 'unknown',
    tls_cipher: socket.getCipher().name,
    tls_certificate_sha256: fingerprint?.replaceAll(':', '').toLowerCase() ?? 'none',
  };
}
