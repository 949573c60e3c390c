import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import type { CertifiedPackage } from '../../src/publishing/certified-package.ts';
import { PUBLISH_EXIT } from '../../src/publishing/publish-error.ts';
import { draft, goodRows, sha } from '../evidence/verify/good-package.ts';
import { clientSettings } from '../support/aws/clients.ts';
import { tempFolder } from '../support/temp-folder.ts';
import {
  certified,
  laterRun,
  PUBLISHED,
  type PublishBench,
  publishBench,
  refusal,
} from './publish-bench.ts';

const few = () => certified(draft(goodRows(12)));
const COUNT = 'SELECT count(*), min(ipe_package), max(ipe_package) FROM "certified"."ipe_07"';
const PLACE = 'certified/ipe/ipe_07/period=2025-09/entity=NG';

/** The same Parquet with 1,000,000 moved between two rows and a text altered: every figure stays what it was. */
async function altered(bytes: Uint8Array): Promise<Buffer> {
  const folder = await tempFolder();
  await writeFile(join(folder, 'a.parquet'), bytes);
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  try {
    await connection.run(`
      CREATE TABLE t AS FROM read_parquet('${join(folder, 'a.parquet')}');
      UPDATE t SET amount = amount + 1000000 WHERE entry_no = (SELECT min(entry_no) FROM t WHERE amount IS NOT NULL);
      UPDATE t SET amount = amount - 1000000 WHERE entry_no = (SELECT max(entry_no) FROM t WHERE amount IS NOT NULL);
      UPDATE t SET note_free = 'ALTERED' WHERE note_free <> '';
      COPY t TO '${join(folder, 'b.parquet')}' (FORMAT parquet, COMPRESSION snappy)`);
  } finally {
    connection.closeSync();
    database.closeSync();
  }
  return await readFile(join(folder, 'b.parquet'));
}

/** Writes an object as a stranger with rights on the bucket does. */
async function write(
  { aws }: PublishBench,
  key: string,
  body: Uint8Array,
  metadata: Record<string, string> = {},
): Promise<void> {
  const ChecksumSHA256 = Buffer.from(sha(Buffer.from(body)), 'hex').toString('base64');
  await new S3Client(clientSettings(aws)).send(
    new PutObjectCommand({
      Bucket: PUBLISHED,
      Key: key,
      Body: body,
      Metadata: metadata,
      ChecksumSHA256,
    }),
  );
}

/** What the publisher said of the object it uploaded first. */
function metadataOf({ aws }: PublishBench): Record<string, string> {
  const headers = aws.requests.of('s3.PutObject')[0]?.headers ?? {};
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), String(value)]] : [],
    ),
  );
}

/** The altered file of a package that was published elsewhere, and its metadata. */
async function alteredOf(sealed: CertifiedPackage, bench: PublishBench) {
  const { key, path } = await bench.made(sealed);
  return { key, body: await altered(await readFile(path)) };
}

