import type { BoundQuery } from '../../kernel/query.ts';
import { requireRenderedFor } from '../accept-query.ts';
import { RunnerError } from '../runner.ts';
import { renderParameters } from './execution-parameters.ts';
import { isMark, isWord, type SqlToken, significant, sqlTokens } from './sql-tokens.ts';

/** Most bytes of a QueryString (design/aws.md 1.2). */
const LONGEST_TEXT = 262_144;

export interface AcceptedQuery {
  readonly tokens: readonly SqlToken[];
  /** ExecutionParameters: typed literals, one per marker, in order. */
  readonly literals: readonly string[];
}

/**
 * What may be sent: one SELECT rendered for Athena, as many values as markers. Athena itself ignores values for which
 * there is no marker, so that a cutoff would never reach the query; here that is refused before anything is sent.
 * @throws RunnerError QUERY_REJECTED
 */
export function acceptQuery(query: BoundQuery): AcceptedQuery {
  requireRenderedFor('athena', query);
  const tokens = sqlTokens(query.text);
  requireOneSelect(query, significant(tokens));
  requireLength(query);
  const markers = tokens.filter(({ kind }) => kind === 'marker').length;
  if (markers !== query.parameters.length) {
    throw new RunnerError(
      'QUERY_REJECTED',
      `query ${query.name} has ${markers} markers and ${query.parameters.length} values`,
      {
        advice:
          'Render the query again: each marker outside of texts and comments takes one value.',
      },
    );
  }
  return { tokens, literals: renderParameters(query.parameters) };
}

/** In Trino what begins with SELECT or WITH can only read, but for functions that stand for a table. */
function requireOneSelect({ name }: BoundQuery, tokens: readonly SqlToken[]): void {
  const rejected = (reason: string) =>
    new RunnerError('QUERY_REJECTED', `query ${name} is not one plain SELECT: ${reason}`, {
      advice: "Write one SELECT over the declared tables of the item's sources.",
    });
  const [first] = tokens;
  if (!isWord(first, 'SELECT', 'WITH')) {
    throw rejected(`it begins with ${JSON.stringify(first?.text ?? '')}`);
  }
  if (tokens.some((token) => isMark(token, ';'))) throw rejected('it holds a semicolon');
  const calls = tokens.some(
    (token, index) => isWord(token, 'TABLE') && isMark(tokens[index + 1], '('),
  );
  if (calls) throw rejected('it calls a table function');
}

function requireLength({ name, text }: BoundQuery): void {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes <= LONGEST_TEXT) return;
  throw new RunnerError(
    'QUERY_REJECTED',
    `query ${name} has ${bytes} bytes; Athena takes ${LONGEST_TEXT}`,
    { advice: 'Shorten the query.' },
  );
}
