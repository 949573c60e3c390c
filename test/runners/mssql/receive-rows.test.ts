import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RowReceiver } from '../../../src/runners/mssql/receive-rows.ts';
import { transportColumn, transportType } from '../../../src/runners/mssql/transport-types.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const flow = { pause: () => undefined, resume: () => undefined, fail: () => undefined };
const set = (...names: readonly string[]) => names.map((name) => ({ name }) as never); // only names are read

/** One row of one column, and its trailer: what is left of the end is the count of the statement. */
async function received(counts: readonly number[], trailer = '1') {
  const type = transportType('int');
  if (type === undefined) throw new Error('int has no exact text');
  const column = transportColumn('n', 'int', type);
  const path = join(await tempFolder(), 'extract.csv');
  const receiver = await RowReceiver.open('extract', [column], path);
  try {
    receiver.columns(set('t1'));
    receiver.row(['7'], flow);
    for (const count of counts) receiver.rowCount(count);
    receiver.columns(set('ipe_rows', 'ipe_at'));
    receiver.row([trailer, '2026-01-31 06:00:00.0000000 +00:00'], flow);
    receiver.rowCount(1);
    await receiver.end();
    return await receiver.finish();
  } finally {
    await receiver.discard();
  }
}

describe('the end of a statement', () => {
  it('D11 is confirmed by the trailer and by the count of the statement itself', async () => {
    expect(await received([1])).toMatchObject({ rows: 1, bytes: 4 });
  });

  it('D11 is not confirmed without the count of the statement', async () => {
    await expect(received([])).rejects.toMatchObject({
      code: 'RESULT_TRUNCATED',
      message: expect.stringContaining('did not count'),
    });
  });

  it('D11 is not confirmed by a count of other rows', async () => {
    await expect(received([2])).rejects.toMatchObject({
      code: 'RESULT_TRUNCATED',
      message: 'query extract: 1 rows arrived, the end of the statement counts 2',
    });
    await expect(received([1], '2')).rejects.toMatchObject({
      message: 'query extract: 1 rows arrived, the trailer counts 2',
    });
  });

  it('D11 is not confirmed by two counts', async () => {
    await expect(received([1, 1])).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });
});
