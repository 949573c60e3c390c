import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { CheckSpec } from '../../src/catalog/check-spec.ts';
import type { Extract } from '../../src/extraction/extract.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import { type DataTypeText, parseDataType } from '../../src/kernel/data-type.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import type { ResultColumn } from '../../src/kernel/query.ts';
import type { CheckFacts } from '../../src/validation/check-facts.ts';
import type { Finding } from '../../src/validation/finding.ts';
import { validate } from '../../src/validation/validate.ts';
import { workbenchType } from '../../src/workbench/csv-text.ts';
import { quoteIdentifier } from '../../src/workbench/identifiers.ts';
import { Workbench } from '../../src/workbench/workbench.ts';

type Row = readonly (string | null)[];
type Columns = Readonly<Record<string, DataTypeText>>;

/** What stands in the workbench for one test; everything not given is empty or harmless. */
export interface Situation extends Partial<Omit<CheckFacts, 'extract' | 'controls'>> {
  readonly columns?: Columns;
  readonly key?: readonly string[];
  readonly rows?: readonly Row[];
  readonly extract?: Partial<Extract>;
  readonly controls?: Readonly<Record<string, { columns: Columns; rows: readonly Row[] }>>;
  /** Rows the engine claims for a control query, where that is not the number that landed. */
  readonly claimed?: Readonly<Record<string, number>>;
  readonly offendingLimit?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** A statement to run first. */
  readonly setup?: string;
}

/** A real workbench for the tests of one file. */
export function useCheckBench() {
  let folder = '';
  let workbench: Workbench;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soxauto-validation-'));
    workbench = await Workbench.open({ folder, memoryLimit: '256MB', threads: 1 });
  });
  afterAll(async () => {
    await workbench.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function load(relation: string, columns: readonly ResultColumn[], rows: readonly Row[]) {
    const typed = columns.map(
      ({ name, type }, c) =>
        `CAST(column${c} AS ${workbenchType(type)}) AS ${quoteIdentifier(name)}`,
    );
    const values = rows.map((row) => `(${row.map(sqlText).join(', ')})`);
    const empty = `(SELECT ${columns.map((_, c) => `NULL AS column${c}`).join(', ')} WHERE false)`;
    const list = columns.map((_, c) => `column${c}`).join(', ');
    const from = rows.length === 0 ? empty : `(VALUES ${values.join(', ')}) AS v(${list})`;
    await workbench.run(
      `CREATE OR REPLACE TABLE ${quoteIdentifier(relation)} AS SELECT ${typed.join(', ')} FROM ${from}`,
    );
  }

  async function perform(
    checks: readonly CheckSpec[],
    situation: Situation,
    onFinding?: (finding: Finding) => void,
  ): Promise<readonly Finding[]> {
    const { columns = { id: 'integer' }, key = ['id'], rows = [], controls = {} } = situation;
    const extractColumns = resultColumns(columns);
    if (situation.setup !== undefined) await workbench.run(situation.setup);
    await load('extract', extractColumns, rows);
    for (const [name, control] of Object.entries(controls)) {
      await load(`control_${name}`, resultColumns(control.columns), control.rows);
    }
    return validate({
      engineRows: rows.length,
      partitions: [],
      controlTotals: [],
      zeroRows: 'never',
      owner: 'Accounting lead',
      companies: 1,
      parameters: [],
      signal: new AbortController().signal,
      ...situation,
      checks,
      workbench,
      folder,
      ...(onFinding === undefined ? {} : { onFinding }),
      extract: { ...anExtract(extractColumns, key, rows.length), ...situation.extract },
      controls: Object.entries(controls).map(([name, control]) => ({
        name,
        columns: resultColumns(control.columns),
        engineRows: situation.claimed?.[name] ?? control.rows.length,
        landedRows: control.rows.length,
      })),
    });
  }

  return {
    perform,
    /** Performs one check. */
    async find(check: CheckSpec, situation: Situation): Promise<Finding> {
      const [finding] = await perform([check], situation);
      if (finding === undefined) throw new Error('no finding');
      return finding;
    },
    folder: () => folder,
    /** The file with all offending rows. */
    offendingFile: (finding: Finding) => {
      const path = 'offending' in finding ? finding.offending.csvPath : null;
      if (path === null) throw new Error('no file with offending rows');
      return readFile(path, 'utf8');
    },
  };
}

function resultColumns(columns: Columns): ResultColumn[] {
  return Object.entries(columns).map(([name, type]) => ({
    name,
    type: parseDataType(type),
    nullable: true,
  }));
}

function sqlText(cell: string | null): string {
  return cell === null ? 'NULL' : `'${cell.replaceAll("'", "''")}'`;
}

function anExtract(
  columns: readonly ResultColumn[],
  key: readonly string[],
  rows: number,
): Extract {
  return {
    csvPath: 'ipe_data.csv',
    columns,
    key,
    arrivedRows: rows,
    recordCount: rows,
    bytes: 0,
    contentDigest: sha256(''),
    embeddedNewlines: 0,
    blockIndex: { blockRecords: 256, blocks: [], root: '' },
    controlTotals: [],
    summary: [],
    misfits: { total: 0, first: [] },
    relation: 'extract',
  };
}
