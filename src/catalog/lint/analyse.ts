import type { TableDefinition } from '../definition.ts';
import type { ParameterShape } from '../parameters.ts';
import type { SqlToken } from '../portable-sql/lexer.ts';
import type { SourceTable, TableLookup } from '../portable-sql/source-tables.ts';
import { commonType, handedOn, type Names, typeOf, typeOfSource, type ValueType } from './infer.ts';
import { keysOf } from './keys.ts';
import {
  expressionsOf,
  type Query,
  type Relation,
  relationsOf,
  type Select,
  subqueriesOf,
} from './sql-tree.ts';

/** Something in FROM or JOIN, with what is known of its rows. */
export interface KnownRelation {
  readonly relation: Relation;
  /** In lower case; empty when it has none. */
  readonly alias: string;
  readonly columns: ReadonlyMap<string, ValueType>;
  /** May an outer join leave its row out? Then every column may be NULL. */
  readonly missing: boolean;
  /** Sets of columns of which every row has other values; an empty set: there is one row. */
  readonly keys: readonly (readonly string[])[];
  /** The source table, where it is one or a mere choice of columns and rows of one. */
  readonly table: SourceTable | undefined;
  /** Names of that table's columns here; absent where they are its own. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** A SELECT and everything its expressions can see. */
export interface KnownSelect {
  readonly select: Select;
  /** `output`: a branch of the query itself; `cte` and `derived`: something reads it; `test`: EXISTS, IN. */
  readonly role: 'output' | 'cte' | 'derived' | 'test';
  readonly relations: readonly KnownRelation[];
  /** Relations of the SELECTs around, nearest first. */
  readonly outer: readonly KnownRelation[];
  readonly names: Names;
}

/** What a query delivers to whom reads it. */
interface Delivered {
  readonly columns: ReadonlyMap<string, ValueType>;
  readonly keys: readonly (readonly string[])[];
  readonly table: SourceTable | undefined;
  readonly renamed: ReadonlyMap<string, string>;
}

interface Surroundings {
  readonly tables: TableLookup;
  readonly parameters: ReadonlyMap<string, ParameterShape>;
  readonly ctes: ReadonlyMap<string, Delivered>;
  /** Relations of the SELECTs around, nearest first. */
  readonly outer: readonly KnownRelation[];
}

const NOTHING: Delivered = { columns: new Map(), keys: [], table: undefined, renamed: new Map() };

/** Every SELECT of a query with what it can see, in the order they are written. */
export function analyse(
  query: Query,
  tables: TableLookup,
  parameters: readonly ParameterShape[],
): readonly KnownSelect[] {
  const found: KnownSelect[] = [];
  const shapes = new Map(parameters.map((shape) => [shape.name, shape]));
  const around = { tables, parameters: shapes, ctes: new Map(), outer: [] };
  analyseQuery(query, 'output', around, found);
  return found;
}

function analyseQuery(
  query: Query,
  role: KnownSelect['role'],
  around: Surroundings,
  found: KnownSelect[],
): Delivered {
  const ctes = new Map(around.ctes);
  for (const { name, query: cte } of query.ctes) {
    const delivered = analyseQuery(cte, 'cte', { ...around, ctes, outer: [] }, found);
    ctes.set(name.value.toLowerCase(), delivered);
  }
  const delivered = query.branches.map((select) =>
    analyseSelect(select, role, { ...around, ctes }, found),
  );
  const [first = NOTHING, second] = delivered;
  if (second === undefined) return first;
  const others = delivered.slice(1).map(({ columns }) => [...columns.values()]);
  const columns = [...first.columns].map(([name, type], index): [string, ValueType] => {
    const types = [type, ...others.flatMap((list) => list[index] ?? [])];
    return [
      name,
      {
        ...type,
        nullable: types.some(({ nullable }) => nullable),
        folded: types.some(({ folded }) => folded),
        scale: Math.max(...types.map(({ scale }) => scale)),
        ...handedOn(types),
        literals: types.flatMap(({ literals }) => literals),
      },
    ];
  });
  return { ...NOTHING, columns: new Map(columns) };
}

function analyseSelect(
  select: Select,
  role: KnownSelect['role'],
  around: Surroundings,
  found: KnownSelect[],
): Delivered {
  const relations = markMissing(
    select,
    relationsOf(select).map((relation) => known(relation, around, found)),
  );
  const visible = [...relations, ...around.outer];
  const listed = new Map<Query, ValueType | undefined>();
  const names: Names = {
    column: (qualifier, name) => columnOf(visible, qualifier, name),
    listed: (query) => listed.get(query),
    parameters: around.parameters,
    grouped: select.groupBy.length > 0,
  };
  for (const query of expressionsOf(select).flatMap(subqueriesOf)) {
    const { columns } = analyseQuery(query, 'test', { ...around, outer: visible }, found);
    listed.set(query, [...columns.values()][0]);
  }
  const knownSelect = { select, role, relations, outer: around.outer, names };
  found.push(knownSelect);
  return deliveredBy(knownSelect);
}

function columnOf(
  visible: readonly KnownRelation[],
  qualifier: string | undefined,
  name: string,
): ValueType | undefined {
  if (qualifier === undefined) return undefined;
  const relation = visible.find(({ alias }) => alias === qualifier.toLowerCase());
  const type = relation?.columns.get(name) ?? relation?.columns.get(name.toLowerCase());
  return type === undefined || !relation?.missing
    ? type
    : { ...type, nullable: true, rowless: !type.nullable };
}

/** Columns of source tables, which many texts read, by the table's definition. */
const COLUMNS = new WeakMap<TableDefinition, ReadonlyMap<string, ValueType>>();

function columnsOfTable(definition: TableDefinition): ReadonlyMap<string, ValueType> {
  const before = COLUMNS.get(definition);
  if (before !== undefined) return before;
  const columns = new Map(
    Object.entries(definition.columns).map(([name, { type, nullable = true }]) => [
      name,
      typeOfSource(name, type, nullable && !definition.key.includes(name)),
    ]),
  );
  COLUMNS.set(definition, columns);
  return columns;
}

function known(relation: Relation, around: Surroundings, found: KnownSelect[]): KnownRelation {
  const alias = (relation.alias ?? relation.at).value.toLowerCase();
  const named = { relation, alias, missing: false };
  switch (relation.kind) {
    case 'table': {
      const table = around.tables.get(relation.at.value);
      if (table === undefined) return { ...named, ...NOTHING };
      const columns = columnsOfTable(table.definition);
      return { ...named, columns, keys: [table.definition.key], table, renamed: new Map() };
    }
    case 'named':
      return { ...named, ...(around.ctes.get(relation.at.value.toLowerCase()) ?? NOTHING) };
    case 'derived':
      return { ...named, ...analyseQuery(relation.query, 'derived', around, found) };
    case 'values': {
      const names: Names = {
        column: () => undefined,
        listed: () => undefined,
        parameters: around.parameters,
        grouped: false,
      };
      const columns = relation.columns.map((token, index): [string, ValueType] => {
        const cells = relation.rows.flatMap((row) => row[index] ?? []);
        const types = cells.map((cell) => typeOf(cell, names));
        return [token.value.toLowerCase(), { ...commonType(types), stored: true }];
      });
      return { ...named, ...NOTHING, columns: new Map(columns) };
    }
  }
}

/** Relations of an outer join whose row may be missing. */
function markMissing(
  select: Select,
  relations: readonly KnownRelation[],
): readonly KnownRelation[] {
  const first = select.from === undefined ? 0 : 1;
  return relations.map((relation, index) => {
    const own = select.joins[index - first]?.kind;
    const later = select.joins.slice(Math.max(0, index - first + 1)).map(({ kind }) => kind);
    const missing =
      own === 'left' || own === 'full' || later.some((kind) => kind === 'right' || kind === 'full');
    return missing ? { ...relation, missing } : relation;
  });
}

function deliveredBy(known: KnownSelect): Delivered {
  const { select, names, relations } = known;
  const outputs = select.items.flatMap(({ value, alias }) => {
    const token = alias ?? (value.kind === 'column' ? value.at : undefined);
    return token === undefined ? [] : [{ name: token.value.toLowerCase(), value }];
  });
  const columns = outputs.map(({ name, value }): [string, ValueType] => [
    name,
    { ...typeOf(value, names), stored: true },
  ]);
  const [only, second] = relations;
  const choice = second === undefined && select.groupBy.length === 0 ? only : undefined;
  const renamed = outputs.flatMap(({ name, value }): [string, string][] =>
    value.kind === 'column' ? [[name, originOf(choice, value.at)]] : [],
  );
  return {
    columns: new Map(columns),
    keys: keysOf(known, outputs),
    table: choice?.table,
    renamed: new Map(renamed),
  };
}

/** The source column's name behind a name of a mere choice of columns. */
function originOf(relation: KnownRelation | undefined, column: SqlToken): string {
  return relation?.renamed.get(column.value.toLowerCase()) ?? column.value;
}
