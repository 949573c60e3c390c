import type { z } from 'zod';
import { CatalogError, type CatalogProblem, problemText } from './catalog-error.ts';
import { compileItem } from './compile-item.ts';
import type { CompiledCatalog } from './compiled-catalog.ts';
import type { ItemDefinition, SourceDefinition } from './definition.ts';
import { controlSchema, itemSchema, sourceSchema } from './definition-schemas.ts';
import { dependencyProblems } from './dependencies.ts';
import { repeatedNames } from './item-problems.ts';
import { didYouMean } from './nearest-name.ts';
import { columnCollisions, tableCollisions } from './portable-sql/lake-names.ts';

/** What the catalog's files hold, before anything is checked. */
export interface CatalogContent {
  readonly controls: readonly unknown[];
  readonly sources: readonly unknown[];
  readonly items: readonly ItemContent[];
}

export interface ItemContent {
  readonly definition: unknown;
  /** Folder of the item, for messages: `catalog/c-pg-1/ipe-07-customer-balances`. */
  readonly folder: string;
  /** Text of the folder's files by file name. */
  readonly files: ReadonlyMap<string, string>;
}

/** What a definition calls itself, as far as it can be read. */
function labelOf(value: unknown, member: 'id' | 'name', fallback: string): string {
  if (typeof value !== 'object' || value === null || !(member in value)) return fallback;
  const label: unknown = Reflect.get(value, member);
  return typeof label === 'string' ? label : fallback;
}

/** `checks[3].column`, `columns["Entry No_"].type` */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = String(key);
    if (!/^\w+$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

/** A refused name of a record says why; other issues say it themselves. */
function issueText(issue: z.core.$ZodIssue): string {
  const why = issue.code === 'invalid_key' ? issue.issues : [issue];
  const message = why.map((each) => each.message).join('; ');
  const place = pathText(issue.path);
  return place === '' ? message : `${place}: ${message}`;
}

/** An item without a type or a usage breaks a rule of its own (domain/sox.md TYPE-1, TYPE-3). */
function ruleOf({ path }: z.core.$ZodIssue): string | undefined {
  const [member, inner] = path;
  if (inner !== undefined) return undefined;
  return member === 'type' ? 'TYPE-1' : member === 'usage' ? 'TYPE-3' : undefined;
}

function parseAll<Definition>(
  schema: z.ZodType<Definition>,
  values: readonly { readonly value: unknown; readonly item: string; readonly file: string }[],
): {
  readonly parsed: readonly (Definition | undefined)[];
  readonly problems: readonly CatalogProblem[];
} {
  const results = values.map(({ value }) => schema.safeParse(value));
  return {
    parsed: results.map(({ data }) => data),
    problems: results.flatMap(({ error }, index) =>
      (error?.issues ?? []).map((issue) => {
        const { item = '', file = '' } = values[index] ?? {};
        const rule = ruleOf(issue);
        const problem = { item, file, message: issueText(issue) };
        return rule === undefined ? problem : { ...problem, rule };
      }),
    ),
  };
}

function repeatedProblems(what: string, names: readonly string[], file: string) {
  return repeatedNames(names).map((name) => ({
    item: name,
    file,
    message: `${what} ${name} is there twice; names are unique, whatever the case`,
  }));
}

function sourceProblems(source: SourceDefinition): readonly CatalogProblem[] {
  const messages = Object.entries(source.tables).flatMap(([table, { key, columns }]) => {
    const names = Object.keys(columns);
    return [
      ...(names.length === 0 ? [`table ${table} has no columns`] : []),
      ...repeatedNames(names).map((name) => `table ${table} has the column "${name}" twice`),
      ...key
        .filter((name) => !Object.hasOwn(columns, name))
        .map((name) => `key column "${name}" of ${table} is not there${didYouMean(name, names)}`),
    ];
  });
  return [
    ...messages,
    ...repeatedNames(Object.keys(source.tables)).map((name) => `table ${name} is there twice`),
    ...columnCollisions(source),
  ].map((message) => ({ item: source.name, file: 'sources', message }));
}

/**
 * All but the tokens of the texts, which are two hundred thousand and nobody but the compiler reads, and what is worked
 * out when it is asked for.
 */
const NOT_FROZEN = ['tokens', 'fingerprint'];

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const name of Object.keys(value)) {
      if (!NOT_FROZEN.includes(name)) deepFreeze(Reflect.get(value, name));
    }
  }
  return value;
}

function present<Value>(values: readonly (Value | undefined)[]): readonly Value[] {
  return values.filter((value) => value !== undefined);
}

/**
 * Checks every definition and every SQL file of the catalog. Pure: touches no source. Items that cannot be read at
 * all are left out; with any problem the catalog is for looking at only.
 */
export function readCatalog(content: CatalogContent): {
  readonly catalog: CompiledCatalog;
  readonly problems: readonly CatalogProblem[];
} {
  const controls = parseAll(
    controlSchema,
    content.controls.map((value) => ({
      value,
      item: labelOf(value, 'id', 'a control'),
      file: 'controls',
    })),
  );
  const sources = parseAll(
    sourceSchema,
    content.sources.map((value) => ({
      value,
      item: labelOf(value, 'name', 'a source'),
      file: 'sources',
    })),
  );
  const items = parseAll<ItemDefinition>(
    itemSchema,
    content.items.map(({ definition, folder }) => ({
      value: definition,
      item: labelOf(definition, 'id', 'an item'),
      file: folder,
    })),
  );
  const context = { controls: present(controls.parsed), sources: present(sources.parsed) };
  const compiled = content.items.flatMap(({ folder, files }, index) => {
    const definition = items.parsed[index];
    return definition === undefined ? [] : [compileItem(definition, folder, files, context)];
  });
  const ids = compiled.map(({ item }) => item.definition.id);
  const problems = [
    ...controls.problems,
    ...sources.problems,
    ...items.problems,
    ...repeatedProblems(
      'control',
      context.controls.map(({ id }) => id),
      'controls',
    ),
    ...repeatedProblems(
      'source',
      context.sources.map(({ name }) => name),
      'sources',
    ),
    ...repeatedProblems('item', ids, 'items'),
    ...context.sources.flatMap(sourceProblems),
    ...tableCollisions(context.sources).map((message) => ({
      item: 'sources',
      file: 'sources',
      message,
    })),
    ...dependencyProblems(present(items.parsed)).map((problem) => ({ ...problem, file: 'items' })),
    ...compiled.flatMap((one) => one.problems),
  ];
  return { catalog: { ...context, items: compiled.map(({ item }) => item) }, problems };
}

/**
 * Reads the catalog and freezes it for use.
 * @throws CatalogError DEFINITION_INVALID with every mistake of every item in `problems`
 */
export function compileCatalog(content: CatalogContent): CompiledCatalog {
  const { catalog, problems } = readCatalog(content);
  if (problems.length > 0) {
    const list = problems.map((problem) => `\n  ${problemText(problem)}`).join('');
    throw new CatalogError(
      'DEFINITION_INVALID',
      `the catalog has ${problems.length} ${problems.length === 1 ? 'mistake' : 'mistakes'}:${list}`,
      { problems, advice: 'Correct the definitions named; nothing was sent to any source.' },
    );
  }
  return deepFreeze(catalog);
}
