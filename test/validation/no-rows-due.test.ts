import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { runStatus } from '../../src/kernel/status.ts';
import { type Situation, useCheckBench } from './check-bench.ts';

const bench = useCheckBench();

const LOOKING_FOR_ROWS: readonly CheckSpec[] = [
  {
    id: 'every_company',
    title: 'Every company appears',
    kind: 'coverage',
    attribute: 'E-8',
    column: 'company',
    expected: ['EC_NG'],
  },
  {
    id: 'one_open',
    title: 'An open one is there',
    kind: 'witness',
    attribute: 'E-7',
    presence: 'present',
    where: '"company" <> \'\'',
  },
  {
    id: 'known_found',
    title: 'Known records are there',
    kind: 'source_witness',
    attribute: 'E-7',
    query: 'known',
  },
  {
    id: 'known_agree',
    title: 'Known records agree',
    kind: 'trace',
    attribute: 'F-1',
    query: 'known',
    columns: ['amount'],
  },
  {
    id: 'known_add_up',
    title: 'Known records add up',
    kind: 'tie_out',
    attribute: 'E-2',
    by: ['id'],
    measure: 'amount',
    query: 'known',
    amount: 'amount',
    tolerance: '0',
  },
];

const columns = { id: 'integer', company: 'text', amount: 'decimal(19,4)' } as const;

function situation(
  count: string | null,
  known: readonly (readonly string[])[] = [],
  more: Situation = {},
): Situation {
  return {
    columns,
    zeroRows: 'single_company',
    ...more,
    controls: {
      completeness: { columns: { row_count: 'integer' }, rows: count === null ? [] : [[count]] },
      known: { columns: { id: 'integer', amount: 'decimal(19,4)' }, rows: known },
    },
  };
}

async function statuses(of: Situation) {
  return (await bench.perform(LOOKING_FOR_ROWS, of)).map(({ status }) => status);
}

describe('RU-24 checks that look for rows, over an extract without any', () => {
  it('do not apply where none is due, by approval of the owner, and do not stop the run', async () => {
    for (const count of ['0', null]) {
      const findings = await bench.perform(LOOKING_FOR_ROWS, situation(count));
      for (const finding of findings) {
        expect(finding).toMatchObject({
          status: 'NOT APPLICABLE',
          reason:
            'no row is due: the definition allows none for this run, and the independent count is 0 too',
          approvedBy: 'Accounting lead',
          recomputable: false,
        });
      }
      expect(runStatus(findings)).toBe('PASS');
    }
  });

  it.each<[string, Situation]>([
    ['the independent count finds rows', situation('1')],
    ['the definition allows none at all', situation('0', [], { zeroRows: 'never' })],
    ['it allows none for several companies', situation('0', [], { companies: 2 })],
  ])('are judged as ever where %s', async (_, of) => {
    expect(await statuses(of)).toEqual(['FAIL', 'FAIL', 'NOT TESTED', 'NOT TESTED', 'NOT TESTED']);
  });

  it('fail where a known record should be there', async () => {
    const found = await statuses(situation('0', [['1', '5.0000']]));
    expect(found).toEqual(['NOT APPLICABLE', 'NOT APPLICABLE', 'FAIL', 'FAIL', 'FAIL']);
  });

  it('are judged as ever over rows', async () => {
    const rows = [['1', 'EC_NG', '5.0000']];
    const of = situation('1', [['1', '5.0000']], { rows });
    expect(await statuses(of)).toEqual(Array(5).fill('PASS'));
  });

  it('are not tested when no independent count was delivered', async () => {
    const of = { columns, zeroRows: 'allowed' } as const;
    expect(await statuses(of)).toEqual(Array(5).fill('NOT TESTED'));
  });
});
