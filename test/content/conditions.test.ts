import { describe, expect, it } from 'vitest';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { deriveParameters } from '../../src/catalog/parameters.ts';
import { dataTypeText } from '../../src/kernel/data-type.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import type { ResultColumn } from '../../src/kernel/query.ts';
import { quoteIdentifier } from '../../src/workbench/identifiers.ts';
import { Workbench } from '../../src/workbench/workbench.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { conditionOf } from './condition-of.ts';
import { catalog } from './the-catalog.ts';

const WORKBENCH_TYPES: Readonly<Record<string, string>> = { text: 'VARCHAR', integer: 'BIGINT' };

function tableStatement(relation: string, columns: readonly ResultColumn[]): string {
  const types = columns.map(({ name, type }) => {
    const text = dataTypeText(type);
    return `${quoteIdentifier(name)} ${WORKBENCH_TYPES[text] ?? text.replace(/^timestamp.*/, 'TIMESTAMP')}`;
  });
  return `CREATE TABLE ${quoteIdentifier(relation)} (${types.join(', ')})`;
}

describe.each(catalog.items)('$definition.id', ({ definition, columns, checks, queries }) => {
  it('has conditions the workbench understands, over its columns and parameters', async () => {
    const bench = await Workbench.open({ folder: await tempFolder() });
    await bench.run(tableStatement('extract', columns));
    for (const { name, columns: delivered } of queries.slice(1)) {
      await bench.run(tableStatement(`control_${name}`, delivered));
    }
    const parameters = Object.fromEntries(
      deriveParameters(definition, parsePeriod('2025-09'), resolveEntities(['ALL'])).map((one) => [
        one.name,
        one,
      ]),
    );
    const conditions = checks.map(conditionOf).filter((condition) => condition !== undefined);
    for (const condition of conditions) {
      const sql = `SELECT count(*) FROM extract WHERE ${condition}`;
      expect(await bench.rows(sql, parameters)).toEqual([['0']]);
    }
    expect(conditions.length).toBeGreaterThan(0);
    await bench.close();
  });
});
