import { isReady, PREFLIGHT_IDS, type Preflight } from '../../evidence/manifest/preflight-json.ts';
import type { RunRecord } from '../run-record.ts';
import type { PreflightRule } from './answers.ts';
import { DATA_RULES } from './data-rules.ts';
import { PEOPLE_RULES } from './people-rules.ts';
import { RUN_RULES } from './run-rules.ts';

const RULES: ReadonlyMap<string, PreflightRule> = new Map(
  [...RUN_RULES, ...DATA_RULES, ...PEOPLE_RULES].map((rule) => [rule.id, rule]),
);

/**
 * Holds a run against every reason for which auditors send evidence back, as far as the package decides it, in the
 * order of domain/sox.md section 5. A run with anything not met is never ready for the auditor (RJ-0).
 */
export function preflightOf(record: RunRecord): Preflight {
  const checks = PREFLIGHT_IDS.map((id) => {
    const rule = RULES.get(id);
    if (rule === undefined) throw new Error(`no preflight rule ${id}`);
    return { id, ...rule.judge(record), objection: rule.objection };
  });
  return { schema: 'preflight/v1', readyForAuditor: isReady(checks), checks };
}
