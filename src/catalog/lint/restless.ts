import type { SqlToken } from '../portable-sql/lexer.ts';
import type { LintNote } from './token-reader.ts';

/** Functions whose answer depends on when, where, by whom or how often they are asked. */
export const RESTLESS: ReadonlySet<string> = new Set(
  'AGE APP_NAME CHANGES CLOCK_TIMESTAMP CONNECTION_ID CRYPT_GEN_RANDOM CURDATE CURRENT_CATALOG CURRENT_DATABASE CURRENT_DATE CURRENT_QUERY CURRENT_ROLE CURRENT_SCHEMA CURRENT_SCHEMAS CURRENT_SETTING CURRENT_TIME CURRENT_TIMESTAMP CURRENT_TIMEZONE CURRENT_USER CURRVAL DB_NAME GEN_RANDOM_UUID GETDATE GETENV GETUTCDATE GETVARIABLE GET_CURRENT_TIME GET_CURRENT_TIMESTAMP HOST_ID HOST_NAME LOCALTIME LOCALTIMESTAMP NEWID NEWSEQUENTIALID NEXTVAL NOW ORIGINAL_LOGIN RAND RANDOM SERVERPROPERTY SESSION_CONTEXT SESSION_USER SETSEED SHUFFLE STATEMENT_TIMESTAMP SUSER_NAME SUSER_SNAME SYSDATE SYSDATETIME SYSDATETIMEOFFSET SYSTEM_USER SYSUTCDATETIME TODAY TRANSACTION_TIMESTAMP TXID_CURRENT USER_NAME UUID UUIDV4 UUIDV7 VERSION'.split(
    ' ',
  ),
);
/** Those that need no parentheses, and the sample of a table. */
const BARE = new Set(
  'CURRENT_CATALOG CURRENT_DATE CURRENT_ROLE CURRENT_SCHEMA CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP SESSION_USER SYSTEM_USER TABLESAMPLE'.split(
    ' ',
  ),
);

/** PSQL-11 without grammar: in the text of one engine, whose functions the allow-list does not judge. */
export function restlessNotes(tokens: readonly SqlToken[]): readonly LintNote[] {
  return tokens.flatMap((token, index): readonly LintNote[] => {
    if (token.kind !== 'word' && token.kind !== 'quoted_name') return [];
    const name = token.value.toUpperCase();
    const called = tokens[index + 1]?.text === '(';
    const bare = token.kind === 'word' && BARE.has(name) && tokens[index - 1]?.text !== '.';
    return (called && RESTLESS.has(name)) || bare
      ? [{ rule: 'PSQL-11', at: token, message: `${name} may give another answer at the next run` }]
      : [];
  });
}
