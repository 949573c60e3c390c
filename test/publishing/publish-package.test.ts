import { describe, expect, it } from 'vitest';
import { draft, goodRow, goodRows } from '../evidence/verify/good-package.ts';
import { certified, laterRun, PUBLISHED, publishBench } from './publish-bench.ts';

const PLACE = 'certified/ipe/ipe_07/period=2025-09/entity=NG';

describe('publishing a certified package', () => {
  it('writes one file, registers its partition and reads every figure back through Athena', async () => {
    const bench = await publishBench();
    const sealed = await certified();
    const published = await bench.publish(sealed);
    const key = `${PLACE}/${sealed.name}/${sealed.contentDigest}-${sealed.name}.parquet`;
    expect(published).toMatchObject({
      state: 'published',
      database: 'certified',
      table: 'ipe_07',
      uri: `s3://${PUBLISHED}/${key}`,
      rows: 130,
    });
    expect(published.figures).toBeGreaterThan(20);
    expect(bench.aws.s3.keys(PUBLISHED)).toEqual([key]);
    const read = await bench.read(
      'SELECT count(*), sum(amount), sum(net), min(period), max(entity) FROM "certified"."ipe_07"',
    );
    const sums = sealed.summary.columns.map(({ sum }) => sum);
    expect(read).toEqual([['130', sums[2], sums[3], '2025-09', 'NG']]);
    expect(bench.log.join('\n')).toMatch(/create table ipe_07 .*: SUCCEEDED \(execution /);
  });

  it('leads every row back to its package, content and file handed over', async () => {
    const bench = await publishBench();
    const sealed = await certified();
    await bench.publish(sealed);
    const read = await bench.read(
      'SELECT DISTINCT ipe_package, ipe_package_sha256, ipe_zip_sha256, ipe_content_sha256, ipe_outcome, ipe_data_kind, ipe_environment FROM "certified"."ipe_07"',
    );
    expect(read).toEqual([
      [
        ...[sealed.name, sealed.packageDigest, sealed.zipDigest, sealed.contentDigest],
        ...['no_exceptions_noted', 'source', 'production'],
      ],
    ]);
  });

  it('keeps every declared type exact, NULL apart from empty text', async () => {
    const bench = await publishBench();
    await bench.publish(await certified());
    const statement = bench.changes()[0] ?? '';
    expect(statement.match(/^ {2}`.*$/gm)?.slice(0, 14)).toEqual([
      '  `id_company` string,',
      '  `entry_no` bigint,',
      '  `amount` decimal(19,4),',
      '  `net` decimal(38,4),',
      '  `tax` decimal(19,4),',
      '  `posted` date,',
      '  `booked` timestamp,',
      '  `seen` timestamp,',
      '  `at` string,',
      '  `open` boolean,',
      '  `note_free` string,',
      '  `token` string,',
      '  `raw` string,',
      '  `doc` string,',
    ]);
    for (const k of [7, 8, 10, 9]) {
      const row = goodRow(k);
      const [read] = await bench.read(
        `SELECT id_company, entry_no, amount, net, tax, posted, booked, seen, "at", open, note_free, token, "raw", doc FROM "certified"."ipe_07" WHERE entry_no = ${row[1]}`,
      );
      expect(read).toEqual([
        ...row.slice(0, 6),
        row[6]?.replace('T', ' '),
        '2025-09-30 22:00:00.000',
        ...row.slice(8),
      ]);
    }
  });

  it('keeps decimal(38,10) to the last digit, and dates before 1970', async () => {
    const bench = await publishBench();
    const rows = [
      ['a', '-9999999999999999999999999999.9999999999', '1753-01-01', null],
      ['b', '0.0000000001', '9999-12-31', ''],
      ['c', null, null, 'x'],
    ];
    const columns = [
      { name: 'key', type: 'text' },
      { name: 'Amount (LCY)', type: 'decimal(38,10)' },
      { name: 'day', type: 'date' },
      { name: 'fine', type: 'text' },
    ];
    await bench.publish(await certified(draft(rows, columns, ['key'])));
    expect(
      await bench.read(
        `SELECT "key", amount_lcy, "day", fine FROM "certified"."ipe_07" ORDER BY "key"`,
      ),
    ).toEqual(rows);
  });

  it('sends the object with its checksum, encryption and owner, and only where nothing is', async () => {
    const bench = await publishBench();
    const sealed = await certified();
    await bench.publish(sealed, { target: { kmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/a' } });
    const [put] = bench.aws.requests.of('s3.PutObject');
    expect(put?.headers).toMatchObject({
      'if-none-match': '*',
      'x-amz-expected-bucket-owner': '123456789012',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:eu-west-1:123456789012:key/a',
      'x-amz-meta-package-sha256': sealed.packageDigest,
      'x-amz-meta-outcome': 'no_exceptions_noted',
    });
    const hex = Buffer.from(put?.headers['x-amz-checksum-sha256'] ?? '', 'base64').toString('hex');
    expect(put?.headers['x-amz-meta-parquet-sha256']).toBe(hex);
  });

  it('leaves the encryption to the bucket where no key is configured', async () => {
    const bench = await publishBench();
    await bench.publish(await certified());
    const [put] = bench.aws.requests.of('s3.PutObject');
    expect(Object.keys(put?.headers ?? {}).filter((name) => name.includes('encryption'))).toEqual(
      [],
    );
  });

  it('changes nothing when it is done again, and writes the same bytes', async () => {
    const bench = await publishBench();
    const sealed = await certified();
    await bench.publish(sealed);
    const before = bench.changes().length;
    const again = await bench.publish(sealed);
    expect(again).toMatchObject({ state: 'already_published', rows: 130 });
    expect(bench.changes().slice(before)).toEqual([bench.changes()[0]]);
    expect(bench.aws.s3.versions(PUBLISHED)).toHaveLength(1);
    const [first, second] = bench.aws.requests.of('s3.PutObject');
    expect(second?.status).toBe(412);
    expect(second?.headers['x-amz-checksum-sha256']).toBe(first?.headers['x-amz-checksum-sha256']);
  });

  it('registers again what was uploaded and never registered', async () => {
    const bench = await publishBench();
    const sealed = await certified();
    await bench.publish(sealed);
    bench.lake.tables.get('certified.ipe_07')?.partitions.clear();
    expect(await bench.publish(sealed)).toMatchObject({ state: 'published', rows: 130 });
    expect(bench.aws.s3.keys(PUBLISHED)).toHaveLength(1);
  });

  it('publishes an extract without rows, and again', async () => {
    const bench = await publishBench();
    const empty = await certified(draft([]));
    expect(await bench.publish(empty)).toMatchObject({ state: 'published', rows: 0 });
    expect(await bench.publish(empty)).toMatchObject({ state: 'published', rows: 0 });
    expect(await bench.read('SELECT count(*) FROM "certified"."ipe_07"')).toEqual([['0']]);
  });

  it('keeps periods and entities apart', async () => {
    const bench = await publishBench();
    const sealed = await certified(draft(goodRows(20)));
    const other = { ...laterRun(sealed), identity: { ...sealed.identity, period: '2025-10' } };
    await bench.publish(sealed);
    await bench.publish(other);
    expect(
      await bench.read(
        'SELECT period, count(*), min(ipe_package) FROM "certified"."ipe_07" GROUP BY period ORDER BY period',
      ),
    ).toEqual([
      ['2025-09', '20', sealed.name],
      ['2025-10', '20', other.name],
    ]);
  });
});
