import type { ItemPlan } from '../catalog/plan-item.ts';
import { MEMBER } from '../evidence/manifest/member-path.ts';
import { previousPeriod } from '../kernel/period.ts';
import { packageCell } from '../orchestrator/matrix/cell.ts';
import type { SealedPackages } from '../orchestrator/sealed-packages.ts';
import { previewRows } from '../report/preview.ts';
import { cellName } from './run-summary.ts';

/** Run packages looked at for each period: shards and repeated runs make several. */
const MOST_PACKAGES = 8;

/**
 * Seconds each cell took, by its name, in the newest run that says so: of this period, else of the one before. From run packages
 * alone, so that looking costs little.
 */
export async function earlierSeconds(
  packages: SealedPackages,
  runPlan: ItemPlan,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const period of [runPlan.period, previousPeriod(runPlan.period)]) {
    let looked = 0;
    for await (const { members } of packages.newestFirst(packageCell({ ...runPlan, period }), [
      MEMBER.extract,
    ])) {
      for (const [key, seconds] of secondsIn(members.get(MEMBER.extract) ?? new Uint8Array())) {
        if (!found.has(key)) found.set(key, seconds);
      }
      looked += 1;
      if (looked === MOST_PACKAGES) break;
    }
  }
  return found;
}

function secondsIn(csv: Uint8Array): readonly (readonly [string, number])[] {
  const [head = [], ...rows] = previewRows(csv);
  const [item, entity, seconds] = ['item', 'entity', 'seconds'].map((name) => head.indexOf(name));
  return rows.flatMap((row) => {
    const cell = (at: number | undefined) => row[at ?? -1] ?? null;
    const duration = cell(seconds);
    if (duration === null) return [];
    const key = cellName({ item: cell(item) ?? '', entity: cell(entity) ?? '' });
    return [[key, Number(duration)] as const];
  });
}
