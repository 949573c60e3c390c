import type { ItemPlan } from '../catalog/plan-item.ts';
import { MEMBER } from '../evidence/manifest/member-path.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { BoundQuery } from '../kernel/query.ts';
import type { Receipt } from '../runners/runner.ts';
import type { Member } from './run-record.ts';

function pathOf({ name }: BoundQuery): string {
  if (name === 'extract') return MEMBER.query;
  if (name === 'completeness') return 'data/02_query/completeness_query.sql';
  return `data/02_query/control_${name}.sql`;
}

/** One line per statement that reached the source, in the order sent (domain/sox.md S0-10). */
function statementLine(receipt: Receipt, queries: readonly BoundQuery[]): string {
  const bound = queries.find(({ name }) => name === receipt.query)?.parameters ?? [];
  const line = canonicalJson({
    query: receipt.query,
    engine_query_id: receipt.engineQueryId,
    statement: receipt.statement,
    statement_sha256: receipt.statementSha256,
    parameters: bound.map(({ name, type, value }) => ({ name, type, value })),
    rows: receipt.engineRows,
    started_at: receipt.startedAt,
    finished_at: receipt.finishedAt,
  });
  return `${line}\n`;
}

/** data/02_query/*, for an item with queries: the texts sent, the template, every statement (domain/sox.md C-1). */
export function queryMembers(plan: ItemPlan, receipts: readonly Receipt[]): readonly Member[] {
  if (plan.queries.length === 0) return [];
  const extract = plan.queries.find(({ name }) => name === 'extract');
  return [
    ...plan.queries.map((query) => ({ path: pathOf(query), content: query.text })),
    ...(extract === undefined
      ? []
      : [{ path: 'data/02_query/query_template.sql', content: extract.template.text }]),
    {
      path: 'data/02_query/statements.jsonl',
      content: receipts.map((receipt) => statementLine(receipt, plan.queries)).join(''),
    },
  ];
}
