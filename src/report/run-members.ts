import type { ItemPlan } from '../catalog/plan-item.ts';
import { MEMBER } from '../evidence/manifest/member-path.ts';
import { type RunStart, writeRunStart } from '../evidence/manifest/run-start.ts';
import { type Json, memberJson } from '../kernel/json.ts';
import type { Member, RunIdentity, RunRecord } from './run-record.ts';
import { scansJson } from './scans.ts';

/** data/09_run/run_start.json (evidence-package 5.3): fixed before the first statement is sent. */
function runStartMember(plan: ItemPlan, identity: RunIdentity, by: string): Member {
  return {
    path: MEMBER.runStart,
    content: writeRunStart({
      schema: 'run-start/v1',
      evidenceId: identity.evidenceId,
      package: identity.packageName,
      ipeId: plan.item.definition.id as RunStart['ipeId'],
      entity: plan.entity,
      cutoffDate: plan.period.cutoff,
      querySha256: identity.querySha256,
      parametersSha256: identity.parametersSha256,
      definitionFingerprint: plan.item.fingerprint.sha256,
      by,
      startedAt: identity.startedAt,
      nonce: identity.nonce,
      sourceMark: identity.sourceMark,
      ledgerCheckpoint: null,
    }),
  };
}

/** What the server said of itself; null for a package whose records come from no source. */
function sourceJson({ plan, source }: RunRecord): Json {
  if (plan.queries.length === 0) return null;
  const server = source.identity;
  return {
    system: source.system,
    environment: source.environment,
    data_kind: source.dataKind,
    database: source.database,
    server_reported:
      server === null
        ? null
        : {
            engine: server.engine,
            version: server.engineVersion,
            server: server.server,
            databases: [...server.databases],
            user: server.user,
            time: server.serverTime,
            read_only_proof: server.readOnlyProof,
            may_hide: [...server.mayHide],
          },
    clock_offset_ms: source.clockOffsetMs,
  };
}

function systemContext(record: RunRecord): string {
  const { host, identity } = record;
  return memberJson({
    schema: 'system-context/v1',
    account: host.account,
    authenticated_by: host.authenticatedBy,
    host: host.host,
    platform: host.platform,
    time_zone: host.timeZone,
    runtime: host.runtime,
    tool: host.tool,
    tool_sha256: host.toolSha256,
    drivers: { ...host.drivers },
    organization: host.organization,
    run_id: identity.runId,
    started_at: identity.startedAt,
    source: sourceJson(record),
  });
}

function receiptJson({ receipts, source, attempt }: RunRecord, scan: Json): string {
  return memberJson({
    schema: 'receipt/v1',
    snapshot:
      source.snapshot === null
        ? null
        : {
            same: source.snapshot.same,
            mark: source.snapshot.mark,
            meaning: source.snapshot.same ? 'same snapshot' : 'not the same snapshot',
          },
    attempt,
    queries: receipts.map((receipt) => ({
      query: receipt.query,
      engine_query_id: receipt.engineQueryId,
      engine_rows: receipt.engineRows,
      statement_sha256: receipt.statementSha256,
      started_at: receipt.startedAt,
      finished_at: receipt.finishedAt,
      arrived: receipt.arrived.map(({ file, bytes, sha256 }) => ({ file, bytes, sha256 })),
      details: { ...receipt.details },
    })),
    ...(scan === null ? {} : { scan }),
  });
}

/** data/09_run/*: who, where, with what, and the engine's own account. */
export function runMembers(record: RunRecord): readonly Member[] {
  const scan = scansJson(record.statements);
  return [
    runStartMember(record.plan, record.identity, record.host.account),
    { path: MEMBER.systemContext, content: systemContext(record) },
    ...(record.receipts.length === 0 && scan === null
      ? []
      : [{ path: 'data/09_run/receipt.json', content: receiptJson(record, scan) }]),
  ];
}
