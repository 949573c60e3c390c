import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import { type CertificateKind, makeCertificate } from './certificates.ts';
import { StandInConnection } from './connection.ts';
import type { Dataset } from './datasets.ts';
import type { Facts } from './facts.ts';
import { type Fault, FaultPlan } from './faults.ts';
import type { Login7 } from './login.ts';
import type { EncryptionAnswer } from './prelogin.ts';
import { reviewedText } from './reviewed-text.ts';
import type { LoginOutcome, StandInState } from './stand-in-state.ts';
import { type TrafficEntry, TrafficLog } from './traffic-log.ts';

export interface StandInOptions {
  readonly datasets?: readonly Dataset[];
  readonly facts?: Facts;
  readonly faults?: readonly Fault[];
  readonly tls?: {
    /** PRELOGIN's answer; `on` unless told, which serves clients without TLS too. */
    readonly encryption?: EncryptionAnswer;
    /** TLS before the first packet (TDS 8). */
    readonly strict?: boolean;
    readonly certificate?: CertificateKind;
    readonly handshakeDelayMs?: number;
  };
  readonly login?: {
    readonly user?: string;
    readonly password?: string;
    /** Databases that exist; any when left out. */
    readonly databases?: readonly string[];
    /** What the first logins end in, in order; later ones are checked as usual. */
    readonly outcomes?: readonly LoginOutcome[];
  };
  /** The source's time as a datetimeoffset literal. */
  readonly clock?: () => string;
  /** 16.0.1000 unless told: SQL Server 2022. */
  readonly version?: readonly [major: number, minor: number, build: number];
  readonly serverName?: string;
  readonly mars?: boolean;
  readonly packetSize?: number;
  /** Shows passwords and tokens in the log. */
  readonly showPasswords?: boolean;
}

export interface TdsStandIn {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** PEM of the authority a client must trust. */
  readonly authority: string;
  readonly log: readonly TrafficEntry[];
  /** A configuration of npm `mssql` that reaches it over verified TLS. */
  config(): StandInConfig;
  /** Rows written to sockets so far, over all connections. */
  rowsHandedOut(): number;
  /** Changes the data of the source. */
  setVersion(version: number): void;
  /** From now on the source answers this text too. */
  addDataset(dataset: Dataset): void;
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** What a client did that it must never do; `close()` throws on it. */
  failures(): readonly string[];
  /** Stops listening and ends all connections. @throws Error for failures nobody has taken */
  close(): Promise<void>;
  /** Takes the failures away, for tests that expect them. */
  takeFailures(): readonly string[];
}

export interface StandInConfig {
  readonly server: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly options: {
    readonly encrypt: boolean | 'strict';
    readonly trustServerCertificate: boolean;
    readonly cryptoCredentialsDetails: { readonly ca: string };
  };
}

const wrongPassword = (user: string): LoginOutcome => ({
  kind: 'refused',
  errors: [{ number: 18456, class: 14, message: `Login failed for user '${user}'.` }],
});

function checkLogin(
  login: Login7,
  known: { user: string; password: string; databases: readonly string[] | null },
): LoginOutcome {
  const { databases } = known;
  if (login.token === null && (login.user !== known.user || login.password !== known.password)) {
    return wrongPassword(login.user);
  }
  if (databases === null || login.database === '' || databases.includes(login.database)) {
    return { kind: 'accepted' };
  }
  const message = `Cannot open database "${login.database}" requested by the login. The login failed.`;
  const { errors } = { errors: [{ number: 4060, class: 11, message }] };
  const failed = { number: 18456, class: 14, message: `Login failed for user '${login.user}'.` };
  return { kind: 'refused', errors: [...errors, failed] };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  return address.port;
}

/** A SQL Server that is none: speaks TDS 7.4 on a random port of the loopback and answers what a test gave it. */
export async function startTdsStandIn(options: StandInOptions = {}): Promise<TdsStandIn> {
  const { tls = {}, login = {} } = options;
  const user = login.user ?? 'reader';
  const password = login.password ?? 'Reader-1!ü';
  const { certificate, key, authority } = makeCertificate(tls.certificate ?? 'valid');
  const log = new TrafficLog(options.showPasswords ?? false);
  const outcomes = [...(login.outcomes ?? [])];
  const faults = new FaultPlan(options.faults ?? []);
  const texts = (options.datasets ?? []).map(reviewedText);
  const state: StandInState = {
    log,
    faults,
    source: { version: 1 },
    texts,
    facts: options.facts ?? {},
    version: options.version ?? [16, 0, 1000],
    serverName: options.serverName ?? 'STANDIN',
    encryption: tls.encryption ?? 'on',
    secureContext: createSecureContext({ cert: certificate, key, maxVersion: 'TLSv1.2' }),
    handshakeDelayMs: tls.handshakeDelayMs ?? 0,
    mars: options.mars ?? false,
    packetSize: options.packetSize ?? null,
    clock: options.clock ?? (() => '2026-01-31 06:00:00.0000000 +00:00'),
    rowsHandedOut: 0,
    nextLogin: (asked) =>
      outcomes.shift() ?? checkLogin(asked, { user, password, databases: login.databases ?? null }),
  };
  const connections = new Set<StandInConnection>();
  let count = 0;
  const accept = (socket: Socket): void => {
    count += 1;
    socket.setNoDelay(true);
    const connection = new StandInConnection(state, count, socket, tls.strict === true);
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
  };
  const server =
    tls.strict === true
      ? createTlsServer({ cert: certificate, key, ALPNProtocols: ['tds/8.0'] }, accept)
      : createServer(accept);
  server.on('tlsClientError', () => undefined);
  const port = await listen(server);
  const taken = new Set<string>();
  const failures = () => log.failures().filter((failure) => !taken.has(failure));
  return {
    host: '127.0.0.1',
    port,
    user,
    password,
    authority,
    log: log.entries,
    config: () => ({
      server: 'localhost',
      port,
      user,
      password,
      database: login.databases?.[0] ?? 'ledger',
      options: {
        encrypt: tls.strict === true ? 'strict' : true,
        trustServerCertificate: false,
        cryptoCredentialsDetails: { ca: authority },
      },
    }),
    rowsHandedOut: () => state.rowsHandedOut,
    setVersion: (version) => {
      state.source.version = version;
    },
    addDataset: (dataset) => {
      texts.push(reviewedText(dataset));
    },
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    failures,
    takeFailures: () => {
      const now = failures();
      for (const failure of now) taken.add(failure);
      return now;
    },
    close: async () => {
      for (const connection of connections) connection.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      const [first] = failures();
      if (first !== undefined) {
        throw new Error(`the stand-in saw ${failures().length} failures; the first: ${first}`);
      }
    },
  };
}
