import { describe, expect, it } from 'vitest';
import type { RunnerChanges } from '../../support/on-stand-in.ts';
import type { Dataset, Row } from '../../support/tds/datasets.ts';
import type { Fault, FaultAction } from '../../support/tds/faults.ts';
import { aQuery } from './a-query.ts';
import { attempt, error, FINAL, failure, REPEAT, saying, standIn } from './an-attempt.ts';
import { numbers } from './driver-events.ts';

describe('mssql.md 10.3: answers that arrive whole, and answers that break', () => {
  it('F01 delivers a whole answer', async () => {
    const { delivery, text } = await attempt(await standIn());
    expect(text.split('\n')).toHaveLength(502);
    expect(text.startsWith('n,label\n1,label 1\n')).toBe(true);
    expect(text).toContain('\n7,\n');
    expect(delivery.receipt.snapshot).toEqual({ same: true, mark: 'snapshot' });
  });

  it.each([
    ['F02 a reset in mid-message', { do: 'reset', after: { row: 300 } }],
    ['F03 an end at a row boundary', { do: 'close', after: { row: 300 } }],
    ['F04 an end inside a packet', { do: 'close', after: { row: 300 }, insidePacket: true }],
    ['a TLS session that is closed', { do: 'close-tls', after: { row: 300 } }],
    ['F08 a packet length below 8', { do: 'packet-length', length: 4, after: { row: 300 } }],
    ['F06 an end of message inside a row', { do: 'end-message', after: { byte: 700 } }],
    ['F07 an unknown token', { do: 'token', token: 0x17, after: { row: 300 } }],
    ['a token that has no place here', { do: 'token', token: 0xed, after: { row: 300 } }],
  ] as const)('%s is a lost connection: all is read again', async (_name, action) => {
    expect(await failure(action)).toMatchObject({ ...REPEAT, code: 'SOURCE_UNAVAILABLE' });
  });

  it('F05 an end of message without DONE is a short result', async () => {
    expect(await failure({ do: 'end-message', after: { row: 500 } })).toMatchObject({
      ...FINAL,
      code: 'RESULT_TRUNCATED',
      ...saying('without its trailer'),
    });
  });

  it('F09 a count larger than the rows is a short result', async () => {
    expect(await failure({ do: 'row-count', add: 7 })).toMatchObject({
      ...FINAL,
      code: 'RESULT_TRUNCATED',
      ...saying('500 rows arrived, the end of the statement counts 507'),
    });
  });

  it('rows the server counted and never sent are a short result', async () => {
    const action: FaultAction = { do: 'skip-rows', after: { row: 100 }, count: 5 };
    expect(await failure(action)).toMatchObject({
      ...FINAL,
      code: 'RESULT_TRUNCATED',
      ...saying('495 rows arrived, the trailer counts 500'),
    });
  });

  it('F10 the error bit without an error, before the trailer, is a short result', async () => {
    expect(await failure({ do: 'error-bit', on: 'DONEINPROC' })).toMatchObject({
      ...FINAL,
      code: 'RESULT_TRUNCATED',
    });
  });

  it('F11 the error bit without an error, at the very end, is no result', async () => {
    expect(await failure({ do: 'error-bit', on: 'DONEPROC' })).toMatchObject({
      ...FINAL,
      code: 'RESULT_TRUNCATED',
      ...saying('UNKNOWN'),
    });
  });

  it('F15 a second result set that is no trailer is refused', async () => {
    expect(await failure({ do: 'extra-set' })).toMatchObject({
      ...FINAL,
      code: 'SOURCE_CORRUPT',
      ...saying('result set 2 has the columns extra'),
    });
  });

  it('a missing trailer is a short result', async () => {
    expect(await failure({ do: 'no-trailer' })).toMatchObject({ code: 'RESULT_TRUNCATED' });
  });

  it('F16 an answer without a result set is refused', async () => {
    expect(await failure({ do: 'no-set' })).toMatchObject({ ...FINAL, code: 'SOURCE_CORRUPT' });
  });

  it('F29 a value of 2 MB arrives whole', async () => {
    const long = 'ł€😀x'.repeat(200_000);
    const query = aQuery('SELECT n, long FROM t', { n: 'integer', long: 'text' });
    const columns = [
      { name: 'n', tsqlType: 'int' },
      { name: 'long', tsqlType: 'nvarchar(max)' },
    ];
    const dataset: Dataset = {
      text: query.text,
      columns,
      rows: () => [
        ['1', long],
        ['2', null],
      ],
    };
    const { text } = await attempt(await standIn({ datasets: [dataset] }), {}, query);
    expect(text === `n,long\n1,${long}\n2,\n`).toBe(true);
  });
});

