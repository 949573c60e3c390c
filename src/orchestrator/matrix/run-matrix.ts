import { EXIT } from '../../kernel/status.ts';
import type { ItemResult } from '../item-result.ts';
import type { SealedPackage } from '../sealed-packages.ts';
import type { Cell, CellResult, NotPerformed } from './cell.ts';
import { slots } from './slots.ts';

export interface MatrixRequest {
  /** In the order of their items' dependencies. */
  readonly cells: readonly Cell[];
  /** How many run at once. */
  readonly jobs: number;
  /** Runs a cell and seals its package; never throws. */
  readonly execute: (cell: Cell) => Promise<ItemResult>;
  /** The package that makes running a cell needless, if there is one. */
  readonly sealedBefore: (cell: Cell) => Promise<SealedPackage | null>;
  readonly onStart: (cell: Cell) => void;
  readonly onEnd: (result: CellResult) => void;
  readonly signal: AbortSignal;
}

/**
 * Does every cell, each after the items it depends on; one that fails never stops another, a cancelled run starts no
 * more.
 * @returns what became of each, in the order given
 */
export async function runMatrix(request: MatrixRequest): Promise<readonly CellResult[]> {
  const inSlot = slots(request.jobs);
  const ends = new Map<string, Promise<unknown>[]>();
  return await Promise.all(
    request.cells.map((cell) => {
      const { id, dependsOn = [] } = cell.plan.item.definition;
      const before = dependsOn.flatMap((other) => ends.get(other) ?? []);
      const end = Promise.all(before).then(() => inSlot(() => finish(cell, request)));
      ends.set(id, [...(ends.get(id) ?? []), end]);
      return end;
    }),
  );
}

async function finish(cell: Cell, request: MatrixRequest): Promise<CellResult> {
  const result = await outcomeOf(cell, request);
  request.onEnd(result);
  return result;
}

async function outcomeOf(cell: Cell, request: MatrixRequest): Promise<CellResult> {
  const { execute, sealedBefore, onStart, signal } = request;
  if (cell.obstacle !== null) return notPerformed(cell, cell.obstacle, EXIT.source);
  const sealed = signal.aborted ? null : await sealedBefore(cell);
  if (sealed !== null) return { kind: 'already_sealed', cell, sealed };
  if (signal.aborted) return notPerformed(cell, 'not started: the run was cancelled', EXIT.fault);
  onStart(cell);
  return { kind: 'run', cell, result: await execute(cell) };
}

function notPerformed(cell: Cell, reason: string, exitCode: NotPerformed['exitCode']) {
  return { kind: 'not_performed', cell, reason, exitCode } as const;
}
