import { setTimeout as pause } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { CLIENT_LIMITS, clientSettings } from '../../../aws/client-settings.ts';
import { renewedClient } from '../../../aws/renewed-client.ts';
import type { S3StoreOptions } from './s3-options.ts';
import { asStoreError, cancelled, troubleOf } from './s3-trouble.ts';

export const TRIES = 5;
const FIRST_WAIT_MS = 250;
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
  const {
    bucket,
    expectedOwner,
    firstWaitMs = FIRST_WAIT_MS,
    idleMs = CLIENT_LIMITS.idleMs,
  } = options;
  const clients = renewedClient((anew) => {
    const client = (attempts: number) =>
      new S3Client({
        ...clientSettings(options, { idleMs, attempts, answerMs: null }, anew),
        // what we send and receive is checked against the package's own digest
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      });
    const [single, patient] = [client(1), client(TRIES)];
    const destroy = () => {
      single.destroy();
      patient.destroy();
    };
    return { single, patient, destroy };
  });

  const session: S3Session = {
    at: { Bucket: bucket, ExpectedBucketOwner: expectedOwner },
    async call(what, act, signal) {
      for (let failures = 1; ; failures += 1) {
        if (signal?.aborted) throw cancelled(what);
        try {
          return await clients.call(act);
        } catch (thrown) {
          if (signal?.aborted) throw cancelled(what, thrown);
          if (troubleOf(thrown) !== 'busy' || failures >= TRIES) {
            throw asStoreError(thrown, what, options);
          }
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
