import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { BoundParameter, ParameterType } from '../../../src/kernel/query.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import type { Dataset } from '../../support/tds/datasets.ts';
import { lexSql } from '../../support/tds/sql-lexer.ts';
import type { TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { aQuery } from './a-query.ts';
import { closeLater, NEVER, standIn } from './an-attempt.ts';
import { HOSTILE, HOSTILE_WITH_NUL } from './hostile-texts.ts';

const TEXT = 'SELECT x.n AS n FROM t AS x WHERE x.a = @wanted';
const LIST = 'SELECT x.n AS n FROM t AS x WHERE x.a IN (@wanted_0, @wanted_1, @wanted_2)';
const columns = [{ name: 'n', tsqlType: 'int', nullable: false }];
/** How long the server finds the values it was given: none was cut, none ended early. */
function lengths(parameters: Parameters<Dataset['rows']>[0]): string {
  const wanted = [...parameters].flatMap(([name, { text }]) =>
    name.startsWith('wanted') ? (text?.length ?? 0) : [],
  );
  return String(wanted.reduce((sum, length) => sum + length, 0));
}
const DATASETS: readonly Dataset[] = [TEXT, LIST].map((text) => ({
  text,
  columns,
  rows: (parameters) => [[lengths(parameters)]],
}));

/** Statements and procedure calls with their parameters, in the order they arrived. */
function sentTo({ log }: TdsStandIn) {
  return log.flatMap((entry) => {
    if (entry.event === 'batch') return [{ text: entry.text, values: [] as readonly string[] }];
    if (entry.event !== 'rpc') return [];
    return [{ text: entry.text, values: entry.parameters.map(({ value }) => String(value)) }];
  });
}

/** A server that is asked one query after the other. */
async function aSource() {
  const started = await standIn({ datasets: DATASETS });
  const runner = runnerOn(started);
  closeLater(() => runner.close());
  const reading = await runner.open(NEVER);
  closeLater(() => reading.close());
  /** What reached the server for one query; the error when there was one. */
  return async (text: string, parameters: readonly BoundParameter[]) => {
    const before = sentTo(started).length;
    const query = aQuery(text, { n: 'integer' }, parameters);
    try {
      const { spool } = await reading.deliver(query, await tempFolder(), NEVER);
      const csv = await readFile(spool.files[0] ?? '', 'utf8');
      return { sent: sentTo(started).slice(before), csv, error: null };
    } catch (error) {
      return { sent: sentTo(started).slice(before), csv: null, error };
    }
  };
}

/** The lengths a text is declared with are the only thing of a statement that follows from a value. */
const withoutLengths = (text: string) =>
  text.replaceAll(/nvarchar\(([0-9]+|max)\)/g, 'nvarchar(…)');

/** Statements with those lengths left out; of a call of describe, its text and its declarations. */
const textsOf = (sent: ReturnType<typeof sentTo>) => sent.map(({ text }) => withoutLengths(text));

describe('what stands in a text reaches the server as a value', () => {
  it.each(Object.entries(HOSTILE_WITH_NUL))('%s', async (_what, value) => {
    const deliver = await aSource();
    const harmless = await deliver(TEXT, [{ name: 'wanted', type: 'text', value: 'harmless' }]);
    const hostile = await deliver(TEXT, [{ name: 'wanted', type: 'text', value }]);
    expect(hostile).toMatchObject({ error: null, csv: `n\n${value.length}\n` });
    expect(textsOf(hostile.sent)).toEqual(textsOf(harmless.sent));
    // describe is told the type alone; count, query and count carry the value, whole
    const carried = hostile.sent.map(({ values }) => values.includes(value));
    expect(carried).toEqual([false, true, true, true]);
  });

  it('and each text of a list as one of its own', async () => {
    const deliver = await aSource();
    const bound = (texts: readonly string[]) =>
      texts.map((value, n): BoundParameter => ({ name: `wanted_${n}`, type: 'text', value }));
    const harmless = await deliver(LIST, bound(['a', 'b', 'c']));
    const values = Object.values(HOSTILE_WITH_NUL);
    for (const first of values.keys()) {
      const three = [0, 1, 2].map((n) => values[(first + n) % values.length] ?? '');
      const hostile = await deliver(LIST, bound(three));
      expect(hostile.csv).toBe(`n\n${three.join('').length}\n`);
      expect(textsOf(hostile.sent)).toEqual(textsOf(harmless.sent));
      expect(hostile.sent[2]?.values.slice(-3)).toEqual(three);
    }
  });

  it('but half of a surrogate pair is refused: it would become another character on its way', async () => {
    const deliver = await aSource();
    for (const value of ['\ud800', "\udc00'; DROP TABLE x; --"]) {
      const refused = await deliver(TEXT, [{ name: 'wanted', type: 'text', value }]);
      expect(refused).toMatchObject({ sent: [], error: { code: 'QUERY_REJECTED' } });
    }
  });
});

describe('a value of any other type is refused before anything is sent', () => {
  it.each([
    ['date', '2025-09-30'],
    ['integer', '-86420'],
    ['decimal(18,2)', '12.50'],
  ] as const)('%s', async (type, harmless) => {
    const deliver = await aSource();
    const hostile = Object.values(HOSTILE_WITH_NUL);
    const attempts = [
      ...hostile,
      ...hostile.map((value) => `${harmless}${value}`),
      ...[`${harmless}\n`, ` ${harmless}`, `${harmless};`, `+${harmless}`, '', 'NULL', '0x31'],
    ];
    for (const value of attempts) {
      const { sent, error } = await deliver(TEXT, [{ name: 'wanted', type, value }]);
      expect({ value, sent, error }).toMatchObject({
        value,
        sent: [],
        error: { name: 'RunnerError', code: 'QUERY_REJECTED', transient: false },
      });
    }
    const { sent } = await deliver(TEXT, [{ name: 'wanted', type, value: harmless }]);
    const carried = sent.map(({ values }) => values.includes(harmless));
    expect(carried).toEqual([false, true, true, true]);
    expect(sent.filter(({ text }) => text.includes(harmless))).toEqual([]);
  });

  it('and so is a hostile name of a parameter or a query, and another type than the four', async () => {
    const deliver = await aSource();
    for (const name of Object.values(HOSTILE_WITH_NUL)) {
      const text = `SELECT x.n AS n FROM t AS x WHERE x.a = @${name}`;
      const refused = await deliver(text, [{ name, type: 'text', value: 'a' }]);
      expect({ name, ...refused }).toMatchObject({
        name,
        sent: [],
        error: { code: 'QUERY_REJECTED' },
      });
      // a type is checked by the compiler; this is one that went round it
      const type = `nvarchar(1) = ${name}` as ParameterType;
      const mistyped = await deliver(TEXT, [{ name: 'wanted', type, value: 'a' }]);
      expect({ name, ...mistyped }).toMatchObject({
        name,
        sent: [],
        error: { code: 'QUERY_REJECTED' },
      });
    }
  });
});

describe('a name that a server gives its database', () => {
  it.each(Object.entries(HOSTILE))(
    'with %s is one quoted name of the questions about it',
    async (_what, value) => {
      const name = value.slice(0, 128);
      const facts = { ...READER_FACTS, database_name: name, db: ['master', name] };
      const started = await standIn({ facts });
      const runner = runnerOn(started);
      closeLater(() => runner.close());
      expect((await runner.identify(NEVER)).databases).toEqual([name]);
      const asked = started.log.flatMap((entry) =>
        entry.event === 'rpc' && entry.procedure !== 'sp_executesql' ? [entry] : [],
      );
      expect(asked.length).toBeGreaterThan(5);
      for (const { procedure, text, parameters } of asked) {
        const [database, ...behind] = lexSql(procedure);
        expect(database).toMatchObject({ kind: 'name', value: name.toLowerCase() });
        expect(behind.map(({ value: token }) => token)).toEqual(['.', 'sys', '.', 'sp_executesql']);
        // what is asked there is the same for every database
        expect(parameters.map(({ value }) => value)).toEqual([text]);
        expect(text).toMatch(/^SELECT (?:TOP \(5\) )?CONVERT\(nvarchar\(4000\), /);
      }
      const other = await standIn();
      const plain = runnerOn(other);
      closeLater(() => plain.close());
      await plain.identify(NEVER);
      const texts = (server: TdsStandIn) => sentTo(server).map(({ text }) => text);
      expect(texts(started)).toEqual(texts(other));
    },
  );
});
