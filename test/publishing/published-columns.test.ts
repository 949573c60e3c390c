import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/app/load-catalog.ts';
import { dataColumns, evidenceColumns } from '../../src/publishing/published-columns.ts';
import { draft, goodRows } from '../evidence/verify/good-package.ts';
import { certified } from './publish-bench.ts';

const { items } = loadCatalog();

describe('every item of the catalog can be published', () => {
  it.each(items.map(({ definition, columns }) => [definition.id, columns] as const))(
    '%s: each column has a name of its own in the lake',
    async (_, declared) => {
      const added = evidenceColumns(await certified(draft(goodRows(1)))).map(([name]) => name);
      const columns = declared.map((column) => ({ ...column, timeZone: null }));
      const published = dataColumns({ columns, sortKey: [] }, added);
      expect(published.map(({ original }) => original)).toEqual(declared.map(({ name }) => name));
    },
  );
});
