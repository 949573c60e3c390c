import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CompiledCatalog, findItem } from '../../src/catalog/compiled-catalog.ts';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { planItem } from '../../src/catalog/plan-item.ts';
import type { DemoBooks } from '../../src/demo/demo-books.ts';
import type { Extract } from '../../src/extraction/extract.ts';
import { landControl } from '../../src/extraction/land-control.ts';
import { landExtract } from '../../src/extraction/land-extract.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import { openDuckDbRunner } from '../../src/runners/duckdb/open-duckdb-runner.ts';
import type { DeliveredControl } from '../../src/validation/check-facts.ts';
import type { Finding } from '../../src/validation/finding.ts';
import { validate } from '../../src/validation/validate.ts';
import { Workbench } from '../../src/workbench/workbench.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { catalog as delivered } from './the-catalog.ts';

/** Reads one item from demo books and tests it, with the real engine at every step. */
export async function runItem(
  books: DemoBooks,
  id: string,
  period: string,
  entities: readonly string[],
  catalog: CompiledCatalog = delivered,
): Promise<{ readonly extract: Extract; readonly findings: readonly Finding[] }> {
  const item = findItem(catalog, id);
  const { definition } = item;
  const selection = resolveEntities(entities);
  const plan = planItem(catalog, {
    item,
    period: parsePeriod(period),
    selection,
    engine: 'duckdb',
    overrides: {},
  });
  const { signal } = new AbortController();
  const folder = await tempFolder();
  const runner = await openDuckDbRunner({
    sources: Object.entries(books.databases).map(([database, file]) => ({
      kind: 'database',
      database,
      file,
    })),
    clock: systemClock,
    threads: 1,
  });
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
    const findings = await validate({
      checks: item.checks,
      extract,
      engineRows: main.delivery.receipt.engineRows,
      partitions: definition.partitions,
      controlTotals: definition.controlTotals.map(({ column }) => column),
      zeroRows: definition.zeroRows,
      owner: definition.owners.owner,
      companies: selection.companies.length,
      controls,
      parameters: plan.parameters,
      workbench,
      folder,
      signal,
    });
    return { extract, findings };
  } finally {
    await reading.close();
    await runner.close();
    await workbench.close();
  }
}

/** Ids of the checks that are anything but PASS. */
export function troubled(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ status }) => status !== 'PASS').map(({ check }) => check.id);
}
