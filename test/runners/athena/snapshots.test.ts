import { afterEach, describe, expect, it } from 'vitest';
import { holdsReviewedText } from '../../../src/kernel/reviewed-parts.ts';
import { pinTables } from '../../../src/runners/athena/pin-tables.ts';
import { sqlTokens } from '../../../src/runners/athena/sql-tokens.ts';
import type { Reading } from '../../../src/runners/runner.ts';
import { landedRows } from '../../contract/query-runner.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { anAthenaQuery } from './a-query.ts';
import { type AthenaOnStandIn, DATABASE, NEVER, startAthena } from './on-aws-stand-in.ts';

const started: AthenaOnStandIn[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.stop();
});

async function start(): Promise<AthenaOnStandIn> {
  const lake = await startAthena();
  started.push(lake);
  return lake;
}

const TABLES = [{ database: DATABASE, table: 'bookings' }];
const PINNED = { consistency: 'pinned-snapshot', tables: TABLES } as const;
const BOOKINGS = '"process_pg_bob"."bookings"';
const EXTRACT = anAthenaQuery(`SELECT b."n" AS "n", b."name" AS "name" FROM ${BOOKINGS} AS b`, {
  n: 'integer',
  name: 'text',
});
const COUNT = anAthenaQuery(
  `SELECT COUNT(*) AS "rows", CAST(SUM(b."amount") AS DECIMAL(38,2)) AS "total" FROM ${BOOKINGS} AS b`,
  { rows: 'integer', total: 'decimal(38,2)' },
  [],
  'completeness',
);
const insert = (lake: AthenaOnStandIn) =>
  lake.lake.change(
    DATABASE,
    'bookings',
    (table) => `INSERT INTO ${table} VALUES (99, 'late', 99.00)`,
  );

/** A change of the table before the execution of this number, from one. */
function changeBefore(lake: AthenaOnStandIn, turn: number): void {
  let turns = 0;
  lake.athena.beforeQuery(async () => {
    turns += 1;
    if (turns === turn) await insert(lake);
  });
}

async function figures(reading: Reading) {
  const rows = await landedRows(reading, EXTRACT);
  return { rows: rows.length, control: (await landedRows(reading, COUNT))[0] };
}

describe('extract and control figures read one state', () => {
  it('P29 of pinned tables, whatever happens to them meanwhile', async () => {
    const lake = await start();
    const reading = await lake.runner(PINNED).open(NEVER);
    await insert(lake);
    expect(await figures(reading)).toEqual({ rows: 3, control: ['3', '6.00'] });
    expect(reading.snapshot).toEqual({ same: true, mark: 'pinned-snapshot' });
    await reading.close();
    const after = await lake.runner(PINNED).open(NEVER);
    expect(await figures(after)).toEqual({ rows: 4, control: ['4', '105.00'] });
  });

  it('P29 which is the current one also after the table was rolled back', async () => {
    const lake = await start();
    await insert(lake);
    const [first] = lake.lake.snapshots(DATABASE, 'bookings');
    await lake.lake.rollBack(DATABASE, 'bookings', first?.id ?? '');
    const reading = await lake.runner(PINNED).open(NEVER);
    expect(await figures(reading)).toEqual({ rows: 3, control: ['3', '6.00'] });
  });

  it('P29 and the receipt says which, with the text that was sent', async () => {
    const lake = await start();
    const runner = lake.runner(PINNED);
    const reading = await runner.open(NEVER);
    const { receipt } = await reading.deliver(EXTRACT, await tempFolder(), NEVER);
    const [snapshot] = lake.lake.snapshots(DATABASE, 'bookings');
    expect(receipt.statement).toContain(`${BOOKINGS} FOR VERSION AS OF ${snapshot?.id} AS b`);
    expect(receipt.details['snapshot.process_pg_bob.bookings']).toMatch(
      new RegExp(`^${snapshot?.id}, committed \\d{4}-`),
    );
    expect(holdsReviewedText(receipt.statement, EXTRACT.text, receipt.reviewed)).toBe(true);
    const [, count] = runner.statements().filter(({ query }) => query === 'extract');
    expect(count?.text).toContain(`FOR VERSION AS OF ${snapshot?.id}`);
  });

  it('P29 a snapshot that has expired when the reading ends fails it', async () => {
    const lake = await start();
    const reading = await lake.runner(PINNED).open(NEVER);
    const [first] = lake.lake.snapshots(DATABASE, 'bookings');
    expect((await figures(reading)).rows).toBe(3);
    await insert(lake);
    await lake.lake.expire(DATABASE, 'bookings', first?.id ?? '');
    await expect(reading.close()).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringContaining('listed 0 times at the end'),
    });
  });

  it('P20 P29 a run that is cancelled while its snapshots are looked up again stops that query', async () => {
    const lake = await start();
    const run = new AbortController();
    const runner = lake.runner(PINNED);
    const reading = await runner.open(run.signal);
    expect((await figures(reading)).rows).toBe(3);
    lake.athena.behave({ times: { queued: 0, running: 3_600_000 } });
    lake.standIn.faults.add({
      ...{ do: 'run', when: 'after', of: 'athena.GetQueryExecution', skip: 1, times: 1 },
      run: () => run.abort(),
    });
    await expect(reading.close()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(lake.athena.executions.at(-1)?.state).toBe('CANCELLED');
    expect(runner.statements().at(-1)).toMatchObject({
      purpose: 'facts',
      outcome: { stopped: 'CANCELLED, Query cancelled by user' },
    });
  });

  it('P29 a table without snapshots cannot be pinned', async () => {
    const lake = await start();
    await lake.lake.table(DATABASE, 'plain', 'SELECT 1 AS n');
    const tables = [{ database: DATABASE, table: 'plain' }];
    await expect(lake.runner({ ...PINNED, tables }).open(NEVER)).rejects.toMatchObject({
      code: 'QUERY_REJECTED',
    });
    const hostile = [{ database: DATABASE, table: 'x" --' }];
    await expect(lake.runner({ ...PINNED, tables: hostile }).open(NEVER)).rejects.toMatchObject({
      message: expect.stringContaining('no name of the catalog'),
    });
  });

  it.each([1, 2, 3])(
    'P29 bracketed: a change before statement %s of three is seen or comes before all',
    async (turn) => {
      const lake = await start();
      changeBefore(lake, turn);
      const reading = await lake.runner({ consistency: 'bracketed' }).open(NEVER);
      expect(reading.snapshot).toEqual({ same: false, mark: 'bracketed' });
      const delivering = reading.deliver(EXTRACT, await tempFolder(), NEVER);
      if (turn === 1) expect((await delivering).receipt.engineRows).toBe(4);
      else {
        await expect(delivering).rejects.toMatchObject({
          code: 'RESULT_TRUNCATED',
          transient: true,
          message: expect.stringContaining('3 rows before and 4 after'),
        });
      }
    },
  );

  it('P29 none: what moved between the extract and its count is found where the rows are read', async () => {
    const lake = await start();
    changeBefore(lake, 2);
    const reading = await lake.runner({ consistency: 'none' }).open(NEVER);
    await expect(landedRows(reading, EXTRACT)).rejects.toMatchObject({ code: 'ROWS_LOST' });
  });
});

