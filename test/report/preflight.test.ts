import { describe, expect, it } from 'vitest';
import { PREFLIGHT_IDS } from '../../src/evidence/manifest/preflight-json.ts';
import { parseInstant } from '../../src/kernel/clock.ts';
import { preflightOf } from '../../src/report/preflight/preflight.ts';
import type { RunRecord } from '../../src/report/run-record.ts';
import { catalog } from '../content/the-catalog.ts';
import { aRecord } from './a-record.ts';

function notMet(record: RunRecord): readonly string[] {
  return preflightOf(record)
    .checks.filter(({ state }) => state === 'not_met')
    .map(({ id }) => id);
}

function stateOf(record: RunRecord, id: string): string | undefined {
  return preflightOf(record).checks.find((check) => check.id === id)?.state;
}

/** The record with the findings of one kind failed. */
function failed(record: RunRecord, kind: string, status: 'FAIL' | 'WARN' = 'FAIL'): RunRecord {
  return {
    ...record,
    findings: record.findings.map((finding) =>
      finding.check.kind === kind && finding.status === 'PASS'
        ? {
            ...finding,
            status,
            offending: { columns: [], rows: [], total: 0, csvPath: null },
          }
        : finding,
    ),
  };
}

const good = aRecord('IPE_07');
const { identity } = good.source;

describe('the preflight', () => {
  it.each(catalog.items.map(({ definition }) => definition.id))(
    'RJ-0 finds nothing against %s when everything is in order, and answers every reason',
    (id) => {
      const record = aRecord(id);
      const { checks, readyForAuditor } = preflightOf(record);
      expect(checks.map((check) => check.id)).toEqual(PREFLIGHT_IDS);
      expect(notMet(record)).toEqual([]);
      expect(readyForAuditor).toBe(true);
    },
  );

  it.each<readonly [string, string, RunRecord]>([
    ['RJ-1', 'the extract was never delivered', { ...good, receipts: good.receipts.slice(1) }],
    ['RJ-2', 'the server was never asked', { ...good, source: { ...good.source, identity: null } }],
    ['RJ-3', 'no account is known', { ...good, host: { ...good.host, account: '' } }],
    ['RJ-4', 'a parameter is not shown', { ...good, plan: { ...good.plan, parameters: [] } }],
    [
      'RJ-5',
      'another text was sent',
      {
        ...good,
        receipts: good.receipts.map((receipt) => ({ ...receipt, statement: 'SELECT 1' })),
      },
    ],
    ['RJ-6', 'a count differs', failed(good, 'independent_count')],
    [
      'RJ-6',
      'B-3 nothing held the queries to one state',
      { ...good, source: { ...good.source, snapshot: { same: false, mark: 'none' } } },
    ],
    ['RJ-7', 'a date lies outside the period', failed(good, 'date_window')],
    [
      'RJ-8',
      'it was extracted before the period ended',
      {
        ...good,
        identity: { ...good.identity, startedAt: parseInstant('2025-09-30T23:59:59.999Z') },
      },
    ],
    ['RJ-10', 'the count is a known limit', failed(good, 'truncation_guard')],
    ['RJ-12', 'a value has not its type', failed(good, 'fits_type')],
    [
      'RJ-14',
      'it is an ad hoc query',
      {
        ...good,
        plan: {
          ...good.plan,
          item: {
            ...good.plan.item,
            definition: { ...good.plan.item.definition, type: 'ad_hoc' },
          },
        },
      },
    ],
    [
      'RJ-15',
      'completeness counts the extract itself',
      {
        ...good,
        plan: {
          ...good.plan,
          queries: good.plan.queries.map((query) => {
            const [extract] = good.plan.queries;
            return query.name === 'completeness'
              ? { ...query, text: `SELECT count(*) FROM (${extract?.text})` }
              : query;
          }),
        },
      },
    ],
    ['RJ-16', 'the ledger differs', failed(good, 'tie_out')],
    [
      'RJ-9',
      'rows may have been kept from the account',
      {
        ...good,
        source: {
          ...good.source,
          identity: identity && { ...identity, mayHide: ['a policy hides rows'] },
        },
      },
    ],
    ['RJ-17', 'it is a test system', { ...good, source: { ...good.source, environment: 'test' } }],
    ['RJ-28', 'rows of another company are in', failed(good, 'domain')],
    [
      'RJ-20',
      'exceptions are open',
      { ...failed(good, 'unique_key'), status: 'FAIL', outcome: 'exceptions_noted' },
    ],
    [
      'RJ-20',
      'a warning has no disposition',
      { ...failed(good, 'unique_key', 'WARN'), status: 'WARN' },
    ],
    [
      'RJ-31',
      'an operator gave another value',
      {
        ...good,
        plan: {
          ...good.plan,
          parameters: good.plan.parameters.map((one) =>
            one.name === 'gl_accounts' ? { ...one, replaced: ['13003'] } : one,
          ),
        },
      },
    ],
    ['RJ-31', 'it serves no control', { ...good, plan: { ...good.plan, controls: [] } }],
  ])('%s is not met where %s', (id, _what, record) => {
    expect(notMet(record)).toContain(id);
    expect(preflightOf(record).readyForAuditor).toBe(false);
    const objection = preflightOf(record).checks.find((check) => check.id === id)?.objection;
    expect(objection).toMatch(/\.$/);
  });

  it('does not take what was never done for done: a run without an extract meets nothing about data', () => {
    const failure = { stage: 'reading the source', code: 'X', message: 'gone', advice: null };
    const record: RunRecord = {
      ...good,
      receipts: [],
      findings: [],
      extraction: { completed: false, failure },
      status: 'ERROR',
      outcome: 'not_completed',
    };
    expect(notMet(record)).toContain('RJ-20');
    expect(notMet(record)).toEqual(
      expect.arrayContaining([
        'RJ-1',
        'RJ-5',
        'RJ-6',
        'RJ-7',
        'RJ-9',
        'RJ-10',
        'RJ-11',
        'RJ-12',
        'RJ-28',
      ]),
    );
  });

  it('leaves review, approval and change to the people who decide them', () => {
    for (const id of ['RJ-18', 'RJ-19', 'RJ-20', 'RJ-22', 'RJ-23', 'RJ-24', 'RJ-25', 'RJ-32']) {
      expect(stateOf(good, id)).toBe('later');
    }
    expect(stateOf(aRecord('IPE_12'), 'RJ-16')).toBe('later');
    expect(stateOf(aRecord('IPE_09'), 'RJ-16')).toBe('not_applicable');
    expect(stateOf(aRecord('CR_05'), 'RJ-28')).toBe('not_applicable');
  });
});
