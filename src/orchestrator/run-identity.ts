import type { ItemPlan } from '../catalog/plan-item.ts';
import { evidenceId, packageName, packageSuffix } from '../evidence/manifest/package-name.ts';
import { sha256 } from '../kernel/digest.ts';
import { parseItemId, type RunId } from '../kernel/ids.ts';
import { parametersJson } from '../report/parameters-json.ts';
import type { RunIdentity } from '../report/run-record.ts';

/** Names and digests of a run, fixed before its first statement is sent (evidence-package 2, 5.3). */
export function runIdentity(
  plan: ItemPlan,
  runId: RunId,
  start: Pick<RunIdentity, 'startedAt' | 'nonce' | 'sourceMark'>,
): RunIdentity {
  const { startedAt, nonce } = start;
  const { querySha256, parametersSha256 } = queryDigests(plan);
  const suffix = packageSuffix({
    nonce,
    definitionFingerprint: plan.item.fingerprint.sha256,
    querySha256,
    parametersSha256,
  });
  const named = {
    itemId: parseItemId(plan.item.definition.id),
    entity: plan.entity,
    period: plan.period.id,
    startedAt,
    suffix,
  };
  return {
    runId,
    packageName: packageName(named),
    evidenceId: evidenceId(named),
    ...start,
    ...queryDigests(plan),
  };
}

/** What is sent and with which values: equal digests ask the same (evidence-package 5.3). */
export function queryDigests(
  plan: ItemPlan,
): Pick<RunIdentity, 'querySha256' | 'parametersSha256'> {
  const extract = plan.queries.find(({ name }) => name === 'extract');
  return {
    querySha256: extract?.sha256 ?? sha256(''),
    parametersSha256: sha256(parametersJson(plan)),
  };
}
