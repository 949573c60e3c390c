import { dataTypeText } from '../../kernel/data-type.ts';
import type { ResultColumn } from '../../kernel/query.ts';
import type { ParameterShape } from '../parameters.ts';
import type { SqlToken } from '../portable-sql/lexer.ts';
import type { KnownSelect } from './analyse.ts';
import { typeOf } from './infer.ts';
import { isReserved } from './reserved-words.ts';
import {
  type Expression,
  expressionsOf,
  type Query,
  relationsOf,
  type SelectItem,
  withParts,
} from './sql-tree.ts';
import type { LintNote } from './token-reader.ts';

const OWN_NAME = /^[a-z][a-z0-9_]*$/;
const OWN_LENGTH = 60;

/** PSQL-14, 15: a name of ours must mean the same unquoted on every engine. */
function ownNameNotes(
  token: SqlToken,
  parameters: ReadonlyMap<string, ParameterShape>,
): readonly LintNote[] {
  const { value } = token;
  const why = !OWN_NAME.test(value)
    ? 'is not lower_snake'
    : isReserved(value)
      ? 'is reserved on one of the engines'
      : parameters.has(value)
        ? 'is also the name of a parameter'
        : undefined;
  return [
    ...(why === undefined
      ? []
      : [{ rule: 'PSQL-14' as const, at: token, message: `the own name ${token.text} ${why}` }]),
    ...(value.length > OWN_LENGTH
      ? [
          {
            rule: 'PSQL-15' as const,
            at: token,
            message: `own names have at most ${OWN_LENGTH} characters, this has ${value.length}`,
          },
        ]
      : []),
  ];
}

/** PSQL-3: names of common table expressions. */
export function cteNotes(
  { ctes }: Query,
  parameters: ReadonlyMap<string, ParameterShape>,
): readonly LintNote[] {
  return ctes.flatMap(({ name }, index) => [
    ...ownNameNotes(name, parameters),
    ...(ctes.findIndex((one) => one.name.value.toLowerCase() === name.value.toLowerCase()) < index
      ? [{ rule: 'PSQL-3' as const, at: name, message: `${name.text} is defined twice` }]
      : []),
  ]);
}

/** Names and clauses of one SELECT; `ctes` are all names a FROM may use beside tables. */
export function selectNotes(known: KnownSelect, ctes: ReadonlySet<string>): readonly LintNote[] {
  const { select, role, names } = known;
  const aliases = relationsOf(select).flatMap(({ alias }) => alias ?? []);
  const own = role === 'cte' || role === 'derived';
  return [
    ...aliases.flatMap((alias, index) => [
      ...ownNameNotes(alias, names.parameters),
      ...(aliases.findIndex((one) => one.value.toLowerCase() === alias.value.toLowerCase()) < index
        ? [
            {
              rule: 'PSQL-14' as const,
              at: alias,
              message: `the alias ${alias.text} is there twice`,
            },
          ]
        : []),
    ]),
    ...relationsOf(select).flatMap((relation): readonly LintNote[] => {
      if (relation.kind === 'values') {
        return relation.columns.flatMap((token) => ownNameNotes(token, names.parameters));
      }
      if (relation.kind !== 'named' || ctes.has(relation.at.value.toLowerCase())) return [];
      return [
        {
          rule: 'PSQL-15',
          at: relation.at,
          message: `${relation.at.text} is no table of the text; tables are written {source.TABLE}`,
        },
      ];
    }),
    ...(own ? select.items.flatMap((item) => itemNameNotes(item, names.parameters)) : []),
    ...orderNotes(known),
  ];
}

function itemNameNotes(
  { alias, value }: SelectItem,
  parameters: ReadonlyMap<string, ParameterShape>,
) {
  if (alias !== undefined) return ownNameNotes(alias, parameters);
  if (value.kind === 'star') return [];
  return [
    { rule: 'PSQL-23' as const, at: value.at, message: 'give this column a name: … AS name' },
  ];
}

/** PSQL-22: GROUP BY and ORDER BY hold expressions, not ordinals. */
function orderNotes({ select }: KnownSelect): readonly LintNote[] {
  const windows = expressionsOf(select)
    .flatMap(withParts)
    .flatMap((each) => (each.kind === 'call' ? (each.over?.orderBy ?? []) : []));
  return [...select.groupBy, ...windows]
    .filter(({ kind }) => kind === 'number')
    .map(({ at }) => ({
      rule: 'PSQL-22',
      at,
      message: `${at.text} is an ordinal; write the expression`,
    }));
}

/** PSQL-7, 19, 28: what a branch of the query delivers against what is declared. */
export function outputNotes(
  { select, names }: KnownSelect,
  declared: readonly ResultColumn[],
): readonly LintNote[] {
  const { items, at } = select;
  const notes: LintNote[] = [];
  if (items.length !== declared.length) {
    notes.push({
      rule: 'PSQL-28',
      at,
      message: `${declared.length} columns are declared, this SELECT has ${items.length}`,
    });
  }
  for (const [index, { value, alias }] of items.entries()) {
    const column = declared[index];
    if (column === undefined || value.kind === 'star') continue;
    const place = alias ?? value.at;
    if (alias?.value !== column.name) {
      const found = alias === undefined ? 'has no name' : `is called ${alias.text}`;
      notes.push({
        rule: 'PSQL-28',
        at: place,
        message: `output ${index + 1} ${found}, declared is AS "${column.name}"`,
      });
    } else if (alias.kind !== 'quoted_name') {
      notes.push({ rule: 'PSQL-28', at: place, message: `write AS "${column.name}", in quotes` });
    }
    notes.push(...decimalNotes(value, column, names));
    if (typeOf(value, names).folded) {
      notes.push({
        rule: 'PSQL-19',
        at: value.at,
        message: `"${column.name}" is delivered in upper or lower case, which engines make differently`,
      });
    }
  }
  return notes;
}

function decimalNotes(
  value: Expression,
  { name, type }: ResultColumn,
  names: KnownSelect['names'],
): readonly LintNote[] {
  if (type.kind !== 'decimal') return [];
  const declared = `DECIMAL(${type.precision},${type.scale})`;
  const note = (message: string): LintNote[] => [{ rule: 'PSQL-7', at: value.at, message }];
  if (
    value.kind !== 'cast' ||
    value.target.name !== 'DECIMAL' ||
    value.target.sizes[0] !== type.precision ||
    value.target.sizes[1] !== type.scale
  ) {
    return note(`"${name}" is declared ${dataTypeText(type)}: end it in CAST(… AS ${declared})`);
  }
  const { scale } = typeOf(value.value, names);
  return scale > type.scale
    ? note(
        `"${name}" falls from ${scale} decimals to ${type.scale}: CAST(ROUND(…, ${type.scale}) AS ${declared})`,
      )
    : [];
}
