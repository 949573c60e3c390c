import { describe, expect, it, onTestFinished } from 'vitest';
import { athenaBench, refusal } from '../support/aws/athena-bench.ts';
import { openLake } from '../support/aws/lake.ts';

describe('queries that are executed', () => {
  async function onLake() {
    const lake = await openLake();
    onTestFinished(() => lake.close());
    return { lake, ...(await athenaBench({ lake, answers: () => undefined })) };
  }

  it('1.7 delivers each type in its text form under its type name', async () => {
    const { start, csvOf, page } = await onLake();
    const id = await start({
      QueryString: `SELECT true AS b, CAST(1 AS tinyint) AS t, CAST(2 AS smallint) AS s, 3 AS i,
        9007199254740993 AS g, CAST(1.5 AS real) AS f, 0.1e0 + 0.2e0 AS d, 1e20 AS big, 1e-7 AS small,
        DECIMAL '123.4567' AS m, CAST('7' AS decimal(38,10)) AS w, '' AS e, CAST(NULL AS varchar) AS n,
        DATE '2017-01-02' AS day, CAST('2017-01-01 10:00:00.5' AS timestamp(3)) AS ts,
        TIMESTAMP '2017-01-01 00:00:00.000 UTC' AS tz, CAST('10:11:12.5' AS time) AS tm,
        CAST('123' AS varbinary) AS raw, ARRAY['a, b', NULL] AS a, 1.25 AS bare, count(*)`,
    });
    const csv = await csvOf(id);
    expect(csv.split('\n')[1]).toBe(
      '"true","1","2","3","9007199254740993","1.5","0.30000000000000004","1.0E20","1.0E-7","123.4567",' +
        '"7.0000000000","",,"2017-01-02","2017-01-01 10:00:00.500","2017-01-01 00:00:00.000 UTC",' +
        '"10:11:12.500","31 32 33","[a, b, null]","1.25","1"',
    );
    const { ResultSet } = await page(id);
    const columns = ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
    expect(columns.map((one) => [one.Name, one.Type, one.Precision, one.Scale])).toEqual([
      ['b', 'boolean', 0, 0],
      ['t', 'tinyint', 3, 0],
      ['s', 'smallint', 5, 0],
      ['i', 'integer', 10, 0],
      ['g', 'bigint', 19, 0],
      ['f', 'float', 17, 0],
      ['d', 'double', 17, 0],
      ['big', 'double', 17, 0],
      ['small', 'double', 17, 0],
      ['m', 'decimal', 7, 4],
      ['w', 'decimal', 38, 10],
      ['e', 'varchar', 2147483647, 0],
      ['n', 'varchar', 2147483647, 0],
      ['day', 'date', 0, 0],
      ['ts', 'timestamp', 3, 0],
      ['tz', 'timestamp with time zone', 3, 0],
      ['tm', 'time', 3, 0],
      ['raw', 'varbinary', 1073741824, 0],
      ['a', 'array', 0, 0],
      ['bare', 'double', 17, 0],
      ['_col20', 'bigint', 19, 0],
    ]);
  });

  it('1.2 refuses a text that cannot be parsed at the call, fails one that names nothing later', async () => {
    const { start, ended } = await onLake();
    expect((await refusal(start({ QueryString: 'SELEC 1' }))).code).toBe('MALFORMED_QUERY');
    const failure = async (QueryString: string, Database?: string) =>
      (await ended(await start({ QueryString, QueryExecutionContext: { Database } }))).Status
        ?.AthenaError;
    expect(await failure('SELECT 1 FROM nowhere')).toMatchObject({ ErrorType: 1301 });
    expect(await failure('SELECT 1', 'nowhere')).toMatchObject({ ErrorType: 1301 });
    expect(await failure('SELECT x FROM (SELECT 1 AS y)')).toMatchObject({ ErrorType: 1006 });
    expect(await failure("SELECT CAST('x' AS integer)")).toMatchObject({ ErrorType: 1100 });
    expect(await failure('SELECT nosuch(1)')).toMatchObject({ ErrorType: 1303 });
  });

  it('1.3 evaluates the parameters: an unquoted date is a sum, a quoted text never is', async () => {
    const { start, csvOf } = await onLake();
    const value = async (parameter: string) =>
      (await csvOf(await start({ QueryString: 'SELECT ? AS v', ExecutionParameters: [parameter] })))
        .split('\n')
        .at(1);
    expect(await value('2024-01-02')).toBe('"2021"');
    expect(await value("'2024-01-02'")).toBe('"2024-01-02"');
    expect(await value('NULL')).toBe('');
    expect(await value("'it''s ?'")).toBe('"it\'s ?"');
  });

  it('1.7 has six digits of a second where the table is of Iceberg', async () => {
    const { lake, start, csvOf } = await onLake();
    const rows = "SELECT TIMESTAMP '2025-09-30 10:00:00.123456' AS moment";
    await lake.table('db', 'plain', rows);
    await lake.table('db', 'ice', rows, { iceberg: true });
    const read = async (table: string) =>
      csvOf(await start({ QueryString: `SELECT moment FROM db.${table}` }));
    expect(await read('plain')).toBe('"moment"\n"2025-09-30 10:00:00.123"\n');
    expect(await read('ice')).toBe('"moment"\n"2025-09-30 10:00:00.123456"\n');
  });

  it('2 reads an Iceberg table at a snapshot, whatever has changed since; P29', async () => {
    const { lake, start, csvOf, ended } = await onLake();
    await lake.table('db', 't', 'SELECT * FROM range(3) AS r(n)', { iceberg: true });
    await lake.table('db', 'hive', 'SELECT 1 AS n');
    const ask = (QueryString: string) =>
      start({ QueryString, QueryExecutionContext: { Database: 'db' } });
    const count = async (text: string) => (await csvOf(await ask(text))).split('\n')[1];
    const current = `SELECT snapshot_id FROM "db"."t$history" ORDER BY made_current_at DESC LIMIT 1`;
    const first = (await count(current))?.replaceAll('"', '') ?? '';
    expect(first).toBe(lake.snapshots('db', 't')[0]?.id);
    await lake.change('db', 't', (name) => `DELETE FROM ${name} WHERE n = 0`);
    const pinned = `FOR VERSION AS OF ${first}`;
    expect(await count('SELECT count(*) AS c FROM "db"."t"')).toBe('"2"');
    expect(await count(`SELECT count(*) AS c FROM "db"."t" ${pinned}`)).toBe('"3"');
    expect(await count(`SELECT count(t.n) AS c FROM t ${pinned} WHERE t.n >= 0`)).toBe('"3"');
    expect(
      await count(`SELECT count(*) AS c FROM "db"."t" ${pinned} AS a JOIN db.t b ON a.n = b.n`),
    ).toBe('"2"');
    expect(await count('SELECT count(*) AS c FROM "db"."t$snapshots"')).toBe('"2"');
    await lake.rollBack('db', 't', first);
    expect((await count(current))?.replaceAll('"', '')).toBe(first);
    expect(await count('SELECT count(*) AS c FROM "db"."t"')).toBe('"3"');
    await lake.expire('db', 't', first);
    const reason = async (text: string) => (await ended(await ask(text))).Status?.StateChangeReason;
    expect(await reason(`SELECT n FROM "db"."t" ${pinned}`)).toContain(
      'snapshot ID does not exist',
    );
    expect(await reason('SELECT n FROM "db"."hive" FOR VERSION AS OF 1')).toContain(
      'does not support versioned tables',
    );
  });

  it('2 tells the files of a table, which change with it, and hashes rows in whatever order', async () => {
    const { lake, start, csvOf, service } = await onLake();
    await lake.table('db', 't', 'SELECT * FROM range(3) AS r(n)');
    const ask = async (QueryString: string) => csvOf(await start({ QueryString }));
    const files = 'SELECT "$path", count(*) AS c FROM "db"."t" GROUP BY 1';
    const hash = 'SELECT to_hex(checksum(n)) AS h FROM "db"."t"';
    const [filesBefore, hashBefore] = [await ask(files), await ask(hash)];
    expect(filesBefore).toBe('"$path","c"\n"s3://lake/db/t/data/part-00001.parquet","3"\n');
    expect(await ask(hash)).toBe(hashBefore);
    service.beforeQuery(async ({ text }) => {
      if (text === 'SELECT n FROM "db"."t"') {
        await lake.change('db', 't', (name) => `UPDATE ${name} SET n = n + 1`);
      }
    });
    expect(await ask('SELECT n FROM "db"."t"')).toBe('"n"\n"1"\n"2"\n"3"\n');
    expect(await ask(files)).not.toBe(filesBefore);
    expect(await ask(hash)).not.toBe(hashBefore);
  });
});