describe('where a snapshot is put', () => {
  const pins = ['bookings', 'items'].map((table, n) => ({
    ...{ database: DATABASE, table, snapshot: String(n + 1), committedAt: '' },
  }));
  const pin = (text: string) => pinTables('extract', sqlTokens(text), pins, [DATABASE]);
  const items = '"process_pg_bob"."items"';

  it.each([
    [`SELECT 1 FROM ${BOOKINGS}`, `SELECT 1 FROM ${BOOKINGS} FOR VERSION AS OF 1`],
    [
      `SELECT 1 FROM ${BOOKINGS} AS b LEFT JOIN ${items} i ON i."n" = b."n"`,
      `SELECT 1 FROM ${BOOKINGS} FOR VERSION AS OF 1 AS b LEFT JOIN ${items} FOR VERSION AS OF 2 i ON i."n" = b."n"`,
    ],
    [
      `WITH a AS (SELECT 1 FROM ${BOOKINGS}), "B" (x) AS (SELECT 2 FROM a) SELECT * FROM "b"`,
      `WITH a AS (SELECT 1 FROM ${BOOKINGS} FOR VERSION AS OF 1), "B" (x) AS (SELECT 2 FROM a) SELECT * FROM "b"`,
    ],
    [
      `SELECT TRIM(' ' FROM b."name"), '${items}' FROM (SELECT * FROM /* here */ ${BOOKINGS}) AS b`,
      `SELECT TRIM(' ' FROM b."name"), '${items}' FROM (SELECT * FROM /* here */ ${BOOKINGS} FOR VERSION AS OF 1) AS b`,
    ],
    [
      'SELECT 1 FROM process_pg_bob.BOOKINGS',
      'SELECT 1 FROM process_pg_bob.BOOKINGS FOR VERSION AS OF 1',
    ],
  ])('%s', (text, pinned) => {
    const { text: written, kept } = pin(text);
    expect(written).toBe(pinned);
    expect(holdsReviewedText(written, text, { kept, leftOut: '' })).toBe(true);
  });

  it.each([
    'SELECT 1 FROM "process_pg_bob"."other"',
    'SELECT 1 FROM "elsewhere"."bookings"',
    'SELECT 1 FROM bookings',
    `SELECT 1 FROM "awsdatacatalog".${BOOKINGS}`,
    `SELECT 1 FROM ${BOOKINGS}, ${items}`,
    `SELECT 1 FROM ${BOOKINGS} FOR VERSION AS OF 5`,
    'SELECT 1 FROM UNNEST(ARRAY[1]) AS t(n)',
    "SELECT 1 FROM 'text'",
  ])('%s is refused: a table might go unpinned', (text) => {
    expect(() => pin(text)).toThrow(expect.objectContaining({ code: 'QUERY_REJECTED' }));
  });
});
