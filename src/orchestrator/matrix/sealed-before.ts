import type { ItemPlan } from '../../catalog/plan-item.ts';
import type { Sha256 } from '../../kernel/digest.ts';
import { queryDigests } from '../run-identity.ts';
import { isComplete, type SealedPackage, type SealedPackages } from '../sealed-packages.ts';
import { packageCell } from './cell.ts';

/**
 * The newest complete package that answers exactly this plan: same definition, query, parameters and state of the
 * sources. A state that is not known is never taken for the same one.
 */
export async function sealedBefore(
  packages: SealedPackages,
  plan: ItemPlan,
  sourceMark: Sha256 | null,
): Promise<SealedPackage | null> {
  if (sourceMark === null) return null;
  const { querySha256, parametersSha256 } = queryDigests(plan);
  const wanted = [plan.item.fingerprint.sha256, querySha256, parametersSha256, sourceMark];
  for await (const sealed of packages.newestFirst(packageCell(plan))) {
    const { definitionFingerprint, sourceMark: mark, ...start } = sealed.runStart;
    const found = [definitionFingerprint, start.querySha256, start.parametersSha256, mark];
    if (isComplete(sealed) && found.join() === wanted.join()) return sealed;
  }
  return null;
}