describe('rows that are not those of the package', () => {
  it('with equal figures and copied metadata are no publication, and go out of sight', async () => {
    const bench = await publishBench();
    const sealed = await few();
    await bench.publish(sealed);
    const { key, body } = await alteredOf(sealed, bench);
    await write(bench, key, body, metadataOf(bench));
    expect(await bench.read('SELECT max(note_free) FROM "certified"."ipe_07"')).toEqual([
      ['ALTERED'],
    ]);
    const refused = await refusal(bench.publish(sealed));
    expect(refused).toMatchObject({
      code: 'OBJECT_DIFFERS',
      message: expect.stringContaining('The partition shows no rows now'),
    });
    expect(PUBLISH_EXIT[refused.code]).toBe(4);
    expect(await bench.read(COUNT)).toEqual([['0', null, null]]);
  });

  it('that stand there before the first publication are never pointed to', async () => {
    const bench = await publishBench();
    const sealed = await few();
    const { key, body } = await alteredOf(sealed, bench);
    await write(bench, key, body);
    expect(await refusal(bench.publish(sealed))).toMatchObject({ code: 'OBJECT_DIFFERS' });
    expect(bench.changes().filter((text) => text.includes('PARTITION ('))).toEqual([]);
  });

  it('beside the file of the package are found before anything points there', async () => {
    const bench = await publishBench();
    const sealed = await few();
    const { key } = await bench.made(sealed);
    await write(bench, `${PLACE}/${sealed.name}/stray.parquet`, new Uint8Array([1]));
    expect(await refusal(bench.publish(sealed))).toMatchObject({
      code: 'OBJECT_DIFFERS',
      message: expect.stringContaining(`should hold ${key} and nothing else`),
    });
    expect(bench.changes().filter((text) => text.includes('PARTITION ('))).toEqual([]);
  });

  it('are said aloud where they cannot be taken out of sight', async () => {
    const bench = await publishBench();
    const sealed = await few();
    await bench.publish(sealed);
    const { key, body } = await alteredOf(sealed, bench);
    await write(bench, key, body);
    const reason = 'not authorized to glue:UpdatePartition';
    bench.athena.behave({ end: { state: 'FAILED', reason } }, ({ text }) =>
      text.includes('/withdrawn/'),
    );
    // nor does anybody know what readers see
    bench.athena.behave({ end: { state: 'FAILED', reason } }, ({ text }) =>
      text.includes('SELECT DISTINCT'),
    );
    const refused = await refusal(bench.publish(sealed));
    expect(refused).toMatchObject({
      code: 'NOT_READ_BACK',
      advice: expect.stringContaining('Do not use the partition'),
    });
    expect(refused.message).toContain('may show rows that were not read back');
    expect(PUBLISH_EXIT[refused.code]).toBe(4);
  });
});

describe('an object that is only named like a newer package', () => {
  it('does not keep a package from being published, and is named', async () => {
    const bench = await publishBench();
    const sealed = await few();
    const { name } = laterRun(sealed);
    await write(bench, `${PLACE}/${name}/x-${name}.parquet`, new Uint8Array([1]));
    expect(await bench.publish(sealed)).toMatchObject({ state: 'published', rows: 12 });
    expect(bench.log.join('\n')).toContain(`${PLACE}/${name}/ is ignored: the evidence store`);
    expect(await bench.read(COUNT)).toEqual([['12', sealed.name, sealed.name]]);
  });

  it('that arrives while a package is registered never gets the partition', async () => {
    const bench = await publishBench();
    const sealed = await few();
    const newer = laterRun(sealed);
    // that package is stored, and its file would have another key
    bench.stored(newer);
    bench.athena.beforeQuery(async ({ text }) => {
      if (!text.includes('SET LOCATION')) return;
      const [own = ''] = bench.aws.s3.keys(PUBLISHED);
      const key = `${PLACE}/${newer.name}/x-${newer.name}.parquet`;
      if (own !== key) await write(bench, key, await bench.aws.s3.read(PUBLISHED, own));
    });
    expect(await bench.publish(sealed)).toMatchObject({ state: 'published' });
    expect(bench.log.join('\n')).toContain('the file of that package would be');
    expect(bench.changes().filter((text) => text.includes(newer.name))).toEqual([]);
  });

  it('holding other bytes under the very key of a stored package stops the publication', async () => {
    const bench = await publishBench();
    const sealed = await few();
    const newer = laterRun(sealed);
    bench.stored(newer);
    const { key, body } = await alteredOf(newer, bench);
    await write(bench, key, body);
    expect(await refusal(bench.publish(sealed))).toMatchObject({
      code: 'OBJECT_DIFFERS',
      message: expect.stringContaining(key),
    });
    expect(bench.aws.s3.keys(PUBLISHED)).toEqual([key]);
  });
});

