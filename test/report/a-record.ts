import { findItem } from '../../src/catalog/compiled-catalog.ts';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { planItem } from '../../src/catalog/plan-item.ts';
import type { Extract } from '../../src/extraction/extract.ts';
import { parseInstant } from '../../src/kernel/clock.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { parseRunId } from '../../src/kernel/ids.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import { runIdentity } from '../../src/orchestrator/run-identity.ts';
import type { RunRecord } from '../../src/report/run-record.ts';
import { trendOf } from '../../src/report/trend.ts';
import type { Finding } from '../../src/validation/finding.ts';
import { catalog } from '../content/the-catalog.ts';

const SENT = parseInstant('2025-10-01T06:00:01.000Z');

/** The plan of an item for Nigeria in a month. */
export function aPlan(id: string, period = '2025-09') {
  return planItem(catalog, {
    item: findItem(catalog, id),
    period: parsePeriod(period),
    selection: resolveEntities(['NG']),
    engine: 'duckdb',
    overrides: {},
  });
}

type Plan = ReturnType<typeof aPlan>;

export function anExtract({ item }: Plan, total = '10.0000'): Extract {
  return {
    csvPath: 'ipe_data.csv',
    columns: item.columns,
    key: item.definition.key,
    arrivedRows: 3,
    recordCount: 3,
    bytes: 100,
    contentDigest: sha256('the extract'),
    embeddedNewlines: 0,
    blockIndex: { blockRecords: 256, blocks: [], root: '' },
    controlTotals: item.definition.controlTotals.map(({ column, currency }) => ({
      column,
      currency,
      sum: total,
    })),
    summary: [],
    misfits: { total: 0, first: [] },
    relation: 'extract',
  };
}

function passed(plan: Plan): readonly Finding[] {
  return plan.item.checks.map((check) => ({
    check,
    statements: [],
    recomputable: false,
    durationMs: 1,
    status: 'PASS',
    measured: { expected: '0', actual: '0', difference: null },
  }));
}

/** A run of production data of which everything is in order. */
export function aRecord(id: string, period = '2025-09'): RunRecord {
  const plan = aPlan(id, period);
  const snapshot = { same: true, mark: 'transaction' };
  const extraction = {
    completed: true,
    extract: anExtract(plan),
    independent: { rowCount: '3', totals: new Map<string, string>() },
    measure: null,
  } as const;
  return {
    plan,
    identity: runIdentity(plan, parseRunId('00000000-0000-4000-8000-000000000000'), {
      startedAt: parseInstant('2025-10-01T06:00:00.000Z'),
      nonce: '0'.repeat(32),
      sourceMark: null,
    }),
    host: {
      account: 'svc-ipe',
      authenticatedBy: 'operating system',
      host: 'batch-1',
      platform: 'linux',
      timeZone: 'UTC',
      runtime: 'node',
      tool: 'soxauto',
      toolSha256: sha256('tool'),
      drivers: {},
      organization: 'Savanna group',
    },
    source: {
      dataKind: 'source',
      environment: 'production',
      system: 'NAV',
      database: 'NAV_DW',
      identity: {
        engine: 'duckdb',
        engineVersion: '1',
        server: 'embedded',
        databases: ['NAV_DW'],
        user: 'reader',
        serverTime: SENT,
        readOnlyProof: 'read only',
        mayChange: [],
        mayHide: [],
      },
      clockOffsetMs: 0,
      snapshot,
    },
    attempt: 1,
    receipts: plan.queries.map(({ name, text }) => ({
      query: name,
      engineQueryId: name,
      engineRows: 3,
      statement: `COPY (${text}) TO 'spool'`,
      statementSha256: sha256(`COPY (${text}) TO 'spool'`),
      reviewed: { kept: [text], leftOut: '' },
      startedAt: SENT,
      finishedAt: SENT,
      arrived: [{ file: 'spool', bytes: 1, sha256: sha256('x') }],
      snapshot,
      details: {},
    })),
    statements: plan.queries.map(({ name, text, parameters }) => ({
      attempt: 1,
      purpose: 'query' as const,
      query: name,
      text: `COPY (${text}) TO 'spool'`,
      parameters: parameters.map((parameter) => ({ name: parameter.name, text: parameter.value })),
      startedAt: SENT,
      finishedAt: SENT,
      outcome: { rows: '3' },
    })),
    extraction,
    findings: passed(plan),
    trend: trendOf(plan, extraction, null),
    status: 'PASS',
    outcome: 'no_exceptions_noted',
    sealedAt: parseInstant('2025-10-01T06:01:00.000Z'),
  };
}
