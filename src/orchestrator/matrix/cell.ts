import type { ItemPlan } from '../../catalog/plan-item.ts';
import type { PackageCell } from '../../evidence/store/store.ts';
import { parseControlId, parseItemId } from '../../kernel/ids.ts';
import { EXIT, type ExitCode } from '../../kernel/status.ts';
import { exitCodeOf, type ItemResult } from '../item-result.ts';
import type { SealedPackage } from '../sealed-packages.ts';

/** One package a run has to make: an item for an entity and a period. */
export interface Cell {
  readonly plan: ItemPlan;
  /** Why it cannot even be started, in words; null when it can. */
  readonly obstacle: string | null;
}

/** What became of a cell. */
export type CellResult =
  | { readonly kind: 'run'; readonly cell: Cell; readonly result: ItemResult }
  | { readonly kind: 'already_sealed'; readonly cell: Cell; readonly sealed: SealedPackage }
  | NotPerformed;

/** Not performed is never passed: its reason stands in the run package. */
export interface NotPerformed {
  readonly kind: 'not_performed';
  readonly cell: Cell;
  readonly reason: string;
  readonly exitCode: ExitCode;
}

/** Where the packages of a plan stand. */
export function packageCell({ item, entity, period }: ItemPlan): PackageCell {
  return {
    control: parseControlId(item.definition.controls[0] ?? 'ALL'),
    item: parseItemId(item.definition.id),
    entity,
    cutoff: period.cutoff,
  };
}

/** domain/sox.md U-3; what was sealed before counts as what it said then. */
export function cellExitCode(result: CellResult): ExitCode {
  switch (result.kind) {
    case 'run':
      return exitCodeOf(result.result);
    case 'already_sealed':
      return result.sealed.evidence.outcome === 'no_exceptions_noted' ? EXIT.pass : EXIT.exceptions;
    case 'not_performed':
      return result.exitCode;
  }
}
