import { mkdtemp } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerRequest, type StandInState } from './answer-request.ts';
import { answerControl, CONTROL_PATH } from './control.ts';
import { type Fault, FaultPlan } from './faults.ts';
import { type AccessKey, KeyRing, type TemporaryKey } from './key-ring.ts';
import { RequestLog } from './recorded-requests.ts';
import { newBucket, type Policy, type S3State } from './s3/buckets.ts';
import { ContentFolder } from './s3/content.ts';
import { type S3Control, s3Control } from './s3/s3-control.ts';
import type { JsonService } from './service.ts';
import type { PortalSession } from './sso.ts';
import { StandInClock } from './stand-in-clock.ts';
import type { IdentityProvider } from './sts/identity-token.ts';
import type { Role } from './sts/sts-service.ts';

export const ACCOUNT = '123456789012';

/** The key pair that is known when a test names none. */
export const STANDARD_KEY: AccessKey = {
  accessKeyId: 'stand-in-key',
  secretAccessKey: 'stand-in-secret',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/stand-in`,
};

/** What a test brings: a list, or what needs the S3 of this stand-in to be built. */
type Services = readonly JsonService[] | ((s3: S3Control, clock: StandInClock) => JsonService[]);

export interface AwsStandInOptions {
  /** Owner of buckets unless they name one. */
  readonly account?: string;
  /** {@link STANDARD_KEY} alone unless told. */
  readonly keys?: readonly AccessKey[];
  /** `verify` unless told; `parse` takes any signature of a known key. */
  readonly signatures?: 'verify' | 'parse';
  readonly services?: Services;
  readonly faults?: readonly Fault[];
  /** OpenID providers whose tokens STS takes. */
  readonly providers?: readonly IdentityProvider[];
  readonly roles?: readonly Role[];
  /** Sign-ins that the portal of IAM Identity Center knows. */
  readonly portalSessions?: readonly PortalSession[];
  /** Buckets that are there from the start, without lock or versioning. */
  readonly buckets?: readonly string[];
  readonly policy?: Policy;
  /** 5 MiB as with AWS; less lets a test upload in parts quickly. */
  readonly minPartSize?: number;
  /** Any free port unless told. */
  readonly port?: number;
}

export interface StsControl {
  /** A temporary key as AssumeRole would give it. */
  issue(caller: { readonly account: string; readonly arn: string }, seconds: number): TemporaryKey;
  /** Its token counts as expired from now on. */
  expire(accessKeyId: string): void;
}

export interface AwsStandIn {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  readonly port: number;
  readonly account: string;
  /** The first of the known keys. */
  readonly key: AccessKey;
  readonly requests: RequestLog;
  readonly faults: FaultPlan;
  readonly clock: StandInClock;
  readonly s3: S3Control;
  readonly sts: StsControl;
  /** What went wrong in the stand-in itself; `close()` throws on it. */
  readonly failures: readonly unknown[];
  /** Ends all connections and deletes what was stored. @throws Error for failures */
  close(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  return address.port;
}

/** An AWS that is none: S3, STS, the portal and what services a test brings, over HTTP on the loopback. */
export async function startAwsStandIn(options: AwsStandInOptions = {}): Promise<AwsStandIn> {
  const { account = ACCOUNT, keys = [STANDARD_KEY], services = [] } = options;
  const [key] = keys;
  if (key === undefined) throw new Error('the stand-in needs a key');
  const clock = new StandInClock();
  const folder = await mkdtemp(join(tmpdir(), 'aws-stand-in-'));
  const ring = new KeyRing(keys, clock, (options.signatures ?? 'verify') === 'verify');
  const buckets = (options.buckets ?? []).map((name) => newBucket(name, account, clock.now()));
  const s3State: S3State = {
    buckets: new Map(buckets.map((bucket) => [bucket.name, bucket])),
    folder: new ContentFolder(folder),
    clock,
    policy: options.policy ?? (() => 'allow'),
    minPartSize: options.minPartSize ?? 5 * 1024 * 1024,
  };
  const s3 = s3Control(s3State, account);
  const state: StandInState = {
    log: new RequestLog(),
    faults: new FaultPlan(options.faults),
    clock,
    keys: ring,
    s3: s3State,
    s3Control: s3,
    sts: {
      providers: options.providers ?? [],
      roles: options.roles ?? [],
      keys: ring,
      clock,
    },
    portalSessions: options.portalSessions ?? [],
    services: typeof services === 'function' ? services(s3, clock) : services,
  };
  const failures: unknown[] = [];
  const server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
  const answer: RequestListener = (message, response) => {
    response.sendDate = false;
    if (message.url?.startsWith(CONTROL_PATH)) {
      void answerControl(message, response, state);
      return;
    }
    answerRequest(message, response, state).catch((error: unknown) => {
      // a client that goes away in mid-body is no failure of the stand-in
      if (!message.destroyed && !response.destroyed) failures.push(error);
      response.destroy();
    });
  };
  server.on('request', answer);
  server.on('checkContinue', answer);
  const port = await listen(server, options.port ?? 0);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    account,
    key,
    requests: state.log,
    faults: state.faults,
    clock,
    s3,
    sts: {
      issue: (caller, seconds) => ring.issue(caller, seconds),
      expire: (accessKeyId) => ring.expire(accessKeyId),
    },
    failures,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await s3State.folder.close();
      if (failures.length > 0) {
        throw new AggregateError(failures, `the AWS stand-in failed: ${failures.join('; ')}`);
      }
    },
  };
}
