import { setTimeout as pause } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import type { S3StoreOptions } from './s3-options.ts';
import { asStoreError, cancelled, troubleOf } from './s3-trouble.ts';

export const TRIES = 5;
const FIRST_WAIT_MS = 250;
const CONNECT_MS = 5_000;
const IDLE_MS = 60_000;

/** Everything it warns of reaches whoever called as an error; it must not stand between log lines. */
const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

/** One login to S3, renewed when its token expires. */
export interface S3Session {
  /** The bucket, and that it must be ours: part of every request. */
  readonly at: { readonly Bucket: string; readonly ExpectedBucketOwner: string };
  /**
   * Does something, again while S3 is busy. `single` is a client that tries each request once, `patient` one that
   * repeats those it can repeat itself.
   * @throws EvidenceStoreError that names `what`
   */
  call<Result>(
    what: string,
    act: (clients: S3Clients) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result>;
  /** Waits before another try. @throws EvidenceStoreError CANCELLED */
  wait(what: string, failures: number, signal?: AbortSignal): Promise<void>;
}

export interface S3Clients {
  readonly single: S3Client;
  readonly patient: S3Client;
}

export function openSession(options: S3StoreOptions): S3Session {
  const { bucket, region, credentials, expectedOwner, firstWaitMs = FIRST_WAIT_MS } = options;
  const client = (maxAttempts: number) =>
    new S3Client({
      region,
      maxAttempts,
      ...(credentials && { credentials }),
      // without an idle limit a stalled connection hangs for ever
      requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: options.idleMs ?? IDLE_MS },
      logger: QUIET,
      // what we send and receive is checked against the package's own digest
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  const login = (): S3Clients => ({ single: client(1), patient: client(TRIES) });
  let clients = login();

  const session: S3Session = {
    at: { Bucket: bucket, ExpectedBucketOwner: expectedOwner },
    async call(what, act, signal) {
      let renewed = false;
      for (let failures = 0; ; ) {
        if (signal?.aborted) throw cancelled(what);
        const used = clients;
        try {
          return await act(used);
        } catch (thrown) {
          if (signal?.aborted) throw cancelled(what, thrown);
          const trouble = troubleOf(thrown);
          if (trouble === 'expired' && !renewed) {
            renewed = true;
            // another call may have been first
            if (clients === used) clients = login();
            continue;
          }
          failures += 1;
          if (trouble !== 'busy' || failures >= TRIES) throw asStoreError(thrown, what, options);
        }
        await session.wait(what, failures, signal);
      }
    },
    async wait(what, failures, signal) {
      const longest = firstWaitMs * 2 ** (failures - 1);
      await pause(Math.random() * longest, undefined, { signal }).catch((cause: unknown) => {
        throw cancelled(what, cause);
      });
    },
  };
  return session;
}
