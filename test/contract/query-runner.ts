import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { landControl } from '../../src/extraction/land-control.ts';
import { type DataTypeText, parseDataType } from '../../src/kernel/data-type.ts';
import { digestFile, sha256 } from '../../src/kernel/digest.ts';
import type { BoundParameter, BoundQuery, EngineName } from '../../src/kernel/query.ts';
import type { QueryRunner, Reading } from '../../src/runners/runner.ts';
import { Workbench } from '../../src/workbench/workbench.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** How an engine spells what the contract needs; the rest is one text for all engines. */
export interface EngineWords {
  readonly engine: EngineName;
  /** A parameter's marker in the text. */
  readonly marker: (name: string) => string;
  /** CAST target for text of any length and alphabet. */
  readonly text: string;
  /** CAST target for a timestamp with six fraction digits. */
  readonly timestamp: string;
  /** A query that takes far longer than any test waits. */
  readonly endless: string;
  /** Only where each attempt is billed: a reading that ran out of time is not tried again. */
  readonly lateIsFinal?: true;
  /** Statements that would write or leave the source; each must be refused. */
  readonly refused: readonly string[];
  /** A query whose last rows fail, so that some may already have been produced. */
  readonly failsLate: string;
}

/** A runner to test and a second way to start it, with a time-out. */
export interface StartedRunner {
  readonly words: EngineWords;
  readonly runner: QueryRunner;
  readonly withTimeout: (timeoutMs: number) => Promise<QueryRunner>;
  readonly stop: () => Promise<void>;
}

type Columns = Readonly<Record<string, DataTypeText>>;
const NEVER = new AbortController().signal;

/** A query as the catalog would render it. */
export function aQuery(
  engine: EngineName,
  text: string,
  columns: Columns,
  parameters: readonly BoundParameter[] = [],
): BoundQuery {
  return {
    name: 'contract',
    engine,
    text,
    sha256: sha256(text),
    parameters,
    columns: Object.entries(columns).map(([name, type]) => ({
      name,
      type: parseDataType(type),
      nullable: true,
    })),
  };
}

/** Delivers a query and reads what arrived as csv/v1 cells, through the same steps as a run. */
export async function landedRows(
  reading: Reading,
  query: BoundQuery,
): Promise<(string | null)[][]> {
  const folder = await tempFolder();
  const delivery = await reading.deliver(query, folder, NEVER);
  const workbench = await Workbench.open({ folder, threads: 1 });
  try {
    const { columns } = query;
    const { name } = query;
    await landControl({ delivery, name, columns, workbench, folder, signal: NEVER });
    return await workbench.rows(`SELECT * FROM control_${name}`);
  } finally {
    await workbench.close();
  }
}

