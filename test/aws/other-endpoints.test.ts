import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, it, onTestFinished, vi } from 'vitest';
import { s3Store } from '../../src/evidence/store/s3/s3-store.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { describeEvidenceStore } from '../contract/evidence-store.ts';
import { REGION } from '../support/aws/clients.ts';
import { ACCOUNT } from '../support/aws/start-aws-stand-in.ts';
import { radosGatewaySkip, startRadosGateway } from '../support/radosgw.ts';
import { describeS3Conformance } from './s3-conformance.ts';

const skip = radosGatewaySkip();
if (skip === null) {
  describeS3Conformance('radosgw', startRadosGateway);
} else {
  describe('radosgw does what S3 does', () => {
    it.skip(`10.8 not tried: ${skip}`, () => undefined);
  });
}

const endpoint = process.env['TEST_AWS_ENDPOINT'] ?? '';
if (endpoint === '') {
  describe('another endpoint does what S3 does', () => {
    it.skip('10.8 not tried: TEST_AWS_ENDPOINT is not set', () => undefined);
  });
} else {
  const key = {
    accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  };
  const region = process.env['AWS_REGION'] ?? REGION;
  describeS3Conformance(endpoint, () =>
    Promise.resolve({ endpoint, region, key, close: () => Promise.resolve() }),
  );
  describeEvidenceStore(
    `a bucket of ${endpoint}`,
    async () => {
      vi.stubEnv('AWS_ENDPOINT_URL_S3', endpoint);
      onTestFinished(() => void vi.unstubAllEnvs());
      const client = new S3Client({ endpoint, region, credentials: key, forcePathStyle: true });
      const bucket = `evidence-${randomUUID()}`;
      await client.send(
        new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }),
      );
      client.destroy();
      return s3Store({
        bucket,
        prefix: 'evidence',
        region,
        expectedOwner: process.env['TEST_AWS_ACCOUNT'] ?? ACCOUNT,
        kmsKey: null,
        // so that the buckets can be taken away again
        retention: { mode: 'GOVERNANCE', days: 1 },
        legalHold: false,
        multipartThreshold: 4 * 1024 ** 3,
        clock: systemClock,
        credentials: async () => key,
      });
    },
    'noticed',
  );
}
