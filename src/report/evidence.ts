import type { Evidence } from '../evidence/manifest/evidence-json.ts';
import { controlTotalLines } from './control-total-lines.ts';
import { criticalColumns } from './critical-columns.ts';
import type { RunRecord } from './run-record.ts';

/** data/evidence.json (evidence-package 3.3). Signature, time and ledger are not built yet and say so. */
export function evidenceOf(record: RunRecord): Evidence {
  const { plan, identity, host, source, extraction } = record;
  const extract = extraction.completed ? extraction.extract : null;
  const critical = extract === null ? [] : criticalColumns(plan, extract);
  const sent =
    extract === null ? undefined : record.receipts.find(({ query }) => query === 'extract');
  return {
    evidenceId: identity.evidenceId,
    ipeId: plan.item.definition.id as Evidence['ipeId'],
    cutoffDate: plan.period.cutoff,
    extractionTimestamp: sent?.startedAt ?? null,
    dataHash: extract?.contentDigest ?? null,
    rowCount: extract?.recordCount ?? null,
    validationStatus: record.status,
    criticalColumnCompleteness: Object.fromEntries(
      critical.map(({ name, percent }) => [name, percent]),
    ),
    schema: 'evidence/v1',
    package: identity.packageName,
    outcome: record.outcome,
    dataKind: source.dataKind,
    entity: plan.entity,
    controlIds: plan.item.definition.controls as Evidence['controlIds'],
    period: {
      from: plan.period.start,
      to: plan.period.cutoff,
      cutoff: 'inclusive',
      timeZone: plan.timeZone,
    },
    dataAsOf: source.identity === null || sent === undefined ? null : sent.startedAt,
    sealedAt: record.sealedAt,
    definition: {
      version: plan.item.definition.version,
      fingerprint: plan.item.fingerprint.sha256,
    },
    source:
      plan.queries.length === 0
        ? null
        : {
            system: source.system,
            environment: source.environment,
            engine: plan.engine,
            server: source.identity?.server ?? null,
            database: source.database,
            sameSnapshot: source.snapshot?.same ?? null,
          },
    execution: {
      runId: identity.runId,
      by: host.account,
      authenticatedBy: host.authenticatedBy,
      startedAt: identity.startedAt,
      extractFinishedAt: sent?.finishedAt ?? null,
      attempt: record.attempt,
      tool: host.tool,
      toolSha256: host.toolSha256,
    },
    data:
      extract === null
        ? null
        : {
            bytes: extract.bytes,
            records: extract.recordCount + 1,
            columns: extract.columns.length,
            embeddedNewlines: extract.embeddedNewlines,
            sortKey: [...extract.key],
            rowIndex: {
              blockRecords: extract.blockIndex.blockRecords,
              blocks: extract.blockIndex.blocks.length,
              root: extract.blockIndex.root,
            },
          },
    controlTotals: controlTotalLines(extraction) as Evidence['controlTotals'],
    criticalColumnGaps: Object.fromEntries(
      critical.map(({ name, nulls, empties }) => [name, { null: nulls, empty: empties }]),
    ),
    ledger: null,
    seal: { signature: 'none', timestamp: 'none' },
  };
}
