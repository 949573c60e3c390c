import { type DataType, parseDataType } from '../kernel/data-type.ts';
import { sha256 } from '../kernel/digest.ts';
import type { EngineName, ResultColumn } from '../kernel/query.ts';
import type { CatalogProblem } from './catalog-error.ts';
import type { CompiledQuery, QueryText } from './compiled-catalog.ts';
import type { ItemDefinition, JudgedDefinition } from './definition.ts';
import type { ParameterShape } from './parameters.ts';
import { referenceProblems } from './portable-sql/reference-problems.ts';
import type { TableLookup } from './portable-sql/source-tables.ts';
import { parseTemplate } from './portable-sql/template.ts';

/** What an item's SQL files are read with. */
interface QueryContext {
  readonly definition: ItemDefinition;
  readonly folder: string;
  /** SQL files of the item's folder by name. */
  readonly files: ReadonlyMap<string, string>;
  readonly tables: TableLookup;
  readonly shapes: readonly ParameterShape[];
}

interface Declared {
  readonly name: string;
  readonly purpose: string;
  readonly sqlFile: string;
  readonly columns: readonly ResultColumn[];
  readonly overrides: Readonly<Partial<Record<EngineName, string>>>;
}

/** Columns of the extract as its result must show them; key columns never are NULL (domain/catalog.md RU-23). */
export function extractColumns({ columns, key }: JudgedDefinition): readonly ResultColumn[] {
  return Object.entries(columns).map(([name, { type, nullable = true }]) => ({
    name,
    type: parseDataType(type),
    nullable: nullable && !key.includes(name),
  }));
}

/** A total may need all 38 digits, that of integers too. */
function totalType(type: DataType): DataType {
  return { kind: 'decimal', precision: 38, scale: type.kind === 'decimal' ? type.scale : 0 };
}

/** Partition columns, `row_count`, control totals, which are NULL over no rows. */
function completenessColumns(
  { partitions, controlTotals }: ItemDefinition,
  columns: readonly ResultColumn[],
): readonly ResultColumn[] {
  const named = (name: string) => columns.filter((column) => column.name === name);
  return [
    ...partitions.flatMap(named),
    { name: 'row_count', type: { kind: 'integer' }, nullable: false },
    ...controlTotals.flatMap(({ column }) =>
      named(column).map(
        ({ name, type }): ResultColumn => ({ name, type: totalType(type), nullable: true }),
      ),
    ),
  ];
}

function declaredQueries(definition: ItemDefinition): readonly Declared[] {
  const { id, purpose, sql, controlQueries = {} } = definition;
  const columns = extractColumns(definition);
  return [
    {
      name: 'extract',
      purpose,
      sqlFile: sql.extract,
      columns,
      overrides: sql.overrides ?? {},
    },
    {
      name: 'completeness',
      purpose: `Counts and totals ${id} by another route than the extract.`,
      sqlFile: sql.completeness,
      columns: completenessColumns(definition, columns),
      overrides: {},
    },
    ...Object.entries(controlQueries).map(([name, query]) => ({
      name,
      purpose: query.purpose,
      sqlFile: query.sqlFile,
      columns: Object.entries(query.columns).map(([column, { type, nullable = true }]) => ({
        name: column,
        type: parseDataType(type),
        nullable,
      })),
      overrides: {},
    })),
  ];
}

/** What must not stand in a file whose digest has to be the same on every machine. */
function textProblem(text: string): string | undefined {
  if (text.startsWith('\uFEFF')) return 'the file starts with a byte order mark; save it without';
  if (text.includes('\r')) return 'the file has CR line ends; save it with LF only';
  if (text.includes('\u0000')) return 'the file holds U+0000';
  return undefined;
}

function compileText(
  { definition, folder, files, tables, shapes }: QueryContext,
  sqlFile: string,
): { readonly query: readonly QueryText[]; readonly problems: readonly CatalogProblem[] } {
  const place = { item: definition.id, file: `${folder}/${sqlFile}` };
  const text = files.get(sqlFile);
  if (text === undefined) {
    return {
      query: [],
      problems: [{ ...place, message: 'the definition names this file, but it is not there' }],
    };
  }
  const { template, problems } = parseTemplate(text);
  const unfit = textProblem(text);
  return {
    query: [{ sqlFile, text, sha256: sha256(text), template }],
    problems: [
      ...(unfit === undefined ? [] : [{ ...place, message: unfit }]),
      ...[...problems, ...referenceProblems(template, tables, shapes)].map(
        ({ position, ...problem }) => ({ ...place, ...position, ...problem }),
      ),
    ],
  };
}

/** Reads every SQL file of an item; queries whose file is missing are left out, their problem is not. */
export function compileQueries(context: QueryContext): {
  readonly queries: readonly CompiledQuery[];
  readonly problems: readonly CatalogProblem[];
} {
  const { definition, folder, files } = context;
  const declared = declaredQueries(definition);
  const named = new Set(
    declared.flatMap(({ sqlFile, overrides }) => [sqlFile, ...Object.values(overrides)]),
  );
  const problems: CatalogProblem[] = [...files.keys()]
    .filter((file) => file.endsWith('.sql') && !named.has(file))
    .map((file) => ({
      item: definition.id,
      file: `${folder}/${file}`,
      message: 'no query of the definition names this file',
    }));
  const take = (sqlFile: string): readonly QueryText[] => {
    const compiled = compileText(context, sqlFile);
    problems.push(...compiled.problems);
    return compiled.query;
  };
  const queries = declared.flatMap(({ name, purpose, sqlFile, columns, overrides }) => {
    const own = take(sqlFile);
    const others = Object.entries(overrides).flatMap(([engine, file]) =>
      take(file).map((text) => [engine, text]),
    );
    return own.map((text) => ({
      ...text,
      name,
      purpose,
      columns,
      overrides: Object.fromEntries(others),
    }));
  });
  return { queries, problems };
}
