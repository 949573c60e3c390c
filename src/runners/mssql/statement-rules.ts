import {
  isName,
  isWord,
  type StatementProblem,
  type Token,
  unfilledPlaceholder,
} from './statement-tokens.ts';

/** Judges a statement by its tokens without space, comments and last semicolons. */
type StatementRule = (content: readonly Token[], text: string) => StatementProblem | undefined;

const ONE_SELECT = 'A query is one SELECT, with or without a WITH list in front: remove the rest.';

/** Reserved words that only stand in statements which change something, or in scripts. */
const NO_QUERY = new Set(
  `ALTER BACKUP BEGIN BREAK BULK CHECKPOINT CLOSE COMMIT CONTINUE CREATE CURSOR DBCC DEALLOCATE DECLARE DELETE DENY
  DROP DUMP EXEC EXECUTE GOTO GRANT IF INSERT INTO KILL LINENO LOAD MERGE OPEN PRINT PROC PROCEDURE RAISERROR READTEXT
  RECONFIGURE RESTORE RETURN REVERT REVOKE ROLLBACK SAVE SET SETUSER SHUTDOWN TRAN TRANSACTION TRUNCATE UPDATE
  UPDATETEXT USE WAITFOR WHILE WRITETEXT`.split(/\s+/),
);
const ELSEWHERE = new Set(['OPENDATASOURCE', 'OPENQUERY', 'OPENROWSET']);
const INCOMPLETE = new Set(['NOLOCK', 'READPAST', 'READUNCOMMITTED', 'TABLESAMPLE']);
/** Table hints that override the isolation of the reading: what they read is of another state, or locks rows. */
const OUTSIDE = new Set([
  ...['HOLDLOCK', 'READCOMMITTED', 'READCOMMITTEDLOCK', 'REPEATABLEREAD', 'SERIALIZABLE'],
  ...['TABLOCK', 'TABLOCKX', 'UPDLOCK', 'XLOCK'],
]);
const SET_OPERATORS = ['EXCEPT', 'INTERSECT', 'UNION'];
/** What cannot follow an ORDER BY, and would be lost if it were cut off with the order. */
const NEVER_AFTER_ORDER = [
  ...['FROM', 'GROUP', 'HAVING', 'ORDER', 'SELECT', 'WHERE', 'WITH'],
  ...SET_OPERATORS,
];

function problemAt(token: Token | undefined, message: string, advice: string): StatementProblem {
  return { start: token?.start ?? 0, message, advice };
}

/** The first token a judgement has something to say about. */
function firstProblem(
  tokens: readonly Token[],
  judge: (token: Token, index: number) => readonly [message: string, advice: string] | undefined,
): StatementProblem | undefined {
  for (const [index, token] of tokens.entries()) {
    const judged = judge(token, index);
    if (judged !== undefined) return problemAt(token, ...judged);
  }
  return undefined;
}

function outside(content: readonly Token[]): readonly Token[] {
  return content.filter(({ depth }) => depth === 0);
}

const oneStatement: StatementRule = (content) =>
  firstProblem(content, ({ text }) =>
    text === ';' ? ['a second statement follows this semicolon', ONE_SELECT] : undefined,
  );

const beginsWithSelect: StatementRule = (content) => {
  const [first] = content;
  if (isWord(first, 'SELECT', 'WITH')) return undefined;
  const message = first === undefined ? 'the query is empty' : `it begins with ${first.text}`;
  return problemAt(first, message, 'Write a query that begins with SELECT or WITH.');
};

const noForbiddenWord: StatementRule = (content) =>
  firstProblem(content, ({ word }) => {
    if (NO_QUERY.has(word)) {
      const name = 'If it is the name of a column or table, write it in brackets.';
      return [`${word} has no place in a query that only reads`, `${ONE_SELECT} ${name}`];
    }
    if (ELSEWHERE.has(word)) {
      return [`${word} reads from another server`, 'Declare that server as a source of its own.'];
    }
    if (word === 'OPTION') {
      return ['OPTION belongs to the statement around the query', 'Remove the OPTION clause.'];
    }
    return undefined;
  });

/** A hint in quotes or brackets is the same hint; after a dot it is the name of a column, after AS a new one. */
const noHint: StatementRule = (content) =>
  firstProblem(content, (token, index) => {
    const quoted = token.kind === 'quoted_name' || token.kind === 'bracketed_name';
    const before = content[index - 1];
    if (quoted && (before?.text === '.' || isWord(before, 'AS'))) return undefined;
    const hint = quoted ? token.text.slice(1, -1).trim().toUpperCase() : token.word;
    const name = quoted ? ' If it is a column, write its table in front.' : '';
    if (INCOMPLETE.has(hint)) {
      return [
        `${hint} lets rows be missing, doubled or not yet committed`,
        `Remove it: snapshot isolation reads without blocking and without gaps.${name}`,
      ];
    }
    return OUTSIDE.has(hint)
      ? [
          `${hint} reads outside of the isolation of the reading`,
          `Remove it: all queries of a reading must see the same state.${name}`,
        ]
      : undefined;
  });

