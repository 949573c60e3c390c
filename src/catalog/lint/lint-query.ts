import type { EngineName, ResultColumn } from '../../kernel/query.ts';
import type { QueryText } from '../compiled-catalog.ts';
import type { ParameterShape } from '../parameters.ts';
import type { SqlToken } from '../portable-sql/lexer.ts';
import type { TableLookup } from '../portable-sql/source-tables.ts';
import { significantTokens } from '../portable-sql/template.ts';
import { analyse, type KnownSelect } from './analyse.ts';
import { readCatalogQuery } from './read-query.ts';
import { restlessNotes } from './restless.ts';
import type { RuleId } from './rules.ts';
import { cteNotes, outputNotes, selectNotes } from './select-rules.ts';
import type { Query } from './sql-tree.ts';
import type { LintNote } from './token-reader.ts';
import { valueNotes } from './value-rules.ts';

/** A query as far as it could be read, with what the rules say about it. */
export interface LintedQuery {
  readonly notes: readonly LintNote[];
  /** Undefined where the grammar ended; then a note says where. */
  readonly query: Query | undefined;
  readonly selects: readonly KnownSelect[];
}

const NONE: readonly LintNote[] = [];
const NAME_LENGTH = 128;
const DIRTY = new Set('NOLOCK READUNCOMMITTED READPAST UNCOMMITTED'.split(' '));
/** What a text of one engine's own may write otherwise (portable-sql 7); clocks and chance are looked for apart. */
const OWN_WORDS: ReadonlySet<RuleId> = new Set(['PSQL-4', 'PSQL-5', 'PSQL-11', 'PSQL-16']);

/** Rules that need no grammar. */
function tokenNotes(token: SqlToken): readonly LintNote[] {
  if (token.kind === 'space' || token.kind === 'other') return NONE;
  if (token.kind === 'comment' && token.text.startsWith('/*+')) {
    return [{ rule: 'PSQL-30', at: token, message: 'this comment is a hint to one engine' }];
  }
  if (token.kind === 'word' && DIRTY.has(token.text.toUpperCase())) {
    return [
      {
        rule: 'C-3',
        at: token,
        message: `${token.text.toUpperCase()} reads what others have not yet finished writing`,
      },
    ];
  }
  const named = token.kind === 'quoted_name' || token.kind === 'word';
  return named && token.value.length > NAME_LENGTH
    ? [
        {
          rule: 'PSQL-15',
          at: token,
          message: `a name has at most ${NAME_LENGTH} characters, this has ${token.value.length}`,
        },
      ]
    : NONE;
}

/** Lints one SQL text of an item; what compiling finds is not repeated. */
export function lintQuery(
  { template }: QueryText,
  columns: readonly ResultColumn[],
  tables: TableLookup,
  parameters: readonly ParameterShape[],
  engine: EngineName | undefined,
): LintedQuery {
  const tokens = significantTokens(template.tokens);
  const { query, notes } = readCatalogQuery(tokens);
  const selects = query === undefined ? [] : analyse(query, tables, parameters);
  const shapes = new Map(parameters.map((shape) => [shape.name, shape]));
  const ctes = new Set((query?.ctes ?? []).map(({ name }) => name.value.toLowerCase()));
  const all = [
    ...template.tokens.flatMap(tokenNotes),
    ...notes,
    ...(query === undefined ? [] : cteNotes(query, shapes)),
    ...selects.flatMap((known) => [
      ...selectNotes(known, ctes),
      ...valueNotes(known),
      ...(known.role === 'output' ? outputNotes(known, columns) : []),
    ]),
  ];
  return {
    notes:
      engine === undefined
        ? all
        : [...all.filter(({ rule }) => !OWN_WORDS.has(rule)), ...restlessNotes(tokens)],
    query,
    selects,
  };
}
