import type { SourceDefinition } from '../definition.ts';

/** Single letters with `_` or `/` between them: `G_L`, `G/L`. */
const INITIALS = /(?<![A-Za-z0-9])[A-Za-z](?:[_/][A-Za-z])+(?![A-Za-z0-9])/g;
const PHYSICAL = /^[a-z_][a-z0-9_]{0,254}$/;

/** Something of a source that may declare its name in the lake itself. */
interface Named {
  readonly athena?: string;
}

/**
 * The name a table or column has in the lake unless it declares another: lower case, one `_` for whatever stands
 * between words and none at the ends, initials written together. `G_L Account No_` is `gl_account_no`.
 */
export function lakeName(name: string): string {
  return name
    .replaceAll(INITIALS, (initials) => initials.replaceAll(/[_/]/g, ''))
    .toLowerCase()
    .replaceAll(/[\s\p{P}\p{S}]+/gu, '_')
    .replaceAll(/^_|_$/g, '');
}

/** The declared name, else the one by convention. */
export function physicalName(name: string, { athena }: Named): string {
  return athena ?? lakeName(name);
}

/** Names that Glue cannot hold under the name they would have there. */
export function unnamed(names: readonly (readonly [string, Named])[]): readonly string[] {
  return names
    .filter(([name, named]) => !PHYSICAL.test(physicalName(name, named)))
    .map(([name]) => name);
}

/** Different names, whatever the case, that share a physical name; the same name twice is another mistake. */
function collisions(
  names: readonly (readonly [name: string, physical: string])[],
): readonly (readonly [physical: string, names: string])[] {
  const physicals = [...new Set(names.map(([, physical]) => physical))];
  return physicals
    .map((physical) => names.filter(([, other]) => other === physical))
    .filter((group) => new Set(group.map(([name]) => name.toLowerCase())).size > 1)
    .map((group) => [
      JSON.stringify(group[0]?.[1]),
      group.map(([name]) => JSON.stringify(name)).join(' and '),
    ]);
}

/** Columns of one table that the lake could not tell apart. */
export function columnCollisions({ athenaDatabase, tables }: SourceDefinition): readonly string[] {
  if (athenaDatabase === undefined) return [];
  return Object.entries(tables).flatMap(([table, { columns }]) =>
    collisions(
      Object.entries(columns).map(([name, column]) => [name, physicalName(name, column)]),
    ).map(
      ([physical, names]) =>
        `table ${table}: the columns ${names} are all ${physical} on Athena; declare \`athena\` on all but one`,
    ),
  );
}

/** Tables, whatever their source, that the lake could not tell apart. */
export function tableCollisions(sources: readonly SourceDefinition[]): readonly string[] {
  const names = sources.flatMap(({ name, athenaDatabase, tables }) =>
    athenaDatabase === undefined
      ? []
      : Object.entries(tables).map(
          ([key, definition]) =>
            [
              `${name}.${key}`,
              `${athenaDatabase}.${physicalName(definition.table, definition)}`,
            ] as const,
        ),
  );
  return collisions(names).map(
    ([physical, tables]) =>
      `the tables ${tables} are all ${physical} on Athena; declare \`athena\` on all but one`,
  );
}
