import type { ItemPlan } from '../../catalog/plan-item.ts';
import type { Sha256 } from '../../kernel/digest.ts';
import { queryDigests } from '../run-identity.ts';
import { latestSealed, type SealedPackage, type SealedPackages } from '../sealed-packages.ts';
import { packageCell } from './cell.ts';

/**
 * The newest complete package, when it answers exactly this plan: same definition, query, parameters and state of the
 * sources. A state that is not known is never taken for the same one, and an older package that would answer the plan
 * is not taken when a newer one answers another: what was sealed last is what people find first.
 */
export async function sealedBefore(
  packages: SealedPackages,
  plan: ItemPlan,
  sourceMark: Sha256 | null,
): Promise<SealedPackage | null> {
  if (sourceMark === null) return null;
  const sealed = await latestSealed(packages, packageCell(plan));
  if (sealed === null) return null;
  const { querySha256, parametersSha256 } = queryDigests(plan);
  const wanted = [plan.item.fingerprint.sha256, querySha256, parametersSha256, sourceMark];
  const { definitionFingerprint, sourceMark: mark, ...start } = sealed.runStart;
  const found = [definitionFingerprint, start.querySha256, start.parametersSha256, mark];
  return found.join() === wanted.join() ? sealed : null;
}
