import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../../src/app/connections.ts';
import { sourcesOf } from '../../src/app/prepare-run.ts';
import { writeTables } from '../../src/app/written-tables.ts';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import { type CompiledCatalog, findItem } from '../../src/catalog/compiled-catalog.ts';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { type ItemPlan, planItem } from '../../src/catalog/plan-item.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import type { Extract } from '../../src/extraction/extract.ts';
import { landControl } from '../../src/extraction/land-control.ts';
import { landExtract } from '../../src/extraction/land-extract.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import type { QueryRunner } from '../../src/runners/runner.ts';
import type { DeliveredControl } from '../../src/validation/check-facts.ts';
import type { Finding } from '../../src/validation/finding.ts';
import type { ValidationRequest } from '../../src/validation/validate.ts';
import { Workbench } from '../../src/workbench/workbench.ts';
import { withChecks } from '../demo/with-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { catalog as delivered } from './the-catalog.ts';

/** An item that was read from demo books and stands in a workbench, ready to be tested. */
export interface LandedItem {
  readonly plan: ItemPlan;
  readonly workbench: Workbench;
  readonly extract: Extract;
  readonly request: ValidationRequest;
  close(): Promise<void>;
}

const LIMITS = {
  memoryLimit: '512MB',
  threads: 1,
  queryTimeoutMs: 120_000,
  secrets: { kind: 'files' as const, folder: '' },
  aws: null,
  environment: 'demo' as const,
  cacheFolder: '',
};

/** The plan of an item for all companies, or those given. */
export function planOf(
  catalog: CompiledCatalog,
  id: string,
  period: string,
  entities: readonly string[],
): ItemPlan {
  return planItem(catalog, {
    item: findItem(catalog, id),
    period: parsePeriod(period),
    selection: resolveEntities(entities),
    engine: 'duckdb',
    overrides: {},
  });
}

async function openRunner(
  books: DemoBooks,
  plan: ItemPlan,
  catalog: CompiledCatalog,
  scratch: string,
): Promise<QueryRunner> {
  const names = sourcesOf(plan.item);
  const written = await writeTables({ plan, catalog, names, inboxes: [books.inbox], scratch });
  const { signal } = new AbortController();
  const settings = { ...LIMITS, scratchFolder: scratch, written, signal };
  return await connect({ kind: 'demo', books }, catalog, names, settings);
}

/** Reads one item from demo books and lands what was delivered, for all its tests or those that are asked for. */
export async function landItem(
  books: DemoBooks,
  id: string,
  period: string,
  entities: readonly string[],
  catalog: CompiledCatalog = delivered,
  isAsked?: (check: CheckSpec) => boolean,
): Promise<LandedItem> {
  const whole = planOf(catalog, id, period, entities);
  const plan = isAsked === undefined ? whole : withChecks(whole, isAsked);
  const { definition } = plan.item;
  const { signal } = new AbortController();
  const folder = await tempFolder();
  const runner = await openRunner(books, plan, catalog, folder);
  const workbench = await Workbench.open({ folder, threads: 1 });
  const reading = await runner.open(signal);
  try {
    const deliver = async (name: string) => {
      const query = plan.queries.find((one) => one.name === name);
      if (query === undefined) throw new Error(`${id} has no query ${name}`);
      const spool = join(folder, `spool_${name}`);
      await mkdir(spool);
      return { query, delivery: await reading.deliver(query, spool, signal) };
    };
    const main = await deliver('extract');
    const extract = await landExtract({
      delivery: main.delivery,
      columns: main.query.columns,
      key: definition.key,
      controlTotals: definition.controlTotals,
      workbench,
      folder,
      signal,
    });
    const controls: DeliveredControl[] = [];
    for (const { name } of plan.queries.slice(1)) {
      const { query, delivery } = await deliver(name);
      const { columns } = query;
      const landed = await landControl({ delivery, name, columns, workbench, folder, signal });
      const { engineRows } = delivery.receipt;
      controls.push({ name, columns, engineRows, landedRows: landed.rows });
    }
    const request: ValidationRequest = {
      checks: plan.item.checks,
      extract,
      engineRows: main.delivery.receipt.engineRows,
      partitions: definition.partitions,
      controlTotals: definition.controlTotals.map(({ column }) => column),
      zeroRows: definition.zeroRows,
      owner: definition.owners.owner,
      companies: plan.companies.length,
      controls,
      parameters: plan.parameters,
      workbench,
      folder,
      signal,
    };
    return { plan, workbench, extract, request, close: () => workbench.close() };
  } catch (thrown) {
    await workbench.close();
    throw thrown;
  } finally {
    await reading.close();
    await runner.close();
  }
}

/** Ids of the checks that are anything but PASS. */
export function troubled(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ status }) => status !== 'PASS').map(({ check }) => check.id);
}
