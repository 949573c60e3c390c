import type { ItemPlan } from '../catalog/plan-item.ts';
import type { EvidenceStore } from '../evidence/store/store.ts';
import { parseControlId, parseItemId } from '../kernel/ids.ts';
import { isComplete } from '../orchestrator/sealed-packages.ts';
import { type PreviousPackage, TREND_MEMBERS } from '../report/trend.ts';
import { sealedPackages } from './sealed-reader.ts';

/**
 * The newest package of the latest earlier period whose tests were all performed, of the same item, entity and kind of
 * data; null when the store has none. Packages that are not as they were stored are told and passed over.
 */
export async function previousPackage(
  store: EvidenceStore,
  workFolder: string,
  { item, entity, period }: ItemPlan,
  dataKind: 'demo' | 'source',
  onUnusable: (packageName: string, reason: string) => void,
): Promise<PreviousPackage | null> {
  const packages = sealedPackages(store, workFolder, ({ packageName }, reason) =>
    onUnusable(packageName, reason),
  );
  const series = {
    control: parseControlId(item.definition.controls[0] ?? 'ALL'),
    item: parseItemId(item.definition.id),
    entity,
  };
  const cutoffs = (await store.list(series))
    .map(({ cutoff }) => cutoff)
    .filter((cutoff) => cutoff < period.cutoff);
  for (const cutoff of [...new Set(cutoffs)].toSorted().toReversed()) {
    for await (const sealed of packages.newestFirst({ ...series, cutoff }, TREND_MEMBERS)) {
      if (isComplete(sealed) && sealed.evidence.dataKind === dataKind) return sealed;
    }
  }
  return null;
}
