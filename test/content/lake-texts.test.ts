import { expect, it } from 'vitest';
import { resolveEntities } from '../../src/catalog/entities.ts';
import { planItem } from '../../src/catalog/plan-item.ts';
import { parsePeriod } from '../../src/kernel/period.ts';
import { catalog } from './the-catalog.ts';

/** Items that have a text for the lake; what they answer there is held by test/aws/athena-stand-in-items.test.ts. */
const ITEMS = catalog.items.filter(({ engines }) => engines.includes('athena'));

it.each(ITEMS)('$definition.id has no text longer than Athena takes', (item) => {
  const period = parsePeriod('2025-09');
  const selection = resolveEntities(['ALL']);
  const request = { item, period, selection, engine: 'athena', overrides: {} } as const;
  const { queries } = planItem(catalog, request);
  const long = queries.filter(({ text }) => Buffer.byteLength(text) > 262_144);
  expect(long.map(({ name }) => name)).toEqual([]);
});
