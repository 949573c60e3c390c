import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type AwsService,
  elsewhere,
  endpointWords,
  isOfAws,
  otherEndpoints,
} from '../../src/aws/endpoints.ts';
import { REGION } from '../support/aws/clients.ts';

const ALL: readonly AwsService[] = ['athena', 's3', 'secretsmanager', 'sts'];
const FOREIGN = 'http://127.0.0.1:4566';

describe('where the services of AWS are reached', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'soxauto-endpoints-'));
    for (const name of ['', '_ATHENA', '_S3', '_SECRETS_MANAGER', '_STS']) {
      vi.stubEnv(`AWS_ENDPOINT_URL${name}`, undefined);
    }
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    vi.stubEnv('AWS_PROFILE', undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('is their own address when nothing else is said', async () => {
    expect(await otherEndpoints(ALL, REGION)).toEqual([]);
  });

  it('is what the environment says for all of them', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', `${FOREIGN}/path`);
    const all = ALL.map((service) => ({ service, address: FOREIGN, ofAws: false }));
    expect(await otherEndpoints(ALL, REGION)).toEqual(all);
  });

  it.each([
    ['athena', 'AWS_ENDPOINT_URL_ATHENA'],
    ['s3', 'AWS_ENDPOINT_URL_S3'],
    ['secretsmanager', 'AWS_ENDPOINT_URL_SECRETS_MANAGER'],
    ['sts', 'AWS_ENDPOINT_URL_STS'],
  ])('is what the environment says for %s alone', async (service, name) => {
    vi.stubEnv(name, FOREIGN);
    expect(await otherEndpoints(ALL, REGION)).toEqual([
      { service, address: FOREIGN, ofAws: false },
    ]);
  });
});

// The SDK reads its files once in a process: tests of profiles are in test/e2e/athena.test.ts.

describe('an address', () => {
  it.each([
    ['athena', 'https://athena.eu-west-1.amazonaws.com'],
    ['athena', 'https://athena-fips.us-gov-west-1.amazonaws.com'],
    ['athena', 'https://athena.eu-west-1.api.aws'],
    ['athena', 'https://vpce-0a1-b2.athena.eu-west-1.vpce.amazonaws.com'],
    ['s3', 'https://s3.dualstack.eu-west-1.amazonaws.com'],
    ['s3', 'https://bucket.vpce-0a1-b2.s3.eu-west-1.vpce.amazonaws.com'],
    ['s3', 'https://s3.cn-north-1.amazonaws.com.cn'],
    ['secretsmanager', 'https://secretsmanager.eu-west-1.amazonaws.com'],
    ['sts', 'https://sts.amazonaws.com'],
  ] as const)('of %s is AWS: %s', (service, address) => {
    expect(isOfAws(service, address)).toBe(true);
  });

  it.each([
    ['athena', 'http://athena.eu-west-1.amazonaws.com'],
    ['athena', 'https://athena.eu-west-1.amazonaws.com:8443'],
    ['athena', 'https://athena.eu-west-1.amazonaws.com.example.org'],
    ['athena', 'https://s3.eu-west-1.amazonaws.com'],
    ['athena', 'https://athena-1.eu-west-1.elb.amazonaws.com'],
    ['athena', 'https://a1b2.execute-api.eu-west-1.amazonaws.com'],
    ['athena', 'https://athenaXeu-west-1.amazonaws.com'],
    ['s3', 'https://some-bucket.s3.eu-west-1.amazonaws.com'],
    ['sts', 'https://localhost'],
  ] as const)('of %s may be of somebody else: %s', (service, address) => {
    expect(isOfAws(service, address)).toBe(false);
  });

  it('is told only where it is another one', () => {
    const vpc = { service: 's3', address: 'https://vpce.example', ofAws: true } as const;
    const foreign = { service: 'athena', address: FOREIGN, ofAws: false } as const;
    expect(elsewhere('athena', [vpc, foreign])).toBe(` at ${FOREIGN} (not AWS)`);
    expect(elsewhere('sts', [vpc, foreign])).toBe('');
    expect(elsewhere('sts', undefined)).toBe('');
    expect(endpointWords(vpc)).toBe('https://vpce.example');
  });
});
