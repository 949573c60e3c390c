import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { COMPANIES, type Company } from '../../catalog/entities.ts';
import type { ItemPlan } from '../../catalog/plan-item.ts';
import type { EntityCode, RunId } from '../../kernel/ids.ts';
import type { Period } from '../../kernel/period.ts';
import type { Collect } from '../collect.ts';
import { executeItem } from '../execute-item.ts';
import type { LogEvent } from '../execution-log.ts';
import type { ItemResult } from '../item-result.ts';
import type { RunPorts } from '../run-ports.ts';
import type { Cell, CellResult } from './cell.ts';
import { deliverRecords } from './records.ts';
import { ALL_CONTROLS, RUN_ITEM } from './run-definition.ts';
import { cellRecords, plannedRecords, storedRecords } from './run-records.ts';

/** What a run of many items was asked for. */
export interface RunScope {
  readonly period: Period;
  /** The one entity, or ALL. */
  readonly entity: EntityCode;
  /** `1/2`: the part of the cells this process does. */
  readonly shard: string;
  readonly resume: boolean;
  /** When it is to run by itself, and who approved that (domain/sox.md J-2); null when nothing is scheduled. */
  readonly schedule: { readonly when: string; readonly approvedBy: string } | null;
  /** Was a person at a terminal when it ran? */
  readonly atTerminal: boolean;
}

/** The run package planned like an item that has no queries. */
export function planRun(
  { period, entity, shard, resume, schedule, atTerminal }: RunScope,
  cells: readonly Cell[],
): ItemPlan {
  const chosen = new Set(cells.flatMap(({ plan }) => plan.companies.map(({ code }) => code)));
  const isChosen = (company: Company) =>
    entity === 'ALL' ? chosen.has(company.code) : company.entity === entity;
  const unique = (values: readonly string[]) => [...new Set(values)].sort();
  return {
    item: RUN_ITEM,
    controls: [ALL_CONTROLS],
    period,
    entity,
    companies: COMPANIES.filter(isChosen),
    timeZone: 'per company',
    engine: 'duckdb',
    parameters: [
      {
        name: 'items',
        type: 'text',
        origin: 'operator',
        value: unique(cells.map(({ plan }) => plan.item.definition.id)),
      },
      {
        name: 'entities',
        type: 'text',
        origin: 'entity selection',
        value: unique(cells.map(({ plan }) => plan.entity)),
      },
      { name: 'shard', type: 'text', origin: 'operator', value: shard },
      { name: 'resume', type: 'text', origin: 'operator', value: `${resume}` },
      {
        name: 'schedule',
        type: 'text',
        origin: 'operator',
        value: schedule?.when ?? 'none configured',
      },
      {
        name: 'schedule_approved_by',
        type: 'text',
        origin: 'operator',
        value: schedule?.approvedBy ?? 'none configured',
      },
      { name: 'at_terminal', type: 'text', origin: 'operator', value: `${atTerminal}` },
    ],
    queries: [],
  };
}

/** Seals what became of every cell as a package of its own, with the machinery every item uses. */
export async function sealRun(request: {
  readonly plan: ItemPlan;
  readonly cells: readonly Cell[];
  readonly results: readonly CellResult[];
  readonly runId: RunId;
  readonly ports: RunPorts;
  readonly onEvent: (event: LogEvent) => void;
  readonly signal: AbortSignal;
}): Promise<ItemResult> {
  const { plan, cells, results, ports } = request;
  const collect: Collect = async ({ folder, answers }) => {
    const spool = join(folder, 'spool');
    await mkdir(spool);
    const stored = await storedRecords(results, ports.store);
    for (const records of [cellRecords(results), ...plannedRecords(cells), stored]) {
      answers.deliveries.set(records.name, await deliverRecords(records, spool, ports.clock));
    }
  };
  return await executeItem({ ...request, plan, collect });
}
