import { MEMBER } from '../evidence/manifest/member-path.ts';
import { sha256 } from '../kernel/digest.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { BoundQuery } from '../kernel/query.ts';
import type { Receipt } from '../runners/runner.ts';
import type { LoggedStatement, Member, RunRecord } from './run-record.ts';

function pathOf({ name }: BoundQuery): string {
  if (name === 'extract') return MEMBER.query;
  if (name === 'completeness') return 'data/02_query/completeness_query.sql';
  return `data/02_query/control_${name}.sql`;
}

/**
 * One line per statement that was sent, in the order sent, in every attempt (domain/sox.md S0-10): queries with their
 * own parameters, and what the runner itself had to ask for them.
 */
function statementLine(statement: LoggedStatement, record: RunRecord): string {
  const { attempt, purpose, query, text, startedAt, finishedAt } = statement;
  const bound = record.plan.queries.find(({ name }) => name === query)?.parameters ?? [];
  const receipt = receiptOf(statement, record);
  const line = canonicalJson({
    attempt,
    purpose,
    query,
    statement: text,
    statement_sha256: sha256(text),
    parameters: bound.map(({ name, type, value }) => ({ name, type, value })),
    sent: statement.parameters.map((sent) => ({ name: sent.name, value: sent.text })),
    outcome: { ...statement.outcome },
    engine_query_id: receipt?.engineQueryId ?? null,
    rows: receipt?.engineRows ?? null,
    wrapped:
      receipt === undefined ? null : { ...receipt.reviewed, kept: [...receipt.reviewed.kept] },
    started_at: startedAt,
    finished_at: finishedAt,
  });
  return `${line}\n`;
}

/** What a query delivered stands with the statement that delivered it, not with one that failed before. */
function receiptOf(
  statement: LoggedStatement,
  { attempt, receipts, statements }: RunRecord,
): Receipt | undefined {
  const last = statements.findLast(
    (each) =>
      each.attempt === attempt && each.purpose === 'query' && each.query === statement.query,
  );
  return last === statement ? receipts.find(({ query }) => query === statement.query) : undefined;
}

/** data/02_query/*, for an item with queries: the texts sent, the template, every statement (domain/sox.md C-1). */
export function queryMembers(record: RunRecord): readonly Member[] {
  const { plan, statements } = record;
  if (plan.queries.length === 0) return [];
  const extract = plan.queries.find(({ name }) => name === 'extract');
  return [
    ...plan.queries.map((query) => ({ path: pathOf(query), content: query.text })),
    ...(extract === undefined
      ? []
      : [{ path: 'data/02_query/query_template.sql', content: extract.template.text }]),
    {
      path: 'data/02_query/statements.jsonl',
      content: statements.map((statement) => statementLine(statement, record)).join(''),
    },
  ];
}
