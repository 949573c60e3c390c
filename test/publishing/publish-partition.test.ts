import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../src/publishing/certified-file.ts';
import { draft, goodRows } from '../evidence/verify/good-package.ts';
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

/** The one partition of a bench, as Glue keeps it. */
function place({ lake }: PublishBench) {
  const [partition] = lake.tables.get('certified.ipe_07')?.partitions.values() ?? [];
  if (partition === undefined) throw new Error('there is no partition');
  return partition;
}

describe('a newer package', () => {
  it('takes the place of the older one in one step, and both files stay', async () => {
    const bench = await publishBench();
    const older = await few();
    const newer = laterRun(older);
    await bench.publish(older);
    expect(await bench.publish(newer)).toMatchObject({ state: 'published' });
    expect(await bench.read(COUNT)).toEqual([['12', newer.name, newer.name]]);
    expect(bench.aws.s3.keys(PUBLISHED)).toHaveLength(2);
    expect(
      bench
        .changes()
        .filter((text) => text.includes('SET LOCATION'))
        .at(-1),
    ).toBe(
      `ALTER TABLE \`ipe_07\` PARTITION (\`period\` = '2025-09', \`entity\` = 'NG') SET LOCATION 's3://${PUBLISHED}/certified/ipe/ipe_07/period=2025-09/entity=NG/${newer.name}/'`,
    );
  });

  it('is never replaced by an older one', async () => {
    const bench = await publishBench();
    const older = await few();
    const newer = laterRun(older);
    await bench.publish(newer);
    expect(await refusal(bench.publish(older))).toMatchObject({
      code: 'SUPERSEDED',
      message: expect.stringContaining(newer.name),
    });
    expect(bench.aws.s3.keys(PUBLISHED)).toHaveLength(1);
    expect(await bench.read(COUNT)).toEqual([['12', newer.name, newer.name]]);
  });

  it('stays the certified one when an older one is published at the same moment', async () => {
    const bench = await publishBench();
    const older = await few();
    const newer = laterRun(older);
    await bench.publish(older);
    bench.lake.tables.get('certified.ipe_07')?.partitions.clear();
    let begun = false;
    bench.athena.beforeQuery(async ({ text }) => {
      if (begun || !text.includes('SET LOCATION')) return;
      begun = true;
      await bench.publish({ ...newer, csvPath: (await few()).csvPath });
    });
    expect(await refusal(bench.publish(older))).toMatchObject({ code: 'SUPERSEDED' });
    expect(await bench.read(COUNT)).toEqual([['12', newer.name, newer.name]]);
  });

  it('two publishers of one package at once leave one file and one partition', async () => {
    const bench = await publishBench();
    const sealed = await few();
    const twin = { ...sealed, csvPath: (await few()).csvPath };
    const both = await Promise.all([bench.publish(sealed), bench.publish(twin)]);
    expect(both.map(({ rows }) => rows)).toEqual([12, 12]);
    expect(bench.aws.s3.versions(PUBLISHED)).toHaveLength(1);
    expect(await bench.read(COUNT)).toEqual([['12', sealed.name, sealed.name]]);
  });

  it('remains when a third one arrives while two others give way to each other', async () => {
    const bench = await publishBench();
    const oldest = await few();
    const middle = laterRun(await few());
    const newest = laterRun(await few(), '160000', 'fedcba');
    const pointsTo = (name: string) => (text: string) =>
      text.includes('SET LOCATION') && text.includes(name);
    let toMiddle = 0;
    bench.athena.beforeQuery(async ({ text }) => {
      if (pointsTo(oldest.name)(text)) await bench.publish(middle);
      // the first time it is its own publisher, the second time the one of the oldest that gives way
      if (pointsTo(middle.name)(text) && ++toMiddle === 2) await bench.publish(newest);
    });
    expect(await refusal(bench.publish(oldest))).toMatchObject({
      code: 'SUPERSEDED',
      message: expect.stringContaining(`${newest.name} was published meanwhile`),
    });
    expect(toMiddle).toBe(2);
    expect(await bench.read(COUNT)).toEqual([['12', newest.name, newest.name]]);
  });

  it.each([
    [0, 1, 2],
    [1, 0, 2],
    [2, 1, 0],
  ])(
    'remains whatever the order in which three are published at once: %i, %i, %i',
    async (...order) => {
      const bench = await publishBench();
      const runs = [
        await few(),
        laterRun(await few()),
        laterRun(await few(), '160000', 'fedcba'),
      ] as const;
      const newest = runs[2];
      let asked = 0;
      bench.athena.beforeQuery(async () => {
        asked += 1;
        for (let turn = (asked * 7) % 11; turn > 0; turn -= 1) await nextTurn();
      });
      const ends = await Promise.allSettled(order.map((at) => bench.publish(runs[at] ?? newest)));
      expect(ends[order.indexOf(2)]).toMatchObject({ value: { state: 'published', rows: 12 } });
      expect(await bench.read(COUNT)).toEqual([['12', newest.name, newest.name]]);
    },
  );

  it('is pointed to again by its own publisher where somebody pointed elsewhere meanwhile', async () => {
    const bench = await publishBench();
    const older = await few();
    const newer = laterRun(await few());
    await bench.publish(older);
    let begun = false;
    bench.athena.beforeQuery(({ text }) => {
      if (begun || !text.startsWith('SELECT count(*)')) return;
      begun = true;
      place(bench).location = place(bench).location.replace(newer.name, older.name);
    });
    expect(await bench.publish(newer)).toMatchObject({ state: 'published' });
    expect(begun).toBe(true);
    expect(await bench.read(COUNT)).toEqual([['12', newer.name, newer.name]]);
  });

  it('is left to a quieter moment when newer ones arrive all the time', async () => {
    const bench = await publishBench();
    const first = await few();
    let minute = 0;
    bench.athena.beforeQuery(async ({ text }) => {
      if (!text.includes('SET LOCATION')) return;
      minute += 1;
      await bench.upload(laterRun(first, `15${String(minute).padStart(2, '0')}00`));
    });
    expect(await refusal(bench.publish(first))).toMatchObject({
      code: 'SUPERSEDED',
      transient: true,
      advice: expect.stringContaining('again when nobody else publishes'),
    });
    expect(minute).toBe(10);
  });
});

