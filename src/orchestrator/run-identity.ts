import type { ItemPlan } from '../catalog/plan-item.ts';
import { evidenceId, packageName, packageSuffix } from '../evidence/manifest/package-name.ts';
import type { Instant } from '../kernel/clock.ts';
import { sha256 } from '../kernel/digest.ts';
import { parseItemId, type RunId } from '../kernel/ids.ts';
import { parametersJson } from '../report/parameters-json.ts';
import type { RunIdentity } from '../report/run-record.ts';

/** Names and digests of a run, fixed before its first statement is sent (evidence-package 2, 5.3). */
export function runIdentity(
  plan: ItemPlan,
  runId: RunId,
  startedAt: Instant,
  nonce: string,
): RunIdentity {
  const extract = plan.queries.find(({ name }) => name === 'extract');
  const querySha256 = extract?.sha256 ?? sha256('');
  const parametersSha256 = sha256(parametersJson(plan));
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
    startedAt,
    nonce,
    querySha256,
    parametersSha256,
  };
}
