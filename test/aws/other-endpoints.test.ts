import { describe, it } from 'vitest';
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

const endpoint = process.env['TEST_AWS_ENDPOINT'];
if (endpoint === undefined) {
  describe('another endpoint does what S3 does', () => {
    it.skip('10.8 not tried: TEST_AWS_ENDPOINT is not set', () => undefined);
  });
} else {
  describeS3Conformance(endpoint, () =>
    Promise.resolve({
      endpoint,
      key: {
        accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
      },
      close: () => Promise.resolve(),
    }),
  );
}