describe('reading back through Athena', () => {
  /** Another file in the folder of a package, as nobody but a stranger writes it. */
  async function strayBeside(bench: PublishBench, name: string): Promise<string> {
    const key = bench.aws.s3.keys(PUBLISHED).find((each) => each.includes(`-${name}`)) ?? '';
    const stray = `${key.slice(0, key.lastIndexOf('/'))}/stray.parquet`;
    await bench.aws.s3.put(PUBLISHED, stray, await bench.aws.s3.read(PUBLISHED, key));
    return stray;
  }

  /** A stranger writes beside each file as soon as its partition points to it. */
  function strayOf(bench: PublishBench, name: string): void {
    bench.athena.beforeQuery(async ({ text }) => {
      if (text.includes('SET LOCATION') && text.includes(name)) await strayBeside(bench, name);
    });
  }

  it('refuses a new partition that another file got into, and leaves it without rows', async () => {
    const bench = await publishBench();
    const sealed = await few();
    strayOf(bench, sealed.name);
    const refused = await refusal(bench.publish(sealed));
    expect(refused).toMatchObject({ code: 'READ_BACK_DIFFERS' });
    expect(refused.message).toContain('rows: expected 12, got 24');
    expect(refused.message).toContain('The partition shows no rows now');
    expect(await bench.read(COUNT)).toEqual([['0', null, null]]);
  });

  it('points a partition back to the package it showed before', async () => {
    const bench = await publishBench();
    const older = await few();
    const newer = laterRun(await few());
    await bench.publish(older);
    strayOf(bench, newer.name);
    const refused = await refusal(bench.publish(newer));
    expect(refused).toMatchObject({ code: 'READ_BACK_DIFFERS' });
    expect(refused.message).toContain(`The partition points to ${older.name} again`);
    expect(await bench.read(COUNT)).toEqual([['12', older.name, older.name]]);
  });

  it('shows nothing of a package whose rows no longer agree, and shows it again when mended', async () => {
    const bench = await publishBench();
    const sealed = await few();
    await bench.publish(sealed);
    const stray = await strayBeside(bench, sealed.name);
    expect((await refusal(bench.publish(sealed))).message).toContain('shows no rows now');
    expect(await bench.read(COUNT)).toEqual([['0', null, null]]);
    await bench.aws.s3.delete(PUBLISHED, stray);
    expect(await bench.publish(sealed)).toMatchObject({ state: 'published', rows: 12 });
    expect(await bench.read(COUNT)).toEqual([['12', sealed.name, sealed.name]]);
  });

  it('points on to a newer package that came while it was pointed back', async () => {
    const bench = await publishBench();
    const sealed = await few();
    const newer = laterRun(await few());
    let begun = false;
    bench.athena.beforeQuery(async ({ text }) => {
      if (!text.includes('SET LOCATION')) return;
      if (text.includes(sealed.name)) await strayBeside(bench, sealed.name);
      if (begun || !text.includes('/withdrawn/')) return;
      begun = true;
      await bench.publish(newer);
    });
    const refused = await refusal(bench.publish(sealed));
    expect(refused).toMatchObject({ code: 'READ_BACK_DIFFERS' });
    expect(refused.message).toContain(`points to ${newer.name}, which was published meanwhile`);
    expect(await bench.read(COUNT)).toEqual([['12', newer.name, newer.name]]);
  });

  it('says so when the partition cannot be pointed back', async () => {
    const bench = await publishBench();
    const sealed = await few();
    strayOf(bench, sealed.name);
    const reason = 'Insufficient permissions: not authorized to glue:UpdatePartition';
    bench.athena.behave({ end: { state: 'FAILED', reason } }, ({ text }) =>
      /SET LOCATION.*\/withdrawn\//.test(text),
    );
    const refused = await refusal(bench.publish(sealed));
    expect(refused).toMatchObject({ code: 'READ_BACK_DIFFERS' });
    expect(refused.message).toContain('rows: expected 12, got 24');
    expect(refused.message).toContain(`could not be pointed back`);
    expect(refused.message).toContain(reason);
    expect(refused.advice).toContain('Do not use the partition');
  });

  /** Athena answers with this what a package is read back by. */
  function answered(
    { athena, lake }: PublishBench,
    rows: readonly (readonly (string | null)[])[],
  ): void {
    const columns = (rows[0] ?? ['']).map((_, at) => ({ name: `_col${at}`, type: 'bigint' }));
    athena.answer(async (query) => {
      const answer = await lake.answers(query);
      return query.text.startsWith('SELECT count(*)') ? { columns, rows } : answer;
    });
  }

  it('refuses rows that a filter hides', async () => {
    const bench = await publishBench();
    const sealed = await few();
    const { figures } = shapeOf(sealed);
    const hidden = figures.map(({ expected, name }) => (name === 'rows' ? '11' : expected));
    answered(bench, [hidden]);
    expect(await refusal(bench.publish(sealed))).toMatchObject({
      code: 'READ_BACK_DIFFERS',
      message: expect.stringContaining('rows: expected 12, got 11'),
    });
  });

  it('refuses no answer at all where the package has no rows: that is no nought', async () => {
    const bench = await publishBench();
    const empty = await certified(draft([]));
    answered(bench, []);
    expect(await refusal(bench.publish(empty))).toMatchObject({
      code: 'READ_BACK_DIFFERS',
      message: expect.stringMatching(/the answer: expected one row of \d+ figures, got no row/),
    });
  });
});