describe('mssql.md 10.3: what a server says went wrong', () => {
  it('F12 an error after 500 rows says its number, state and class and is not tried again', async () => {
    const divided = error(8134, 'Divide by zero error encountered.');
    expect(await failure({ do: 'error', errors: [divided], after: { row: 500 } })).toMatchObject({
      ...FINAL,
      code: 'QUERY_REJECTED',
      ...saying('Divide by zero error encountered. (error 8134, state 3, class 16)'),
      cause: { number: 8134, state: 3, severity: 16 },
    });
  });

  it('F13 a killed session is tried again', async () => {
    const killed = error(596, 'Cannot continue: the session is in the kill state.', 21);
    const action: FaultAction = { do: 'error', errors: [killed], after: { row: 300 }, close: true };
    expect(await failure(action)).toMatchObject({ ...REPEAT, ...saying('error 596') });
  });

  it('F14 remarks of the server are recorded and break nothing', async () => {
    const info = { number: 8153, message: 'Warning: Null value is eliminated.' };
    const started = await standIn({
      faults: [{ do: 'info', info, everyRows: 100, of: 'extract' }],
    });
    const { delivery } = await attempt(started);
    expect(delivery.receipt.details['server_messages']).toBe(
      '8153 Warning: Null value is eliminated. (5 times)',
    );
  });

  it('F21 a deadlock is tried again', async () => {
    const deadlock = error(
      1205,
      'Transaction was deadlocked and has been chosen as the victim.',
      13,
    );
    const action: FaultAction = {
      do: 'error',
      errors: [deadlock],
      after: { row: 100 },
      rollback: true,
    };
    expect(await failure(action)).toMatchObject({
      ...REPEAT,
      ...saying('(error 1205, state 3, class 13)'),
    });
  });

  it('a transaction that ends without a word is noticed', async () => {
    expect(await failure({ do: 'rollback', after: { row: 10 } })).toMatchObject({
      ...REPEAT,
      ...saying('the server rolled the transaction back'),
    });
  });

  it.each([1204, 1222, 3960, 3961, 40197, 40501, 40613])(
    'error %i is tried again',
    async (number) => {
      const action: FaultAction = { do: 'error', errors: [error(number, 'try again')] };
      expect(await failure(action)).toMatchObject({ ...REPEAT, ...saying(`error ${number}`) });
    },
  );

  it.each([
    [229, 'AUTH_FAILED'],
    [208, 'QUERY_REJECTED'],
    [245, 'QUERY_REJECTED'],
    [8115, 'QUERY_REJECTED'],
    [1105, 'OUT_OF_RESOURCES'],
    [824, 'SOURCE_CORRUPT'],
  ])('error %i is not', async (number, code) => {
    const action: FaultAction = { do: 'error', errors: [error(number, 'no')] };
    expect(await failure(action)).toMatchObject({ ...FINAL, code, ...saying(`error ${number}`) });
  });

  it('F22 snapshot isolation that is not allowed says who has to allow it', async () => {
    const started = await standIn({ datasets: [{ ...numbers(5), noSnapshot: 'ledger' }] });
    await expect(attempt(started)).rejects.toMatchObject({
      ...FINAL,
      code: 'SOURCE_UNAVAILABLE',
      message: expect.stringMatching(/database 'ledger'.*error 3952/),
      advice: expect.stringContaining('ALLOW_SNAPSHOT_ISOLATION'),
    });
    const { delivery } = await attempt(started, { consistency: 'bracket' });
    expect(delivery.receipt.snapshot).toEqual({ same: false, mark: 'bracketed-statement' });
  });

  it('F23 a refused begin is an error of the opening', async () => {
    const action: FaultAction = { do: 'error', errors: [error(3960, 'no')] };
    expect(await failure(action, {}, 'begin')).toMatchObject({
      ...REPEAT,
      ...saying('error 3960'),
    });
    expect(await failure({ do: 'close', after: { byte: 0 } }, {}, 'begin')).toMatchObject(REPEAT);
  });
});

describe('mssql.md 10.3: what others write meanwhile', () => {
  const moving: Dataset = {
    ...numbers(500),
    rows: function* rows(_parameters, version): Generator<Row> {
      for (let n = 1; n <= 500 + version; n += 1) yield [`${n}`, `label ${n}`];
    },
  };
  const insert: Fault = { do: 'version', after: { row: 100 }, version: 2, of: 'extract', times: 1 };

  it('F30 a snapshot does not see what others insert', async () => {
    const { delivery } = await attempt(await standIn({ datasets: [moving], faults: [insert] }));
    expect(delivery.receipt.engineRows).toBe(501);
    expect(delivery.receipt.details).toMatchObject({
      rows_counted_before: '501',
      rows_counted_after: '501',
    });
  });

  it('F30 a bracket notices it, and all is read again', async () => {
    const started = await standIn({ datasets: [moving], faults: [insert] });
    const changes: RunnerChanges = { consistency: 'bracket' };
    await expect(attempt(started, changes)).rejects.toMatchObject({
      ...REPEAT,
      code: 'RESULT_TRUNCATED',
      ...saying('501 rows before and 502 after'),
    });
    expect((await attempt(started, changes)).delivery.receipt.engineRows).toBe(502);
  });
});
