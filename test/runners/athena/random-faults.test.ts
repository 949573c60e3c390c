import { readdir, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { digestFile, sha256 } from '../../../src/kernel/digest.ts';
import { RunnerError } from '../../../src/runners/runner.ts';
import { csvBytes } from '../../support/aws/athena-result.ts';
import type { Fault } from '../../support/aws/faults.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { anAthenaQuery } from './a-query.ts';
import { type AthenaOnStandIn, FAST, NEVER, startAthena } from './on-aws-stand-in.ts';

/** Sequences of faults; TEST_FAULT_RUNS asks for more. */
const RUNS = Number(process.env['TEST_FAULT_RUNS'] ?? '60');
const COLUMNS = [
  { name: 'n', type: 'bigint' },
  { name: 'name', type: 'varchar' },
];
const ROWS = Array.from({ length: 300 }, (_, n) => [
  String(n),
  n % 3 === 0 ? null : `row "${n}"\n`,
]);
const WHOLE = sha256(csvBytes(COLUMNS, ROWS));

/** No rows where Athena counts three hundred. */
const OTHER = '"n","name"\n';

let lake: AthenaOnStandIn;
beforeAll(async () => {
  lake = await startAthena();
  lake.athena.answer(({ text }) =>
    text.includes('ipe_rows')
      ? { columns: [{ name: 'ipe_rows', type: 'varchar' }], rows: [[String(ROWS.length)]] }
      : { columns: COLUMNS, rows: ROWS },
  );
});
afterAll(() => lake.stop());

const of = fc.constantFrom(
  'athena.StartQueryExecution',
  'athena.GetQueryExecution',
  'athena.GetQueryResults',
  's3.GetObject',
);
const at = fc.nat({ max: 6000 });
const action = fc.oneof(
  fc.record({
    do: fc.constantFrom(
      'throttle',
      'server-error',
      'html',
      'reset',
      'lost-answer',
      'expired-token',
    ),
  }),
  fc.record({ do: fc.constantFrom('drop', 'flip', 'truncate'), at }),
  fc.record({ do: fc.constant('stall'), at }),
  fc.record({ do: fc.constant('slow'), bytes: fc.constant(2000), everyMs: fc.constant(1) }),
  fc.record({ do: fc.constant('wrong-checksum') }),
  fc.record({
    do: fc.constant('replace-object'),
    when: fc.constant('before'),
    body: fc.constant(OTHER),
  }),
);
const fault = fc
  .tuple(action, of, fc.nat({ max: 3 }), fc.integer({ min: 1, max: 4 }))
  // the parts are drawn apart, so their union is told by hand
  .map(([what, where, skip, times]) => {
    // answers of JSON bear no checksum: what alters them is TLS's to find
    const altering = what.do === 'flip' || what.do === 'truncate';
    return { ...what, of: altering ? 's3.GetObject' : where, skip, times } as Fault;
  });

it(`${RUNS} sequences of faults end in the whole result or in one clear error`, async () => {
  const ends = { whole: 0, failed: 0 };
  const runner = lake.runner({ timing: { ...FAST, idleMs: 300, attempts: 2 } });
  await (await runner.open(NEVER)).close();
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 4 }), async (faults) => {
      lake.standIn.faults.clear();
      const reading = await runner.open(NEVER);
      lake.standIn.faults.add(...faults);
      const folder = await tempFolder();
      const query = anAthenaQuery('SELECT 1 AS "n", \'a\' AS "name"', {
        n: 'integer',
        name: 'text',
      });
      try {
        const { receipt, spool } = await reading.deliver(query, folder, NEVER);
        const [file = ''] = spool.files;
        const { sha256: found } = await digestFile(file);
        expect(receipt.arrived[0]?.sha256).toBe(found);
        expect(receipt.engineRows).toBe(ROWS.length);
        // an object that was replaced by another result of the same form is refused where its rows are counted (P07)
        if (found !== WHOLE) expect(await readFile(file, 'utf8')).toBe(OTHER);
        ends[found === WHOLE ? 'whole' : 'failed'] += 1;
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(RunnerError);
        expect((thrown as RunnerError).advice ?? '').not.toBe('');
        expect(await readdir(folder)).toEqual([]);
        ends.failed += 1;
      }
    }),
    { numRuns: RUNS },
  );
  expect(ends.whole).toBeGreaterThan(0);
  expect(ends.failed).toBeGreaterThan(0);
}, 1_200_000);