/** Every adapter calls this with its own way to start; none may skip a case. */
export function describeQueryRunner(engine: string, start: () => Promise<StartedRunner>): void {
  describe(`${engine} honours the query-runner contract`, () => {
    let started: StartedRunner;
    let words: EngineWords;
    let reading: Reading;
    beforeAll(async () => {
      started = await start();
      words = started.words;
      reading = await started.runner.open(NEVER);
    });
    afterAll(async () => {
      await reading.close();
      await started.stop();
    });

    const rowsOf = (text: string, columns: Columns, parameters: readonly BoundParameter[] = []) =>
      landedRows(reading, aQuery(words.engine, text, columns, parameters));
    /** A failed statement may end the reading's transaction, so refusals get a reading of their own. */
    const refusal = async (text: string, columns: Columns) => {
      const own = await started.runner.open(NEVER);
      try {
        return await own
          .deliver(aQuery(words.engine, text, columns), await tempFolder(), NEVER)
          .then(
            () => 'delivered',
            (thrown: unknown) => thrown,
          );
      } finally {
        await own.close();
      }
    };

    it('says who answered, and proves that it cannot write', async () => {
      const identity = await started.runner.identify(NEVER);
      expect(identity.engine).toBe(words.engine);
      expect(identity.engineVersion).not.toBe('');
      expect(identity.serverTime).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
      expect(identity.readOnlyProof).not.toBe('');
    });

    it.each([
      ['12345678901234567.89', 'decimal(38,2)'],
      [`-${'9'.repeat(38)}`, 'decimal(38,0)'],
      ['999999999999999999.99999999999999999999', 'decimal(38,20)'],
      ['-0.00000000000000000001', 'decimal(38,20)'],
      ['0.0001', 'decimal(19,4)'],
      ['-999999999999999.9999', 'decimal(19,4)'],
      ['0.0000', 'decimal(19,4)'],
    ] as const)('keeps every digit of %s as %s', async (value, type) => {
      const text = `SELECT CAST('${value}' AS ${type}) AS "amount", 1 AS "n"`;
      expect(await rowsOf(text, { amount: type, n: 'integer' })).toEqual([[value, '1']]);
    });

    it('keeps the extremes of 64-bit integers', async () => {
      const text =
        'SELECT CAST(9223372036854775807 AS BIGINT) AS "most", CAST(-9223372036854775807 AS BIGINT) - 1 AS "least"';
      expect(await rowsOf(text, { most: 'integer', least: 'integer' })).toEqual([
        ['9223372036854775807', '-9223372036854775808'],
      ]);
    });

    it('keeps microseconds and dates', async () => {
      const text = `SELECT CAST('2025-09-30 23:59:59.999999' AS ${words.timestamp}) AS "at", CAST('2024-02-29' AS DATE) AS "day"`;
      expect(await rowsOf(text, { at: 'timestamp(6)', day: 'date' })).toEqual([
        ['2025-09-30 23:59:59.999999', '2024-02-29'],
      ]);
    });

    it('tells NULL from empty text and keeps blanks at either end', async () => {
      const text = `SELECT CAST(NULL AS ${words.text}) AS "none", CAST('' AS ${words.text}) AS "empty", CAST('  both ' AS ${words.text}) AS "blanks"`;
      expect(await rowsOf(text, { none: 'text', empty: 'text', blanks: 'text' })).toEqual([
        [null, '', '  both '],
      ]);
    });

    const HOSTILE = [
      'Grüße 北京 Ω😀',
      'say "no", # or so',
      'line\nfeed',
      'carriage\rreturn\r\n',
      "'; DROP TABLE x; --",
      '$1 ? @p :p {a.B}',
      '=1+1',
      '000123',
      'NULL',
      '\\N',
    ];
    it.each(HOSTILE)('binds the text %j and delivers it unchanged', async (value) => {
      const text = `SELECT ${words.marker('value')} AS "text", 1 AS "n"`;
      const parameters: BoundParameter[] = [{ name: 'value', type: 'text', value }];
      expect(await rowsOf(text, { text: 'text', n: 'integer' }, parameters)).toEqual([
        [value, '1'],
      ]);
    });

    it('D-2 binds dates, whole numbers and decimals as their types', async () => {
      const text = `SELECT 'hit' AS "found", 1 AS "n" WHERE CAST('2025-10-01' AS DATE) = ${words.marker('day')} AND 7 = ${words.marker('number')} AND CAST('1.50' AS DECIMAL(9,2)) = ${words.marker('rate')}`;
      const parameters: BoundParameter[] = [
        { name: 'day', type: 'date', value: '2025-10-01' },
        { name: 'number', type: 'integer', value: '7' },
        { name: 'rate', type: 'decimal(9,2)', value: '1.5' },
      ];
      expect(await rowsOf(text, { found: 'text', n: 'integer' }, parameters)).toEqual([
        ['hit', '1'],
      ]);
    });

    it('delivers zero rows as zero rows', async () => {
      expect(await rowsOf('SELECT 1 AS "n" WHERE 1 = 0', { n: 'integer' })).toEqual([]);
    });

    it('confirms the row count and the digest of what arrived', async () => {
      const text = 'SELECT v.n AS "n" FROM (VALUES (1), (2), (3)) AS v (n)';
      const query = aQuery(words.engine, text, { n: 'integer' });
      const folder = await tempFolder();
      const { spool, receipt } = await reading.deliver(query, folder, NEVER);
      expect(receipt.engineRows).toBe(3);
      expect(receipt.statement).toContain(text);
      expect(receipt.statementSha256).toBe(sha256(receipt.statement));
      expect(receipt.snapshot).toEqual(reading.snapshot);
      const found = spool.files.map(async (path) => ({
        file: basename(path),
        ...(await digestFile(path)),
      }));
      expect(receipt.arrived).toEqual(await Promise.all(found));
      expect(await readdir(folder)).toEqual(spool.files.map((path) => basename(path)));
    });

    it('takes names that differ from the declared ones by case only', async () => {
      expect(await rowsOf('SELECT 1 AS "ENTRY NO_"', { 'Entry No_': 'integer' })).toEqual([['1']]);
    });

    it.each([
      ['SELECT 1 AS "n", 2 AS "N"', { n: 'integer', m: 'integer' }, '"N"'],
      ['SELECT 1 AS "n", 2 + 3', { n: 'integer', m: 'integer' }, 'column 2'],
      ['SELECT 1 AS "m", 2 AS "n"', { n: 'integer', m: 'integer' }, '"m"'],
      ['SELECT 1 AS "n"', { n: 'integer', m: 'integer' }, '"m"'],
      ['SELECT 1 AS "n", 2 AS "extra"', { n: 'integer' }, '"extra"'],
    ] as const)(
      'refuses the columns of %s and names what is wrong',
      async (text, columns, named) => {
        expect(await refusal(text, columns as Columns)).toMatchObject({
          code: 'COLUMNS_MISMATCH',
          message: expect.stringContaining(named),
        });
      },
    );

    it('refuses binary floats', async () => {
      const text = 'SELECT CAST(1 AS DOUBLE PRECISION) AS "rate"';
      expect(await refusal(text, { rate: 'decimal(19,4)' })).toMatchObject({
        code: 'TYPE_REFUSED',
      });
    });

    it('refuses whatever is not one reading SELECT', async () => {
      expect(words.refused.length).toBeGreaterThan(0);
      for (const text of words.refused) {
        expect(await refusal(text, { n: 'integer' }), text).toMatchObject({
          code: 'QUERY_REJECTED',
        });
      }
    });

    it('delivers nothing of a result that fails half-way', async () => {
      const folder = await tempFolder();
      const own = await started.runner.open(NEVER);
      const query = aQuery(words.engine, words.failsLate, { n: 'integer' });
      await expect(own.deliver(query, folder, NEVER)).rejects.toMatchObject({
        name: 'RunnerError',
      });
      expect(await readdir(folder)).toEqual([]);
      await own.close();
    });

    it('S0-10 tells every statement in the order sent, of failed queries and closed readings too', async () => {
      const { runner } = started;
      const before = runner.statements().length;
      const good = { ...aQuery(words.engine, 'SELECT 1 AS "n"', { n: 'integer' }), name: 'good' };
      const bad = { ...aQuery(words.engine, 'SELECT 1 AS "m"', { n: 'integer' }), name: 'bad' };
      const deliver = async (query: BoundQuery) => {
        const own = await runner.open(NEVER);
        try {
          return await own.deliver(query, await tempFolder(), NEVER);
        } finally {
          await own.close();
        }
      };
      await deliver(good);
      await expect(deliver(bad)).rejects.toMatchObject({ code: 'COLUMNS_MISMATCH' });
      const { receipt } = await deliver(good);
      const sent = runner.statements().slice(before);
      const names = sent.flatMap(({ query }) => query ?? []);
      const inTurn = names.filter((name, index) => name !== names[index - 1]);
      expect(inTurn).toEqual(['good', 'bad', 'good']);
      const last = sent.findLast(({ purpose }) => purpose === 'query');
      expect(last).toMatchObject({ query: 'good', text: receipt.statement });
      expect(sent.filter(({ outcome }) => Object.keys(outcome).length === 0)).toEqual([]);
      const starts = sent.map(({ startedAt }) => startedAt);
      expect(starts).toEqual(starts.toSorted());
    });

    it('stops when it is cancelled', async () => {
      const cancel = new AbortController();
      const own = await started.runner.open(NEVER);
      const query = aQuery(words.engine, words.endless, { n: 'integer' });
      const delivering = own.deliver(query, await tempFolder(), cancel.signal);
      setTimeout(() => cancel.abort(), 50);
      await expect(delivering).rejects.toMatchObject({ code: 'CANCELLED' });
      await expect(own.deliver(query, await tempFolder(), cancel.signal)).rejects.toMatchObject({
        code: 'CANCELLED',
      });
      await own.close();
    });

    it('stops when its time is up', async () => {
      const hasty = await started.withTimeout(50);
      const own = await hasty.open(NEVER);
      const query = aQuery(words.engine, words.endless, { n: 'integer' });
      await expect(own.deliver(query, await tempFolder(), NEVER)).rejects.toMatchObject({
        code: 'TIMED_OUT',
        transient: words.lateIsFinal !== true,
      });
      await own.close();
      await hasty.close();
    });
  });
}
