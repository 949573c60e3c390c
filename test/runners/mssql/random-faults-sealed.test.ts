import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostContext } from '../../../src/app/host-context.ts';
import { localOperator } from '../../../src/app/operator.ts';
import { readBack } from '../../../src/app/read-back.ts';
import { findItem } from '../../../src/catalog/compiled-catalog.ts';
import { resolveEntities } from '../../../src/catalog/entities.ts';
import type { ItemPlan } from '../../../src/catalog/plan-item.ts';
import { buildDemoBooks } from '../../../src/demo/build-demo-books.ts';
import { fileSystemStore } from '../../../src/evidence/store/file-system/file-system-store.ts';
import { verifyFolder } from '../../../src/evidence/verify/verify-folder.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { parseRunId } from '../../../src/kernel/ids.ts';
import { parsePeriod } from '../../../src/kernel/period.ts';
import { executeItem } from '../../../src/orchestrator/execute-item.ts';
import type { ItemResult } from '../../../src/orchestrator/item-result.ts';
import { catalog } from '../../demo/run-item.ts';
import { readZip } from '../../evidence/seal/read-zip.ts';
import { demoServer } from '../../support/demo-on-sql-server.ts';
import { READER_FACTS, runnerOn } from '../../support/on-stand-in.ts';
import type { Fault } from '../../support/tds/faults.ts';
import { startTdsStandIn, type TdsStandIn } from '../../support/tds/start-tds-stand-in.ts';
import { type Random, randomAction, randomFrom, SERVER_ERRORS } from './random-fault.ts';

/** The same faults each time; `RANDOM_SEED=<number>` looks for others, `SEALED_FAULTS=<number>` for more or fewer. */
const COUNT = Number(process.env['SEALED_FAULTS'] ?? 8);
const SEED = Number(process.env['RANDOM_SEED'] ?? 315_943);
const ROWS = 400;
/** One of those with the fewest queries. */
const ITEM = 'IPE_09';

let folder: string;
let plan: ItemPlan;
let standIn: TdsStandIn;
let clean: ItemResult;
let closeBooks: () => void = () => undefined;
/** Requests of one reading, which a fault may strike any of. */
let requests = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-mssql-sealed-'));
  const books = await buildDemoBooks({ folder: join(folder, 'books'), rows: ROWS });
  const server = await demoServer(catalog, books);
  closeBooks = () => server.close();
  const item = findItem(catalog, ITEM);
  const period = parsePeriod(books.defaultPeriod);
  const selection = resolveEntities(['ALL']);
  const served = server.plan({ item, period, selection, overrides: {} });
  plan = served.plan;
  standIn = await startTdsStandIn({
    facts: READER_FACTS,
    datasets: served.datasets,
    clock: () => `${new Date().toISOString().slice(0, 19).replace('T', ' ')}.0000000 +00:00`,
  });
  clean = await run();
  requests = standIn.log.filter(({ event }) =>
    ['batch', 'rpc', 'transaction'].includes(event),
  ).length;
});
afterAll(async () => {
  standIn.takeFailures();
  await standIn.close();
  closeBooks();
  await rm(folder, { recursive: true, force: true });
});

/** The item from plan to sealed package, its source read once. */
async function run(): Promise<ItemResult> {
  return await executeItem({
    plan,
    runId: parseRunId(randomUUID()),
    ports: {
      clock: systemClock,
      nonce: () => randomUUID().replaceAll('-', ''),
      openRunner: async () =>
        runnerOn(standIn, {
          timeouts: {
            connectMs: 15_000,
            firstRowMs: 4000,
            idleRowMs: 4000,
            totalMs: 30_000,
            cancelMs: 150,
          },
        }),
      attachments: async () => [],
      previousPackage: async () => null,
      sourceMark: async () => null,
      attempts: 1,
      redact: (text) => text,
      store: fileSystemStore(join(folder, 'evidence'), systemClock),
      readBack,
      workFolder: join(folder, 'work'),
      memoryLimit: '512MB',
      threads: 1,
      host: hostContext('Savanna', localOperator()),
      source: () => ({
        dataKind: 'source',
        environment: 'test',
        system: 'NAV',
        database: 'ledger',
      }),
    },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
}

/** In an answer of any of the requests; most of them are long past the few rows of the others. */
function anyFault(random: Random): Fault {
  if (random(2) === 0) {
    const sizes = { rows: ROWS, extractBytes: 30_000, otherBytes: 400 };
    return { ...randomAction(random, 'extract', sizes), of: 'extract', times: 1 };
  }
  const sizes = { rows: 4, extractBytes: 400, otherBytes: 400 };
  return { ...randomAction(random, 'extract', sizes), request: 1 + random(requests), times: 1 };
}

/** Everything of a package that holds rows of the source. */
async function dataOf({ sealed }: ItemResult): Promise<Readonly<Record<string, string>>> {
  const members = await readZip(sealed?.stored.uri ?? '');
  const rows = members.filter(({ name }) => name.endsWith('.csv'));
  expect(rows.length).toBeGreaterThan(0);
  return Object.fromEntries(
    rows.map(({ name, content }) => [name.slice(name.indexOf('/') + 1), sha256(content)]),
  );
}

describe('an item whose source breaks anywhere', () => {
  it(`is sealed with every row, or as not completed with the one error (${COUNT} faults, RANDOM_SEED=${SEED})`, {
    timeout: COUNT * 20_000,
  }, async () => {
    expect(clean).toMatchObject({ outcome: 'no_exceptions_noted', failure: null });
    const whole = await dataOf(clean);
    const random = randomFrom(SEED);
    const outcomes = new Set<string>();
    for (let index = 0; index < COUNT; index += 1) {
      const injected = anyFault(random);
      standIn.clearFaults();
      standIn.addFault(injected);
      const result = await run();
      const told = `fault ${index} ${JSON.stringify(injected)}`;
      expect(result.sealed, told).not.toBeNull();
      outcomes.add(result.outcome);
      if (result.outcome !== 'not_completed') {
        const { outcome, rowCount, contentDigest, controlTotals } = clean;
        expect(result, told).toMatchObject({ outcome, rowCount, contentDigest, controlTotals });
        expect(await dataOf(result), told).toEqual(whole);
        continue;
      }
      expect(result.failure, told).toMatchObject({
        code: expect.stringMatching(/^[A-Z_]+$/),
        advice: expect.stringMatching(/\w/),
      });
      const number = injected.do === 'error' ? injected.errors[0]?.number : undefined;
      if (number !== undefined && injected.of === 'extract') {
        const said = SERVER_ERRORS.find(({ said: one }) => one.number === number);
        expect(result.failure, told).toMatchObject({
          code: said?.told.code,
          message: expect.stringContaining(`(error ${number}, state ${said?.said.state}, class`),
          advice: expect.stringMatching(said?.told.advice ?? /never/),
        });
      }
    }
    const reports = await verifyFolder(join(folder, 'evidence'));
    expect(reports).toHaveLength(COUNT + 1);
    expect(reports.flatMap(({ defects }) => defects)).toEqual([]);
    expect([...outcomes].toSorted()).toEqual(['no_exceptions_noted', 'not_completed']);
  });
});
