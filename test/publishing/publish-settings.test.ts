import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/app/config.ts';
import { tempFolder } from '../support/temp-folder.ts';

const PUBLISH = {
  bucket: 'ipe-published',
  prefix: 'certified/ipe',
  expected_owner: '123456789012',
  workgroup: 'ipe-publish',
  database: 'certified',
};

const AWS = { region: 'eu-west-1', allowed: [{ account: '123456789012', role: 'ipe-publisher' }] };

async function configured(publish: object, aws: object | null = AWS) {
  const folder = await tempFolder();
  writeFileSync(
    join(folder, 'soxauto.config.json'),
    JSON.stringify({
      environment: 'test',
      sources: { bob: { kind: 'duckdb', file: 'bob.duckdb' } },
      ...(aws === null ? {} : { aws }),
      publish,
    }),
  );
  return loadConfig(folder, {}).publish;
}

describe('the configuration of publishing', () => {
  it('takes catalog, key and region by default from Athena, the bucket and aws', async () => {
    expect(await configured(PUBLISH)).toEqual({
      region: null,
      target: {
        bucket: 'ipe-published',
        prefix: 'certified/ipe',
        expectedOwner: '123456789012',
        kmsKey: null,
        workgroup: 'ipe-publish',
        catalog: 'AwsDataCatalog',
        database: 'certified',
      },
    });
    const kms_key = 'arn:aws:kms:eu-west-1:123456789012:key/0a';
    const more = { ...PUBLISH, kms_key, catalog: 'lake', region: 'eu-west-3' };
    expect(await configured(more)).toMatchObject({
      region: 'eu-west-3',
      target: { kmsKey: kms_key, catalog: 'lake' },
    });
  });

  it.each([
    ['bucket', 'Bad_Bucket'],
    ['prefix', "certified'/x"],
    ['prefix', '/certified'],
    ['prefix', 'certified/../x'],
    ['expected_owner', '12'],
    ['workgroup', 'a b'],
    ['database', 'Certified"'],
    ['kms_key', 'alias/mine'],
    ['region', 'europe'],
    ['password', 'x'],
  ])('refuses a %s of %s and names the place', async (name, value) => {
    await expect(configured({ ...PUBLISH, [name]: value })).rejects.toThrow('publish');
  });

  it('needs aws, and who may publish', async () => {
    await expect(configured(PUBLISH, null)).rejects.toThrow('aws: is missing');
    await expect(configured(PUBLISH, { region: 'eu-west-1' })).rejects.toThrow(
      'aws.allowed: is missing: nothing says who may publish',
    );
  });
});
