import { isName, isWord, type Token } from './statement-tokens.ts';

interface StatementWarning {
  readonly start: number;
  readonly message: string;
}

const VOLATILE = new Set([
  'CURRENT_TIMESTAMP',
  'GETDATE',
  'GETUTCDATE',
  'NEWID',
  'NEWSEQUENTIALID',
  'RAND',
  'SYSDATETIME',
  'SYSDATETIMEOFFSET',
  'SYSUTCDATETIME',
]);

/** What is allowed but may give other rows at another time or place; in the order it stands. */
export function statementWarnings(content: readonly Token[]): readonly StatementWarning[] {
  return [...content.flatMap(wordWarning), ...unorderedTops(content), ...farNames(content)].sort(
    (a, b) => a.start - b.start,
  );
}

function wordWarning({ kind, text, word, start }: Token): StatementWarning[] {
  if (kind === 'session_value' || VOLATILE.has(word)) {
    return [{ start, message: `${text} gives another value when the query is run again` }];
  }
  if (text.startsWith('##')) {
    return [{ start, message: `${text} is shared by all sessions: another run may change it` }];
  }
  return [];
}

/** Each TOP whose own bracket level has no ORDER BY up to the end of that level. */
function unorderedTops(content: readonly Token[]): StatementWarning[] {
  return content.flatMap((token, index) => {
    if (!isWord(token, 'TOP')) return [];
    const after = content.slice(index + 1);
    const end = after.findIndex(({ depth }) => depth < token.depth);
    const level = after.slice(0, end < 0 ? after.length : end);
    const ordered = level.some((one) => one.depth === token.depth && isWord(one, 'ORDER'));
    const message = 'TOP without ORDER BY takes whichever rows come first';
    return ordered ? [] : [{ start: token.start, message }];
  });
}

/** Names of four parts, empty ones counted: the first part may be a linked server. */
function farNames(content: readonly Token[]): StatementWarning[] {
  return content.flatMap((token, index) => {
    if (!isName(token) || content[index - 1]?.text === '.') return [];
    const name = nameFrom(content, index);
    if (name.filter(({ text }) => text === '.').length < 3) return [];
    const written = name.map(({ text }) => text).join('');
    const message = `${written} has four parts: if it names a linked server, no snapshot covers it`;
    return [{ start: token.start, message }];
  });
}

/** The tokens of the name that begins at `index`: parts, each after a dot, and dots. */
function nameFrom(content: readonly Token[], index: number): readonly Token[] {
  let end = index + 1;
  for (let token = content[end]; token !== undefined; token = content[end]) {
    const isPart = isName(token) && content[end - 1]?.text === '.';
    if (token.text !== '.' && !isPart) break;
    end += 1;
  }
  return content.slice(index, end);
}