const changesNoSequence: StatementRule = (content) =>
  firstProblem(content, (token, index) =>
    isWord(token, 'NEXT') && isWord(content[index + 1], 'VALUE')
      ? ['NEXT VALUE FOR changes a sequence', 'Number rows with ROW_NUMBER().']
      : undefined,
  );

const rowsNotDocuments: StatementRule = (content) => {
  const level = outside(content);
  return firstProblem(level, (token, index) => {
    const next = level[index + 1];
    return isWord(token, 'FOR') && isWord(next, 'BROWSE', 'JSON', 'XML')
      ? [`FOR ${next?.text} turns the rows into something else`, 'Deliver plain columns.']
      : undefined;
  });
};

const noBatchSeparator: StatementRule = (content, text) =>
  firstProblem(content, (token) => {
    if (!isWord(token, 'GO')) return undefined;
    const [line = ''] = text.slice(text.lastIndexOf('\n', token.start) + 1).split('\n', 1);
    return /^\s*GO(\s+[0-9]+)?\s*(--.*)?\s*$/i.test(line)
      ? ['GO separates the batches of a script', ONE_SELECT]
      : undefined;
  });

const noPlaceholder: StatementRule = (content) => {
  for (const { kind, text, start } of content) {
    if (kind !== 'string' && kind !== 'quoted_name' && kind !== 'bracketed_name') continue;
    const inside = /\{[A-Za-z_][A-Za-z0-9_.]*\}/.exec(text);
    if (inside !== null) return unfilledPlaceholder(start + inside.index, inside[0]);
  }
  return undefined;
};

/** A WITH list, one letter per token outside of brackets: name, opening, closing, AS, comma. */
const COMMON_TABLES = /^n(oc)?aoc(kn(oc)?aoc)*$/;
const LETTERS: Readonly<Record<string, string>> = { '(': 'o', ')': 'c', ',': 'k' };

function letterOf(token: Token): string {
  if (isWord(token, 'AS')) return 'a';
  if (token.kind === 'mark') return LETTERS[token.text] ?? 'x';
  return isName(token) ? 'n' : 'x';
}

/** What stands between WITH and the final SELECT is put in front of ours, so it must be a list of tables and no more. */
const onlyCommonTables: StatementRule = (content) => {
  const [first, ...rest] = outside(content);
  if (!isWord(first, 'WITH')) return undefined;
  const select = rest.findIndex((token) => isWord(token, 'SELECT'));
  const list = rest.slice(0, Math.max(select, 0)).map(letterOf).join('');
  if (COMMON_TABLES.test(list)) return undefined;
  return problemAt(
    first,
    'this WITH is no list of common tables before a SELECT',
    'Write WITH name AS (SELECT …), … and then the final SELECT without brackets around it.',
  );
};

/** T-SQL needs no semicolon between statements. */
const oneSelect: StatementRule = (content) => {
  const level = outside(content);
  let isFirst = true;
  return firstProblem(level, (token, index) => {
    if (!isWord(token, 'SELECT')) return undefined;
    const combined = isWord(level[index - 1], 'ALL') ? level[index - 2] : level[index - 1];
    if (isFirst || isWord(combined, ...SET_OPERATORS)) {
      isFirst = false;
      return undefined;
    }
    return ['a second statement begins here', ONE_SELECT];
  });
};

const orderComesLast: StatementRule = (content) => {
  const level = outside(content);
  const order = level.findIndex((token) => isWord(token, 'ORDER'));
  if (order < 0) return undefined;
  const wrong = level.slice(order + 1).find((token) => isWord(token, ...NEVER_AFTER_ORDER));
  if (wrong !== undefined) {
    const message = `${wrong.text} cannot follow the ORDER BY of the whole query`;
    return problemAt(
      wrong,
      message,
      'Put the ORDER BY last, or remove it: extracts are sorted by their key.',
    );
  }
  const top = level.find((token) => isWord(token, 'TOP'));
  const combined = level.find((token) => isWord(token, ...SET_OPERATORS));
  if (top === undefined || combined === undefined) return undefined;
  return problemAt(
    top,
    `it is not clear whether the ORDER BY at the end chooses the rows of this TOP or orders the ${combined.text}`,
    'Put the SELECT with TOP and its ORDER BY into a derived table.',
  );
};

/** In the order they are asked; the first that objects is reported. */
export const STATEMENT_RULES: readonly StatementRule[] = [
  oneStatement,
  beginsWithSelect,
  noForbiddenWord,
  noHint,
  changesNoSequence,
  rowsNotDocuments,
  noBatchSeparator,
  noPlaceholder,
  onlyCommonTables,
  oneSelect,
  orderComesLast,
];
