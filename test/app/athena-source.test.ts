import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/app/config.ts';
import { checkConnected, configuredConnections, engineOf } from '../../src/app/connections.ts';
import type { EvidenceLocation } from '../../src/app/evidence-location.ts';
import { loadCatalog } from '../../src/app/load-catalog.ts';
import { usesAws } from '../../src/app/operator.ts';
import { tempFolder } from '../support/temp-folder.ts';

const AWS = { region: 'eu-west-1', allowed: [{ account: '123456789012', role: 'ipe-*' }] };
const LAKE = { kind: 'athena', workgroup: 'reports' };
const FILES = { kind: 'files', folder: 'nav' };
const SERVER = { kind: 'mssql', secret: 'nav' };

const catalog = loadCatalog();

async function load(sources: object, more: object = { aws: AWS }) {
  const folder = await tempFolder();
  writeFileSync(
    join(folder, 'soxauto.config.json'),
    JSON.stringify({ environment: 'production', sources, ...more }),
  );
  return loadConfig(folder, {});
}

describe('a data lake in the configuration', () => {
  it('is a workgroup; the rest is what is safe', async () => {
    const { sources } = await load({ bob: LAKE });
    expect(sources.get('bob')).toEqual({
      kind: 'athena',
      region: 'eu-west-1',
      allowed: AWS.allowed,
      workgroup: 'reports',
      catalog: null,
      outputLocation: null,
      expectedBucketOwner: null,
      consistency: 'bracketed',
      fetch: 's3',
      rowFilters: 'unknown',
      scanPrice: null,
      timing: { startMs: 600_000, totalMs: 2_100_000 },
    });
  });

  it('may be written out', async () => {
    const { sources } = await load({
      bob: {
        ...LAKE,
        region: 'eu-central-1',
        catalog: 'lake',
        output_location: 's3://results/reports/',
        expected_owner: '999999999999',
        consistency: 'pinned-snapshot',
        fetch: 'api',
        row_filters: 'none',
        price_per_tb: '5.00',
        price_currency: 'EUR',
        start_timeout_seconds: 5,
        total_timeout_seconds: 60,
      },
    });
    expect(sources.get('bob')).toMatchObject({
      region: 'eu-central-1',
      catalog: 'lake',
      outputLocation: 's3://results/reports/',
      expectedBucketOwner: '999999999999',
      consistency: 'pinned-snapshot',
      fetch: 'api',
      rowFilters: 'none',
      scanPrice: { perTerabyte: '5.00', currency: 'EUR' },
      timing: { startMs: 5_000, totalMs: 60_000 },
    });
  });

  it.each([
    ['no aws', {}],
    ['nobody allowed', { aws: { region: 'eu-west-1' } }],
  ])('P28 with %s is refused, with what to add', async (_what, more) => {
    await expect(load({ bob: LAKE }, more)).rejects.toMatchObject({
      code: 'BAD_CONFIG',
      message: expect.stringContaining('sources.bob: aws.allowed is missing'),
      advice: expect.stringContaining('"role"'),
    });
  });

  it.each([
    ['a price that is no text', { price_per_tb: 5 }],
    ['a price with a sign', { price_per_tb: '-5' }],
    ['a price with a zero before it', { price_per_tb: '05.00' }],
    ['a database, which the catalog says', { database: 'other' }],
    ['a place for results that is no folder', { output_location: 's3://results/reports' }],
    ['a consistency that is none', { consistency: 'snapshot' }],
  ])('with %s is refused', async (_what, wrong) => {
    await expect(load({ bob: { ...LAKE, ...wrong } })).rejects.toMatchObject({
      code: 'BAD_CONFIG',
    });
  });
});

describe('sources in a data lake', () => {
  const names = ['nav_dw', 'fin_rec'];

  it('of one item are read together where everything but the database is the same', async () => {
    const price = { price_per_tb: '5.00' };
    const config = await load({ nav_dw: { ...LAKE, ...price }, fin_rec: { ...LAKE, ...price } });
    const connections = configuredConnections(config, catalog);
    expect(engineOf(connections, names)).toBe('athena');
    expect(() => checkConnected(connections, catalog, names)).not.toThrow();
  });

  it.each([
    ['another workgroup', { ...LAKE, workgroup: 'others' }],
    ['another region', { ...LAKE, region: 'us-east-1' }],
    ['another consistency', { ...LAKE, consistency: 'none' }],
    ['a SQL Server', { kind: 'mssql', secret: 'nav' }],
    ['files', { kind: 'files', folder: 'nav' }],
  ])('of one item are not read together with %s', async (_what, other) => {
    const config = await load({ nav_dw: LAKE, fin_rec: other });
    const connections = configuredConnections(config, catalog);
    expect(() => checkConnected(connections, catalog, names)).toThrow(
      'sources nav_dw, fin_rec are read by one query and are not reached together',
    );
  });
});

describe('a run', () => {
  const folder: EvidenceLocation = { kind: 'folder', folder: 'x' };
  const bucket: EvidenceLocation = {
    kind: 's3',
    bucket: 'evidence',
    prefix: '',
    region: 'eu-west-1',
    expectedOwner: '123456789012',
    kmsKey: null,
    retention: { mode: 'none' },
    legalHold: false,
    multipartThreshold: 1,
  };

  it.each<[string, object, EvidenceLocation, readonly string[], boolean]>([
    ['reads a lake', { bob: LAKE }, folder, ['bob'], true],
    ['reads another source than the lake', { bob: LAKE, nav_dw: FILES }, folder, ['nav_dw'], false],
    ['keeps evidence in a bucket', { nav_dw: FILES }, bucket, ['nav_dw'], true],
    ['reads a SQL Server by its secret', { nav_dw: SERVER }, folder, ['nav_dw'], true],
  ])('SOD-6 that %s: does it need AWS?', async (_what, sources, evidence, names, needed) => {
    const config = await load(sources, { aws: AWS, secrets: { kind: 'secrets-manager' } });
    const connections = configuredConnections(config, catalog);
    expect(usesAws(config, connections, evidence, names)).toBe(needed);
  });
});
