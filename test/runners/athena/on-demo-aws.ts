import { sourcesOf, tablesOf } from '../../../src/app/prepare-run.ts';
import type { CompiledItem } from '../../../src/catalog/compiled-catalog.ts';
import { physicalName } from '../../../src/catalog/portable-sql/lake-names.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import type { AthenaTiming } from '../../../src/runners/athena/athena-options.ts';
import { openAthenaRunner } from '../../../src/runners/athena/open-athena-runner.ts';
import type { QueryRunner } from '../../../src/runners/runner.ts';
import { catalog } from '../../demo/run-item.ts';
import { REGION } from '../../support/aws/clients.ts';
import { RUNNER_KEY, WORKGROUP } from '../../support/aws/demo-aws.ts';
import { ACCOUNT } from '../../support/aws/start-aws-stand-in.ts';
import { FAST } from './on-aws-stand-in.ts';

/** An item's runner: by objects of S3 over pinned snapshots, or by pages of the API with counts before and after. */
export function runnerFor(
  item: CompiledItem,
  fetch: 's3' | 'api',
  timing: Partial<AthenaTiming> = FAST,
): QueryRunner {
  const names = sourcesOf(item);
  const sources = catalog.sources.filter(({ name }) => names.includes(name));
  const [database = '', ...others] = new Set(
    sources.map(({ athenaDatabase }) => athenaDatabase ?? 'none'),
  );
  const read = tablesOf(item);
  return openAthenaRunner({
    region: REGION,
    credentials: async () => RUNNER_KEY,
    workgroup: WORKGROUP,
    databases: [database, ...others],
    tables: sources.flatMap(({ name, athenaDatabase = '', tables }) =>
      Object.entries(tables)
        .filter(([key]) => read.includes(`${name}.${key}`))
        .map(([, table]) => ({
          database: athenaDatabase,
          table: physicalName(table.table, table),
        })),
    ),
    allowed: [{ account: ACCOUNT, role: 'demo-runner' }],
    consistency: fetch === 's3' ? 'pinned-snapshot' : 'bracketed',
    fetch,
    rowFilters: 'none',
    timing,
    clock: systemClock,
  });
}