describe('a publication that ends after the partition was pointed', () => {
  const isReadBack = (text: string) => text.startsWith('SELECT count(*)');

  it('by an interruption shows the earlier package again', async () => {
    const bench = await publishBench();
    const older = await few();
    await bench.publish(older);
    const stop = new AbortController();
    bench.athena.beforeQuery(({ text }) => {
      if (isReadBack(text)) stop.abort();
    });
    const refused = await refusal(bench.publish(laterRun(await few()), {}, stop.signal));
    bench.athena.beforeQuery(() => undefined);
    expect(refused).toMatchObject({
      code: 'CANCELLED',
      message: expect.stringContaining(`The partition points to ${older.name} again`),
    });
    expect(await bench.read(COUNT)).toEqual([['12', older.name, older.name]]);
  });

  it('by an interruption while it is pointed shows nothing where nothing was', async () => {
    const bench = await publishBench();
    const sealed = await few();
    const stop = new AbortController();
    bench.athena.beforeQuery(({ text }) => {
      if (text.includes('SET LOCATION')) stop.abort();
    });
    expect(await refusal(bench.publish(sealed, {}, stop.signal))).toMatchObject({
      code: 'CANCELLED',
      message: expect.stringContaining('The partition shows no rows now'),
    });
    bench.athena.beforeQuery(() => undefined);
    expect(await bench.read(COUNT)).toEqual([['0', null, null]]);
  });

  it('because Athena could not read it back shows the earlier package again', async () => {
    const bench = await publishBench();
    const older = await few();
    await bench.publish(older);
    const reason = 'Bytes scanned limit was exceeded';
    bench.athena.behave({ end: { state: 'FAILED', reason } }, ({ text }) => isReadBack(text), 1);
    const refused = await refusal(bench.publish(laterRun(await few())));
    expect(refused).toMatchObject({
      code: 'STATEMENT_FAILED',
      advice: expect.stringContaining('limit of the workgroup'),
    });
    expect(refused.message).toContain(reason);
    expect(refused.message).toContain(`The partition points to ${older.name} again`);
    expect(await bench.read(COUNT)).toEqual([['12', older.name, older.name]]);
  });

  it('never shows an earlier package again whose file is no longer its own', async () => {
    const bench = await publishBench();
    const older = await few();
    await bench.publish(older);
    const { key, body } = await alteredOf(older, bench);
    await write(bench, key, body);
    const reason = 'GENERIC_INTERNAL_ERROR';
    bench.athena.behave({ end: { state: 'FAILED', reason } }, ({ text }) => isReadBack(text), 1);
    const refused = await refusal(bench.publish(laterRun(await few())));
    expect(refused.message).toContain('what it showed before could not be shown again');
    expect(await bench.read(COUNT)).toEqual([['0', null, null]]);
  });
});

describe('data of another environment', () => {
  const test = { environment: 'test' };
  const demo = { dataKind: 'demo' as const };

  it.each([
    ['test data', {}, test],
    ['demo data', {}, demo],
    ['data that says nothing of its environment', {}, { environment: null }],
    ['production data, where test data are published', test, {}],
  ])('never takes the place of what is published: %s', async (_, first, next) => {
    const bench = await publishBench();
    const there = { ...(await few()), ...first };
    await bench.publish(there);
    const later = { ...laterRun(await few()), ...next };
    const refused = await refusal(bench.publish(later));
    expect(refused).toMatchObject({
      code: 'OTHER_ENVIRONMENT',
      message: expect.stringContaining(there.name),
    });
    expect(PUBLISH_EXIT[refused.code]).toBe(5);
    expect(bench.aws.s3.keys(PUBLISHED)).toHaveLength(1);
    expect(await bench.read(COUNT)).toEqual([['12', there.name, there.name]]);
  });

  it('that is uploaded at the same moment keeps both from being shown', async () => {
    const bench = await publishBench();
    const sealed = await few();
    const other = { ...laterRun(await few()), ...test };
    bench.aws.faults.add({
      ...{ do: 'run', when: 'after', of: 's3.PutObject', times: 1 },
      run: async () => {
        const { key, path } = await bench.made(other);
        const metadata = { package: other.name, environment: 'test', 'data-kind': 'source' };
        await write(bench, key, await readFile(path), metadata);
      },
    });
    expect(await refusal(bench.publish(sealed))).toMatchObject({ code: 'OTHER_ENVIRONMENT' });
    expect(bench.changes().filter((text) => text.includes('PARTITION ('))).toEqual([]);
  });
});
