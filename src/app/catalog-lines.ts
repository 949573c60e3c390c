import { items } from '../../catalog/index.ts';
import { extractColumns } from '../catalog/compile-queries.ts';
import { standardChecks } from '../catalog/standard-checks.ts';

/** One line of `ipe list`. */
export interface CatalogLine {
  readonly item: string;
  readonly kind: string;
  readonly title: string;
  readonly control: string;
  readonly source: string;
  readonly owner: string;
  readonly checks: number;
  readonly version: string;
}

/** Reads definitions as they are: a list waits for nothing, `ipe check` judges them. */
export function catalogLines(): readonly CatalogLine[] {
  return items.map(({ definition }) => ({
    item: definition.id,
    kind: definition.kind,
    title: definition.title,
    control: definition.controls.join(', '),
    source: definition.source,
    owner: definition.owners.owner,
    checks:
      standardChecks(definition, extractColumns(definition)).length + definition.checks.length,
    version: definition.version,
  }));
}
