import { describe, expect, it } from 'vitest';
import { resolveEntities } from '../../../src/catalog/entities.ts';
import type { ItemPlan } from '../../../src/catalog/plan-item.ts';
import { parsePeriod } from '../../../src/kernel/period.ts';
import { EXIT } from '../../../src/kernel/status.ts';
import { type Cell, cellExitCode } from '../../../src/orchestrator/matrix/cell.ts';
import { RUN_ITEM } from '../../../src/orchestrator/matrix/run-definition.ts';
import { type MatrixRequest, runMatrix } from '../../../src/orchestrator/matrix/run-matrix.ts';
import { planRun } from '../../../src/orchestrator/matrix/seal-run.ts';
import { slots } from '../../../src/orchestrator/matrix/slots.ts';

const period = parsePeriod('2025-09');

function aCell(
  id: string,
  dependsOn: readonly string[] = [],
  obstacle: string | null = null,
): Cell {
  const { entity, companies } = resolveEntities(['NG']);
  const definition = { ...RUN_ITEM.definition, id, dependsOn };
  const plan: ItemPlan = {
    ...planRun(
      { period, entity, shard: '1/1', resume: true, schedule: null, atTerminal: false },
      [],
    ),
    item: { ...RUN_ITEM, definition },
    companies,
  };
  return { plan, obstacle };
}

/** Runs cells whose work takes a turn of the event loop each, and tells what happened in which order. */
async function run(cells: readonly Cell[], changes: Partial<MatrixRequest> = {}) {
  const told: string[] = [];
  let atOnce = 0;
  let most = 0;
  const results = await runMatrix({
    cells,
    jobs: 1,
    sealedBefore: async () => null,
    onStart: ({ plan }) => told.push(`start ${plan.item.definition.id}`),
    onEnd: ({ cell }) => told.push(`end ${cell.plan.item.definition.id}`),
    signal: new AbortController().signal,
    execute: async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
      // what an item's run says is no matter of the matrix
      return { outcome: 'exceptions_noted', failure: null } as never;
    },
    ...changes,
  });
  return { told, most, results };
}

describe('the run matrix', () => {
  it('does one cell after another in the order given, and tells the results in that order', async () => {
    const { told, most, results } = await run(['CR_04', 'CR_03', 'CR_05'].map((id) => aCell(id)));
    expect(told).toEqual(['CR_04', 'CR_03', 'CR_05'].flatMap((id) => [`start ${id}`, `end ${id}`]));
    expect(most).toBe(1);
    expect(results.map(({ kind, cell }) => [kind, cell.plan.item.definition.id])).toEqual([
      ['run', 'CR_04'],
      ['run', 'CR_03'],
      ['run', 'CR_05'],
    ]);
    expect(results.map(cellExitCode)).toEqual(Array(3).fill(EXIT.exceptions));
  });

  it('runs no more at once than it has jobs', async () => {
    const cells = ['CR_01', 'CR_03', 'CR_04', 'CR_05', 'IPE_07'].map((id) => aCell(id));
    expect((await run(cells, { jobs: 3 })).most).toBe(3);
  });

  it('starts an item when those it depends on have ended, however many jobs there are', async () => {
    const cells = [aCell('CR_04'), aCell('IPE_07', ['CR_04']), aCell('CR_05')];
    const { told } = await run(cells, { jobs: 3 });
    expect(told.indexOf('start IPE_07')).toBeGreaterThan(told.indexOf('end CR_04'));
    expect(told.indexOf('start CR_05')).toBeLessThan(told.indexOf('end CR_04'));
  });

  it('does not start what has an obstacle, says why, and goes on with what depends on it', async () => {
    const cells = [
      aCell('CR_04', [], 'sources.nav_dw is not configured'),
      aCell('CR_03', ['CR_04']),
    ];
    const { results, told } = await run(cells);
    expect(results[0]).toMatchObject({
      kind: 'not_performed',
      reason: 'sources.nav_dw is not configured',
      exitCode: EXIT.source,
    });
    expect(told).toContain('start CR_03');
  });

  it('leaves out what is sealed before, and what is sealed with exceptions keeps its exit code', async () => {
    const sealed = { evidence: { outcome: 'exceptions_noted' } } as never;
    const { results, told } = await run([aCell('CR_04')], { sealedBefore: async () => sealed });
    expect(told).toEqual(['end CR_04']);
    expect(results.map(({ kind }) => kind)).toEqual(['already_sealed']);
    expect(results.map(cellExitCode)).toEqual([EXIT.exceptions]);
  });

  it('starts no more when it was cancelled, and says so for every cell that is left', async () => {
    const controller = new AbortController();
    const cells = ['CR_04', 'CR_03', 'CR_05'].map((id) => aCell(id));
    const { results } = await run(cells, {
      signal: controller.signal,
      execute: async () => {
        controller.abort();
        return { outcome: 'not_completed', failure: { by: 'machine' } } as never;
      },
    });
    expect(results.map(({ kind }) => kind)).toEqual(['run', 'not_performed', 'not_performed']);
    expect(results.map(cellExitCode)).toEqual([EXIT.fault, EXIT.fault, EXIT.fault]);
  });
});

describe('slots', () => {
  it('are free again when a work fails', async () => {
    const inSlot = slots(1);
    await expect(inSlot(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(inSlot(async () => 'next')).resolves.toBe('next');
  });
});
