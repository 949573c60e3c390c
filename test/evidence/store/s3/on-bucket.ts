import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { S3StoreOptions } from '../../../../src/evidence/store/s3/s3-options.ts';
import { s3Store } from '../../../../src/evidence/store/s3/s3-store.ts';
import { systemClock } from '../../../../src/kernel/clock.ts';
import { clientSettings, REGION } from '../../../support/aws/clients.ts';
import { type AwsStandIn, startAwsStandIn } from '../../../support/aws/start-aws-stand-in.ts';

/** The stand-in of a test file; everything set by `faults`, `policy` or `clock` is for the test to take back. */
export function useStandIn(): { readonly it: AwsStandIn } {
  const held: { it?: AwsStandIn } = {};
  beforeAll(async () => {
    held.it = await startAwsStandIn();
    process.env['AWS_ENDPOINT_URL_S3'] = held.it.endpoint;
  });
  afterAll(async () => {
    delete process.env['AWS_ENDPOINT_URL_S3'];
    await held.it?.close();
  });
  return {
    get it() {
      if (held.it === undefined) throw new Error('the stand-in is started before tests only');
      return held.it;
    },
  };
}

/** A bucket with Object Lock of its own, and the store in it. */
export function aStoreOn(standIn: AwsStandIn, changes: Partial<S3StoreOptions> = {}) {
  const bucket = `evidence-${randomBytes(6).toString('hex')}`;
  standIn.s3.createBucket(bucket, { lock: true });
  return { bucket, store: aStoreIn(standIn, bucket, changes) };
}

export function aStoreIn(
  standIn: AwsStandIn,
  bucket: string,
  changes: Partial<S3StoreOptions> = {},
) {
  return s3Store({ ...aStoreOptions(standIn, bucket), ...changes });
}

export function aStoreOptions(standIn: AwsStandIn, bucket: string): S3StoreOptions {
  return {
    bucket,
    prefix: 'evidence',
    region: REGION,
    expectedOwner: standIn.account,
    kmsKey: null,
    retention: { mode: 'COMPLIANCE', days: 2557 },
    legalHold: false,
    multipartThreshold: 4 * 1024 ** 3,
    clock: systemClock,
    credentials: async () => clientSettings(standIn).credentials,
    firstWaitMs: 1,
  };
}

/** Where a package of the contract's location stands. */
export const FOLDER = 'evidence/C-PG-1/IPE_07/NG/2025-09-30';
