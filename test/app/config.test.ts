import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configJsonSchema, loadConfig } from '../../src/app/config.ts';
import { repository } from '../support/ipe.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('configuration', () => {
  it('without a file means the demo books and folders below the working folder', async () => {
    const folder = await tempFolder();
    expect(loadConfig(folder, {})).toMatchObject({
      file: null,
      environment: 'demo',
      evidence: { kind: 'folder', folder: join(folder, 'evidence') },
      workFolder: join(folder, '.soxauto'),
      memoryLimit: '512MB',
      threads: null,
      attempts: 3,
      schedule: null,
      logs: 'text',
    });
  });

  it('takes paths from the folder of the file, limits and environment variables', async () => {
    const folder = await tempFolder();
    mkdirSync(join(folder, 'etc'));
    writeFileSync(
      join(folder, 'etc', 'x.json'),
      JSON.stringify({
        environment: 'production',
        sources: {
          bob: { kind: 'duckdb', file: 'bob.duckdb' },
          nav_dw: { kind: 'files', folder: 'nav' },
        },
        evidence: { kind: 'folder', folder: '/srv/evidence' },
        limits: { memory: '2GB', threads: 3, query_timeout_seconds: 60, attempts: 5 },
        logs: 'text',
        schedule: { when: '0 4 3 * *', approved_by: 'Head of Internal Control' },
        organization: 'Savanna',
      }),
    );
    const config = loadConfig(folder, {
      SOXAUTO_CONFIG: 'etc/x.json',
      SOXAUTO_WORK: 'w',
      SOXAUTO_LOGS: 'json',
    });
    expect(config).toMatchObject({
      environment: 'production',
      evidence: { kind: 'folder', folder: '/srv/evidence' },
      workFolder: join(folder, 'w'),
      memoryLimit: '2GB',
      threads: 3,
      queryTimeoutMs: 60_000,
      organization: 'Savanna',
      attempts: 5,
      schedule: { when: '0 4 3 * *', approvedBy: 'Head of Internal Control' },
      logs: 'json',
    });
    expect(config.sources.get('bob')).toEqual({
      kind: 'duckdb',
      file: join(folder, 'etc', 'bob.duckdb'),
    });
    expect(config.sources.get('nav_dw')).toEqual({
      kind: 'files',
      folder: join(folder, 'etc', 'nav'),
    });
  });

  it('refuses a form of logs it does not know', async () => {
    const folder = await tempFolder();
    expect(() => loadConfig(folder, { SOXAUTO_LOGS: 'xml' })).toThrow(
      /SOXAUTO_LOGS is text or json/,
    );
  });

  it.each([
    ['not JSON', '{', /cannot be read as JSON/],
    [
      'an unknown key',
      '{"environment":"test","sources":{"bob":{"kind":"duckdb","file":"x"}},"sorces":{}}',
      /sorces/,
    ],
    ['no source', '{"environment":"test","sources":{}}', /at least one source/],
    ['no environment', '{"sources":{}}', /environment/],
    [
      'a bad limit',
      '{"environment":"test","sources":{"bob":{"kind":"duckdb","file":"x"}},"limits":{"memory":"much"}}',
      /limits\.memory/,
    ],
    [
      'a secret in the file',
      '{"environment":"test","sources":{"bob":{"kind":"duckdb","file":"x","password":"p"}}}',
      /password/,
    ],
  ])('refuses %s and names the place', async (_what, text, message) => {
    const folder = await tempFolder();
    writeFileSync(join(folder, 'soxauto.config.json'), text);
    expect(() => loadConfig(folder, {})).toThrow(message);
    expect(() => loadConfig(folder, {})).toThrow(expect.objectContaining({ code: 'BAD_CONFIG' }));
  });

  it('refuses a named file that is not there', async () => {
    const folder = await tempFolder();
    expect(() => loadConfig(folder, { SOXAUTO_CONFIG: 'gone.json' })).toThrow(
      expect.objectContaining({ code: 'NO_CONFIG_FILE' }),
    );
  });

  it('has the JSON Schema that is published for editors', () => {
    const published = JSON.parse(
      readFileSync(join(repository, 'docs/soxauto.config.schema.json'), 'utf8'),
    );
    expect(published).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  });

  describe('of evidence in a bucket', () => {
    const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/0a-1b';
    const BUCKET = {
      kind: 's3',
      bucket: 'sox-evidence',
      region: 'eu-west-1',
      expected_owner: '123456789012',
      kms_key: KEY,
    };
    const AWS = { region: 'eu-west-1', allowed: [{ account: '123456789012', role: 'ipe-*' }] };

    async function evidenceOf(
      evidence: object,
      environment = 'production',
      aws: object | null = AWS,
    ) {
      const folder = await tempFolder();
      const sources = { bob: { kind: 'duckdb', file: 'bob.duckdb' } };
      const file = join(folder, 'soxauto.config.json');
      writeFileSync(file, JSON.stringify({ environment, sources, evidence, ...(aws && { aws }) }));
      return loadConfig(folder, {}).evidence;
    }

    it('R-1 keeps evidence 7 years under COMPLIANCE in production unless more is said', async () => {
      expect(await evidenceOf(BUCKET)).toEqual({
        kind: 's3',
        bucket: 'sox-evidence',
        prefix: '',
        region: 'eu-west-1',
        expectedOwner: '123456789012',
        kmsKey: KEY,
        retention: { mode: 'COMPLIANCE', days: 2557 },
        legalHold: false,
        multipartThreshold: 4 * 1024 ** 3,
      });
      const more = {
        prefix: 'sox/evidence',
        retention: { mode: 'COMPLIANCE', days: 3650 },
        legal_hold: true,
        multipart_threshold: 5 * 1024 ** 2,
      };
      expect(await evidenceOf({ ...BUCKET, ...more })).toMatchObject({
        prefix: 'sox/evidence',
        kmsKey: KEY,
        retention: { mode: 'COMPLIANCE', days: 3650 },
        legalHold: true,
        multipartThreshold: 5 * 1024 ** 2,
      });
    });

    it('names the key by its ARN: an alias can be turned to another', async () => {
      for (const kms_key of ['alias/evidence', KEY.replace('key/', 'alias/'), '0a-1b']) {
        await expect(evidenceOf({ ...BUCKET, kms_key })).rejects.toThrow('is no ARN of a key');
      }
    });

    it('is encrypted with a key that is named, in production', async () => {
      const { kms_key: _, ...keyless } = {
        ...BUCKET,
        retention: { mode: 'COMPLIANCE', days: 2557 },
      };
      await expect(evidenceOf(keyless)).rejects.toThrow('evidence.kms_key is missing');
      expect(await evidenceOf(keyless, 'test')).toMatchObject({ kmsKey: null });
    });

    it('P28 says who may reach it, in production', async () => {
      const { region } = AWS;
      for (const aws of [null, { region }]) {
        const asked = evidenceOf(BUCKET, 'production', aws);
        await expect(asked).rejects.toThrow('aws.allowed: is missing');
      }
      const retention = { mode: 'none' };
      const inTest = await evidenceOf({ ...BUCKET, retention }, 'test', { region });
      expect(inTest).toMatchObject({ kind: 's3' });
    });

    it('R-1 never locks test data that nobody asked to be locked', async () => {
      await expect(evidenceOf(BUCKET, 'test')).rejects.toThrow('evidence.retention is missing');
      const retention = { mode: 'none' };
      expect(await evidenceOf({ ...BUCKET, retention }, 'test')).toMatchObject({ retention });
    });

    it.each([
      ['R-1 no retention in production', { retention: { mode: 'none' } }, /at least 2557 days/],
      ['R-1 GOVERNANCE', { retention: { mode: 'GOVERNANCE', days: 3650 } }, /got GOVERNANCE 3650/],
      [
        'R-1 too few days',
        { retention: { mode: 'COMPLIANCE', days: 2556 } },
        /got COMPLIANCE 2556/,
      ],
      ['P24 no account', { expected_owner: '1234' }, /evidence.expected_owner/],
      ['a prefix with a way out', { prefix: '../x/' }, /evidence.prefix/],
      ['parts of too few bytes', { multipart_threshold: 1 }, /evidence.multipart_threshold/],
      ['an endpoint', { endpoint: 'http://127.0.0.1' }, /endpoint/],
    ])('refuses %s', async (_, changes, words) => {
      await expect(evidenceOf({ ...BUCKET, ...changes })).rejects.toThrow(words);
    });
  });
});
