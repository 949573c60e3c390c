import { type CompiledItem, findItem } from '../catalog/compiled-catalog.ts';
import type { ItemDefinition } from '../catalog/definition.ts';
import { dataTypeText } from '../kernel/data-type.ts';
import { loadCatalog } from './load-catalog.ts';

/** Everything `ipe show` prints of an item. */
export interface ItemView {
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly notes: string;
    readonly meaning: string;
  }[];
  readonly logic: readonly string[];
  readonly deviations: readonly string[];
  readonly parameters: readonly {
    readonly name: string;
    readonly value: string;
    readonly reason: string;
  }[];
  readonly checks: readonly {
    readonly id: string;
    readonly attribute: string;
    readonly title: string;
  }[];
  readonly queries: readonly {
    readonly name: string;
    readonly file: string;
    readonly text: string;
  }[];
}

/** @throws CatalogError UNKNOWN_ITEM */
export function itemView(id: string): ItemView {
  return viewOf(findItem(loadCatalog(), id));
}

function totalNames(
  { controlTotals }: Pick<ItemDefinition, 'controlTotals'>,
  wanted: (currency: string | null) => boolean,
): string {
  const names = controlTotals
    .filter(({ currency }) => wanted(currency))
    .map(({ column }) => column);
  return names.join(', ') || 'none';
}

function viewOf({
  definition,
  columns,
  checks,
  queries,
  fingerprint,
  folder,
  engines,
}: CompiledItem): ItemView {
  const { owners, parameters } = definition;
  return {
    id: definition.id,
    title: definition.title,
    purpose: definition.purpose,
    facts: [
      ['Control', definition.controls.join(', ')],
      ['Kind', `${definition.kind}, ${definition.type}, ${definition.usage.replace('_', ' ')}`],
      ['Version', definition.version],
      ['Fingerprint', fingerprint.sha256],
      ['Owner', `${owners.owner}; backup ${owners.backup}`],
      ['Frequency', definition.frequency],
      ['Assertions', definition.assertions.join(', ')],
      ['One row is', definition.grain],
      ['Source', `${definition.source}; engines ${engines.join(', ')}`],
      ['GL accounts', definition.glAccounts.join(', ') || 'none'],
      ['Key', definition.key.join(', ')],
      ['Control totals', totalNames(definition, (currency) => currency !== null)],
      ['Hash totals', totalNames(definition, (currency) => currency === null)],
      ['Zero rows', definition.zeroRows.replace('_', ' ')],
      ['Folder', folder],
    ],
    columns: columns.map(({ name, type, nullable }) => {
      const column = definition.columns[name];
      const notes = [
        ...(definition.key.includes(name) ? ['key'] : []),
        ...(nullable ? [] : ['not null']),
        ...(column?.rde === true ? ['relevant data element'] : []),
        ...(column?.critical === true ? ['critical'] : []),
      ];
      return {
        name,
        type: dataTypeText(type),
        notes: notes.join(', '),
        meaning: column?.meaning ?? '',
      };
    }),
    logic: definition.logic,
    deviations: definition.deviations,
    parameters: [
      ...parameters.derived.map((name) => ({
        name,
        value: 'from the period and the entities',
        reason: '',
      })),
      ...Object.entries(parameters.constants ?? {}).map(
        ([name, { value, reason, overridable }]) => ({
          name,
          value: typeof value === 'string' ? value : value.join(', '),
          reason: overridable === true ? `${reason} (an operator may give other values)` : reason,
        }),
      ),
    ],
    checks: checks.map(({ id: check, attribute, title }) => ({ id: check, attribute, title })),
    queries: queries.map(({ name, sqlFile, text }) => ({ name, file: sqlFile, text })),
  };
}
