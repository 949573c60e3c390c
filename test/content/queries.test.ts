import { describe, expect, it } from 'vitest';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { planItem } from '../../src/catalog/plan-item.ts';
import type { DataType } from '../../src/kernel/data-type.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import { handBooks } from './hand-books.ts';
import { catalog } from './the-catalog.ts';

/** Types of the embedded engine whose values have the declared form without rounding. */
function acceptable(type: DataType): readonly string[] {
  switch (type.kind) {
    case 'integer':
    case 'boolean':
      return ['INTEGER', 'BIGINT'];
    case 'decimal':
      return [`DECIMAL(${type.precision},${type.scale})`];
    case 'timestamp':
      return ['TIMESTAMP'];
    case 'date':
      return ['DATE'];
    default:
      return ['VARCHAR'];
  }
}

describe.each(catalog.items)('$definition.id', (item) => {
  it('delivers the declared columns of every query with their types, in order', async () => {
    const books = await handBooks();
    for (const { name, columns } of item.queries) {
      const answer = await books.ask(item.definition.id, name);
      expect(answer.names).toEqual(columns.map((column) => column.name));
      const misfits = columns.flatMap(({ name: column, type }, index) => {
        const actual = answer.types[index] ?? 'nothing';
        return acceptable(type).includes(actual) ? [] : [`${name}, ${column}: ${actual}`];
      });
      expect(misfits).toEqual([]);
    }
  });

  it.each(item.engines)('is planned for %s with every value bound', (engine) => {
    const { queries } = planItem(catalog, {
      item,
      period: parsePeriod('2025-12'),
      selection: resolveEntities(['ALL']),
      engine,
      overrides: {},
    });
    expect(queries.map(({ name }) => name)).toEqual(item.queries.map(({ name }) => name));
    expect(queries.filter(({ text }) => /EC_NG|2026-01-01|18412/.test(text))).toEqual([]);
  });
});
