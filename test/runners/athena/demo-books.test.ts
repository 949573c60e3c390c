import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CompiledItem, findItem } from '../../../src/catalog/compiled-catalog.ts';
import { resolveEntities } from '../../../src/catalog/entities.ts';
import { type ItemPlan, planItem } from '../../../src/catalog/plan-item.ts';
import { parsePeriod } from '../../../src/kernel/period.ts';
import type { Gathered } from '../../../src/orchestrator/gather.ts';
import { expectGolden, GOLDEN_BOOKS, GOLDEN_PERIOD } from '../../demo/golden-content.ts';
import { catalog, extractFromSource, runOnSource } from '../../demo/run-item.ts';
import { type DemoAws, startDemoAws } from '../../support/aws/demo-aws.ts';
import { runnerFor } from './on-demo-aws.ts';

/** Items that have a text for the lake. */
const ITEMS = catalog.items.filter(({ engines }) => engines.includes('athena'));

let folder: string;
let aws: DemoAws;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'soxauto-athena-books-'));
  aws = await startDemoAws({ folder, ...GOLDEN_BOOKS });
  process.env['AWS_ENDPOINT_URL'] = aws.standIn.endpoint;
});
afterAll(async () => {
  delete process.env['AWS_ENDPOINT_URL'];
  await aws.close();
  await rm(folder, { recursive: true, force: true });
});

/** Every check that did not pass: none on clean books, as test/demo/findings.test.ts shows. */
function outcomeOf({ extraction, findings }: Gathered) {
  if (!extraction.completed) throw new Error(`not completed: ${extraction.failure.message}`);
  const passed = findings.filter(({ status }) => status === 'PASS').length;
  const noted = findings.filter(({ status }) => !['PASS', 'NOT APPLICABLE'].includes(status));
  return { passed, noted: noted.map(({ check, status }) => `${check.id} ${status}`) };
}

function planOf(item: CompiledItem): ItemPlan {
  const period = parsePeriod(GOLDEN_PERIOD);
  const selection = resolveEntities(['ALL']);
  return planItem(catalog, { item, period, selection, engine: 'athena', overrides: {} });
}

/** The result object with another last digit in a column's first value. */
function alteredIn(column: string, bytes: Uint8Array): Uint8Array {
  const cells =
    Buffer.from(bytes)
      .toString('utf8')
      .match(/(?:"(?:[^"]|"")*")?[,\n]/g) ?? [];
  const width = cells.findIndex((cell) => cell.endsWith('\n')) + 1;
  const place = width + cells.findIndex((cell) => cell.startsWith(`"${column}"`));
  const change = (_: string, digit: string, end: string) => `${(Number(digit) + 1) % 10}${end}`;
  const cell = cells[place]?.replace(/([0-9])("[,\n])$/, change) ?? '';
  return Buffer.from(cells.toSpliced(place, 1, cell).join(''));
}

describe('the demo books in a data lake', () => {
  it('P06 E-1 an amount altered in the result object, its age and form unchanged, is a check that failed', async () => {
    const item = findItem(catalog, 'IPE_07');
    const changed: boolean[] = [];
    const object = (bytes: Uint8Array) => {
      const altered = alteredIn('rem_amt_LCY', bytes);
      changed.push(altered.length === bytes.length && !Buffer.from(bytes).equals(altered));
      return altered;
    };
    const isExtract = ({ text }: { readonly text: string }) =>
      text.includes('AS "Customer Posting Group"') && !text.includes('ipe_rows');
    // the first of them: the extract is sent before what judges it
    aws.athena.behave({ states: [], object }, isExtract, 1);
    const opened = async () => runnerFor(item, 's3');
    const { noted } = await runOnSource(aws.books, planOf(item), opened, outcomeOf);
    expect(changed).toEqual([true]);
    expect(noted).toEqual(['control_total_rem_amt_lcy FAIL', 'partition_tie FAIL']);
  });

  it('hold every item that has a text for the lake', () => {
    expect(ITEMS.length).toBeGreaterThanOrEqual(16);
  });

  // every query of every item gives the rows of the embedded engine: test/aws/athena-stand-in-items.test.ts
  it.each(['IPE_08', 'CR_03'])(
    'give %s, with all its queries and tests, no exception',
    async (id) => {
      const item = findItem(catalog, id);
      const opened = async () => runnerFor(item, 's3');
      const { passed, noted } = await runOnSource(aws.books, planOf(item), opened, outcomeOf);
      expect(noted).toEqual([]);
      expect(passed).toBeGreaterThan(10);
    },
  );

  it.each(ITEMS.map((item) => [item.definition.id, item] as const))(
    'B-5 give %s the content digest of the embedded engine, by objects and by pages',
    async (id, item) => {
      for (const fetch of ['s3', 'api'] as const) {
        const opened = async () => runnerFor(item, fetch);
        await extractFromSource(aws.books, planOf(item), opened, (content) => {
          expectGolden(id, content);
        });
      }
    },
    120_000,
  );
});
