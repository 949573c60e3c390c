import { describe, expect, it } from 'vitest';
import { summaryOfRun } from '../../src/app/run-summary.ts';
import { eventLine } from '../../src/cli/event-line.ts';
import { resultText } from '../../src/cli/result-text.ts';
import type { DecimalText } from '../../src/kernel/decimal.ts';
import type { Scan } from '../../src/kernel/scan.ts';
import type { ItemResult } from '../../src/orchestrator/item-result.ts';
import { runMembers } from '../../src/report/run-members.ts';
import type { RunRecord } from '../../src/report/run-record.ts';
import { scansOf } from '../../src/report/scans.ts';
import { startPage } from '../../src/report/start-page.ts';
import { aRecord } from './a-record.ts';

const RECEIPT = 'data/09_run/receipt.json';
const COST = { currency: 'USD', perTerabyte: '5.00' };

function aScan(execution: string, bytes: bigint, amount: string | null): Scan {
  const cost = amount === null ? null : { ...COST, amount: amount as DecimalText };
  return { execution, state: 'SUCCEEDED', bytes, known: true, billedBytes: 10_000_000n, cost };
}

/** A run of an item on a source that is paid by bytes: a reading that failed, then one that did not. */
function scanned(amount: string | null): RunRecord {
  const record = aRecord('IPE_07');
  const [first] = record.statements;
  if (first === undefined) throw new Error('the item has no statement');
  const failed = { ...first, scan: { ...aScan('a', 2n ** 30n, amount), state: 'CANCELLED' } };
  const pins = { ...first, purpose: 'facts' as const, query: null, scan: aScan('b', 0n, amount) };
  return {
    ...record,
    attempt: 2,
    statements: [
      failed,
      { ...pins, attempt: 2 },
      ...record.statements.map((each) => ({
        ...each,
        attempt: 2,
        scan: aScan(`${each.query}`, 1n, amount),
      })),
    ],
  };
}

function receipt(record: RunRecord) {
  const content = runMembers(record).find(({ path }) => path === RECEIPT)?.content;
  return content === undefined ? undefined : JSON.parse(String(content));
}

const page = (record: RunRecord) => startPage(record, Buffer.from(''));

describe('what a source that is paid by bytes scanned', () => {
  it('is sealed with every execution of every attempt', () => {
    const record = scanned('0.00005000');
    const count = record.statements.length;
    const { scan } = receipt(record);
    expect(scan).toMatchObject({
      executions: count,
      scanned_bytes: String(2 ** 30 + count - 2),
      billed_bytes: `${count}0000000`,
      cost_estimates: [{ amount: expect.stringMatching(/^0\.000[0-9]{5}$/), currency: 'USD' }],
    });
    expect(scan.of).toHaveLength(count);
    expect(scan.of[0]).toEqual({
      attempt: 1,
      purpose: 'query',
      query: 'extract',
      engine_query_id: 'a',
      state: 'CANCELLED',
      scanned_bytes: '1073741824',
      bytes_known: true,
      billed_bytes: '10000000',
      cost_estimate: { amount: '0.00005000', currency: 'USD', price_per_terabyte: '5.00' },
    });
    expect(scan.of[1]).toMatchObject({ attempt: 2, purpose: 'facts', query: null });
  });

  it('is sealed also when no query was answered, and without a price', () => {
    const { scan, queries } = receipt({ ...scanned(null), receipts: [] });
    expect(queries).toEqual([]);
    expect(scan).toMatchObject({ cost_estimates: [] });
    expect(scan.of[0]).toMatchObject({ scanned_bytes: '1073741824', cost_estimate: null });
  });

  it('stands on the start page', () => {
    const record = scanned('0.00005000');
    const text = page(record);
    expect(text).toContain('<th scope="row">Scanned</th><td>1.0 GiB (');
    expect(text).toContain(
      'by the configured price of USD 5.00 per TB (estimate, not a bill)</td>',
    );
    expect(page(scanned(null))).toContain('none: no price per TB is configured');
    const statements = record.statements.map((each, index) =>
      index === 0 && each.scan !== undefined
        ? { ...each, scan: { ...each.scan, known: false } }
        : each,
    );
    const open = page({ ...record, statements });
    expect(open).toContain('<td>at least 1.0 GiB (');
    expect(open).toContain(', of which the bytes of 1 are unknown</td>');
    expect(open).toMatch(/<td>at least USD 0\.\d+ by the configured price/);
  });

  it('stands on the terminal', () => {
    const { plan, identity, statements } = scanned('0.00005000');
    const result: Omit<ItemResult, 'scan'> = {
      plan,
      identity,
      attempt: 2,
      status: 'PASS',
      outcome: 'no_exceptions_noted',
      rowCount: 3,
      contentDigest: null,
      controlTotals: [],
      measure: null,
      preflight: null,
      trend: null,
      findings: [],
      sealed: null,
      failure: null,
      durationMs: 1,
    };
    const shown = (scan: ReturnType<typeof scansOf>) =>
      resultText(summaryOfRun({ ...result, scan }));
    expect(shown(scansOf(statements))).toMatch(
      /\n {2}cost {5}scanned 1\.0 GiB in \d+ executions, about USD 0\.\d+ by the configured price per TB \(estimate, not a bill\)\n/,
    );
    expect(shown(null)).not.toContain('scanned');
    const event = { name: 'source.scanned', fields: { scanned_bytes: '1288490189' } };
    const told = (executions_of_unknown_bytes: number) =>
      eventLine({ ...event, fields: { ...event.fields, executions_of_unknown_bytes } });
    expect(told(0)).toBe('source: 1.2 GiB scanned');
    expect(told(1)).toBe('source: at least 1.2 GiB scanned');
  });

  it('is nowhere for a source that is paid in another way', () => {
    const record = aRecord('IPE_07');
    expect(receipt(record)).not.toHaveProperty('scan');
    expect(page(record)).not.toContain('Cost estimate');
    expect(receipt({ ...record, receipts: [] })).toBeUndefined();
  });
});
