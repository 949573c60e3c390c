import { type DataTypeText, parseDataType } from '../../../src/kernel/data-type.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import type { BoundParameter, BoundQuery } from '../../../src/kernel/query.ts';

/** A query as the catalog would render it for Athena; markers are `?`. */
export function anAthenaQuery(
  text: string,
  columns: Readonly<Record<string, DataTypeText>> = { n: 'integer' },
  parameters: readonly BoundParameter[] = [],
  name = 'extract',
): BoundQuery {
  return {
    name,
    engine: 'athena',
    text,
    sha256: sha256(text),
    parameters,
    columns: Object.entries(columns).map(([column, type]) => ({
      name: column,
      type: parseDataType(type),
      nullable: true,
    })),
  };
}

export const aText = (value: string): BoundParameter => ({ name: 'p', type: 'text', value });
