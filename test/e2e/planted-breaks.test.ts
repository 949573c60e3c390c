import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { executeRun } from '../../src/app/execute-run.ts';
import { prepareRun } from '../../src/app/prepare-run.ts';
import type { PlantedBreak } from '../../src/demo/demo-books.ts';
import { verifyFolder } from '../../src/evidence/verify/verify-folder.ts';

// starts of the whole program; a busy machine takes its time
vi.setConfig({ testTimeout: 1_200_000, hookTimeout: 1_200_000 });

type Results = Awaited<ReturnType<typeof executeRun>>['results'];

/** The month the breaks are planted in; some of them show in earlier months as well. */
const PLANTED_PERIOD = '2025-09';

/** Clean books are run for every item and period by test/demo/findings.test.ts. */
describe('books with breaks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'soxauto-breaks-'));
  let results: Results = [];
  let planted: readonly PlantedBreak[] = [];

  beforeAll(async () => {
    const asked = {
      items: [],
      all: true,
      period: PLANTED_PERIOD,
      entities: [],
      parameters: [],
      demo: true,
      breaks: true,
      rows: '400',
      seed: undefined,
      dry: false,
      out: undefined,
    };
    const prepared = await prepareRun(asked, folder, () => undefined);
    if (prepared.connections.kind !== 'demo') throw new Error('expected the demo books');
    planted = prepared.connections.books.plantedBreaks.filter(
      ({ period }) => period === PLANTED_PERIOD,
    );
    ({ results } = await executeRun(prepared, {}, new AbortController().signal));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('finds exactly the planted breaks, each with its rows by key, and nothing else', () => {
    expect(results.map(({ plan }) => plan.item.definition.id)).toEqual(
      expect.arrayContaining(planted.map(({ item }) => item)),
    );
    for (const { plan, findings } of results) {
      const item = plan.item.definition.id;
      const expected = planted.filter((one) => one.item === item).flatMap((one) => one.expected);
      const noted = findings.filter(({ status }) => status !== 'PASS');
      expect(
        new Map(noted.map(({ check, status }) => [check.id, status])),
        `${item}: checks that did not pass`,
      ).toEqual(new Map(expected.map(({ check, status }) => [check, status])));
      for (const finding of noted) {
        const keys = expected
          .filter(({ check }) => check === finding.check.id)
          .flatMap((one) => one.keys);
        const rows = 'offending' in finding ? finding.offending.rows : [];
        const startsWith = (row: readonly (string | null)[], key: readonly string[]) =>
          key.every((cell, at) => row[at] === cell);
        const what = `${item} ${finding.check.id}`;
        expect(
          keys.filter((key) => !rows.some((row) => startsWith(row, key))),
          `${what}: planted, not found`,
        ).toEqual([]);
        if (keys.length > 0) {
          expect(
            rows.filter((row) => !keys.some((key) => startsWith(row, key))),
            `${what}: found, not planted`,
          ).toEqual([]);
        }
      }
    }
  });

  it('seals every package with its exceptions, and verification accepts them', async () => {
    const reports = await verifyFolder(join(folder, 'evidence'));
    expect(reports.map(({ path, defects }) => ({ path, defects }))).toEqual(
      reports.map(({ path }) => ({ path, defects: [] })),
    );
    // the items' packages and the run's own
    expect(reports).toHaveLength(results.length + 1);
    const outcomes = reports.map(({ stated }) => stated?.outcome);
    expect(outcomes.filter((outcome) => outcome === 'exceptions_noted').length).toBeGreaterThan(0);
  });
});
