import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanQuery } from '../../../src/runners/mssql/statement-scanner.ts';
import { readTokens } from '../../../src/runners/mssql/statement-tokens.ts';

function scan(text: string) {
  return scanQuery({ name: 'extract', text });
}

/** What the scanner says against a text, with the place; null when it has nothing against it. */
function refusal(text: string): string | null {
  try {
    scan(text);
    return null;
  } catch (thrown) {
    expect(thrown).toMatchObject({ name: 'RunnerError', code: 'QUERY_REJECTED' });
    expect(thrown).toHaveProperty('advice', expect.stringMatching(/\.$/));
    return String(thrown);
  }
}

describe('one statement', () => {
  it('B05 refuses a second statement after a semicolon', () => {
    expect(refusal('SELECT a FROM t;\nSELECT b FROM t')).toContain(
      'query extract, line 1, column 16: a second statement follows this semicolon',
    );
  });

  it('B05 refuses a second statement without a semicolon between them', () => {
    expect(refusal('SELECT 1 AS a\nSELECT 2 AS b')).toContain(
      'line 2, column 1: a second statement begins here',
    );
    expect(refusal('SELECT 1 AS a WITH b AS (SELECT 2 AS c) SELECT c FROM b')).toContain(
      'column 41',
    );
    expect(refusal('SELECT ALL SELECT 2')).toContain('a second statement begins here');
  });

  it.each(['UNION', 'UNION ALL', 'EXCEPT', 'intersect'])(
    'takes two SELECTs joined by %s',
    (word) => {
      expect(refusal(`SELECT a FROM t ${word} SELECT a FROM u ${word} SELECT a FROM v`)).toBeNull();
    },
  );

  it.each([
    ['SELECT a FROM t;', ';'],
    ['SELECT a FROM t ; ;\n', '; ;\n'],
    ['SELECT a FROM t;-- the end; really', ';-- the end; really'],
    ['SELECT a FROM t -- the end; really', ''],
  ])('leaves nothing but the last semicolon out of %j', (text, tail) => {
    expect(scan(text)).toMatchObject({ body: text.slice(0, text.length - tail.length), tail });
  });

  it.each([
    ['', 'the query is empty'],
    ['-- nothing\n;', 'the query is empty'],
    ['VALUES (1)', 'it begins with VALUES'],
    ['(SELECT 1) UNION (SELECT 2)', 'it begins with ('],
    ['[SELECT] 1', 'it begins with [SELECT]'],
  ])('refuses %j, which begins with neither SELECT nor WITH', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it.each(['SELECT 1\nGO\n', 'SELECT 1\n  go 5\n', 'SELECT 1\r\nGO -- next\r\n'])(
    'refuses the batch separator of %j',
    (text) => {
      expect(refusal(text)).toContain('line 2');
      expect(refusal(text)).toContain('GO separates the batches of a script');
    },
  );

  it('takes GO as a name inside of a line', () => {
    expect(refusal('SELECT a AS go FROM t')).toBeNull();
  });
});

describe('brackets, quotes and comments', () => {
  it('B06 refuses a bracket that would close the table around the query', () => {
    const text = 'SELECT 1) AS q; DROP TABLE x; SELECT 1 FROM (SELECT 1';
    expect(refusal(text)).toContain('line 1, column 9: this bracket closes none of the query');
  });

  it.each([
    ["SELECT 'a", 'line 1, column 8: this string is never closed'],
    ["SELECT 'a''", 'this string is never closed'],
    ['SELECT "a""', 'this quoted name is never closed'],
    ['SELECT [a]]', 'this bracketed name is never closed'],
    ['SELECT 1 /* a /* b */', 'this comment is never closed'],
    ['SELECT (1 + (2)', 'column 8: this bracket is never closed'],
  ])('refuses %j, which is not complete in itself', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it.each([
    "SELECT ';)' AS s, [a];b] FROM t -- )".replace('[a];b]', '[a]];b]'),
    `SELECT 'it''s ; DROP TABLE x' AS "say "";""", N')' AS n FROM t`,
    'SELECT 1 AS a /* ; ) /* DROP */ nested ) */ FROM t',
    "SELECT x 'Customer Name', [Opco/Central_?] FROM t WITH (INDEX([i;]))",
    'SELECT a --; DROP TABLE x\r\nFROM t',
    "SELECT '-- no comment' AS a, '/*' AS b FROM t",
    'SELECT [update], "drop", \'exec\' FROM [db].[dbo].[delete]',
    "SELECT STUFF((SELECT ',' + a FROM t FOR XML PATH('')), 1, 1, '') AS list",
    'SELECT geography::Parse(a).ToString() AS g, ~b AS c, d ^ e AS f FROM t WHERE a !< 1e-3 AND b <> .5',
    'SELECT a FROM t FOR SYSTEM_TIME ALL',
  ])('B07 is not confused by %j', (text) => {
    expect(scan(text)).toMatchObject({ commonTables: '', body: text, tail: '' });
  });

  it('B07 refuses what stands behind a nested comment, a doubled quote or a number that swallows its word', () => {
    expect(refusal('SELECT 1 /* /* */ */ DROP TABLE x')).toContain('column 22: DROP');
    expect(refusal("SELECT 'a'' DROP' EXEC x")).toContain('column 19: EXEC');
    expect(refusal('SELECT [a]] ] DELETE t')).toContain('DELETE');
    for (const number of ['1', '1.', '1e', '1.e+', '0x', '0xAB']) {
      expect(refusal(`SELECT ${number}SET`), number).toContain('SET has no place');
    }
  });

  it.each([
    ['SELECT 1 AS a -- note\rDROP TABLE x', 'control character'],
    ['SELECT 1 AS a -- note\u2028DROP TABLE x', 'control character'],
    ['SELECT 1 /* \0 */ AS a', 'control character'],
    ['SELECT 1 AS a\rFROM t', 'the character "\\r" stands outside of quotes'],
    ['SELECT 1\u00a0AS a', 'stands outside of quotes'],
    ['SELECT société FROM t', 'the character "é" stands outside of quotes'],
    ['SELECT 0x\\\nAASET', 'the character "\\\\" stands outside of quotes'],
    ['SELECT $ FROM t', 'the character "$" stands outside of quotes'],
    ['SELECT @ FROM t', 'the character "@" stands outside of quotes'],
    ['SELECT 😀 FROM t', 'the character "😀" stands outside of quotes'],
    ["SELECT '\ud800' AS a", 'half of a surrogate pair'],
  ])('refuses %j, which readers of SQL understand differently', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('takes any alphabet inside quotes and comments', () => {
    expect(refusal('SELECT [société] AS "名" -- tâche\nFROM t WHERE a = N\'Łódź\n😀\'')).toBeNull();
  });

  it('gives every text back from its tokens, or says where it cannot', () => {
    const piece = fc.constantFrom(
      ...[
        "'",
        '"',
        '[',
        ']',
        '(',
        ')',
        '--',
        '/*',
        '*/',
        '\n',
        ' ',
        ';',
        '@a',
        '@@b',
        '##c',
        '1e',
        'x',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const read = readTokens(text);
        if ('message' in read) expect(read.start).toBeLessThan(text.length);
        else expect(read.map((token) => token.text).join('')).toBe(text);
      }),
    );
  });
});

describe('words that have no place in a query', () => {
  const WORDS =
    `ALTER BACKUP BEGIN COMMIT CREATE DECLARE DELETE DENY DROP EXEC EXECUTE GRANT INSERT INTO KILL MERGE
    RESTORE REVOKE ROLLBACK SET SHUTDOWN TRUNCATE UPDATE USE WAITFOR`.split(/\s+/);
  it.each(WORDS)('refuses %s anywhere, and takes it as a name in brackets', (word) => {
    expect(refusal(`SELECT a FROM t WHERE b = (${word.toLowerCase()} x)`)).toContain(
      `column 28: ${word} has no place in a query that only reads`,
    );
    expect(refusal(`SELECT [${word}], "${word}", '${word}' FROM t /* ${word} */`)).toBeNull();
  });

  it('B09 refuses SELECT INTO', () => {
    expect(refusal('SELECT * INTO #x FROM t')).toContain('column 10: INTO has no place');
  });

  it.each(['NOLOCK', 'READUNCOMMITTED', 'READPAST'])(
    'B08 refuses the hint %s: rows could be missing or doubled',
    (hint) => {
      expect(refusal(`SELECT * FROM t WITH (${hint})`)).toContain(
        `column 23: ${hint} lets rows be missing, doubled or not yet committed`,
      );
      expect(refusal(`SELECT * FROM t (${hint.toLowerCase()})`)).not.toBeNull();
    },
  );

  it.each([
    ...['READCOMMITTED', 'READCOMMITTEDLOCK', 'REPEATABLEREAD', 'SERIALIZABLE', 'HOLDLOCK'],
    ...['UPDLOCK', 'XLOCK', 'TABLOCK', 'TABLOCKX'],
  ])(
    'B08 refuses the hint %s: it reads outside of the snapshot that the receipt speaks of',
    (hint) => {
      expect(refusal(`SELECT * FROM t WITH (${hint.toLowerCase()})`)).toContain(
        `column 23: ${hint} reads outside of the isolation of the reading`,
      );
    },
  );

  it.each(['WITH ([NOLOCK])', 'WITH ("nolock")', 'WITH ( [ ReadCommittedLock ] )', '([READPAST])'])(
    'B08 refuses a hint in quotes: %s',
    (hint) => {
      expect(refusal(`SELECT * FROM t ${hint}`)).toMatch(/lets rows be missing|reads outside of/);
      expect(refusal(`SELECT * FROM t WITH (INDEX (1) ${hint.slice(-12)}`)).not.toBeNull();
    },
  );

  it('B08 takes a column for one that is called like a hint', () => {
    expect(refusal("SELECT t.[NOLOCK] AS [XLOCK], 'NOLOCK' AS a FROM t -- NOLOCK")).toBeNull();
  });

  it('B08 refuses a sample of a table', () => {
    expect(refusal('SELECT * FROM t TABLESAMPLE (10 PERCENT)')).toContain('TABLESAMPLE lets rows');
  });

  it.each([
    ["SELECT * FROM OPENROWSET('x', 'y', 'z')", 'OPENROWSET reads from another server'],
    ["SELECT * FROM OPENQUERY(far, 'x')", 'OPENQUERY reads from another server'],
    ["SELECT * FROM OPENDATASOURCE('x', 'y').db.dbo.t", 'OPENDATASOURCE reads from another server'],
    ['SELECT a FROM t OPTION (MAXDOP 1)', 'OPTION belongs to the statement around the query'],
    ['SELECT NEXT VALUE FOR s AS a', 'NEXT VALUE FOR changes a sequence'],
    ["SELECT a FROM t FOR XML PATH('')", 'FOR XML turns the rows into something else'],
    ['SELECT a FROM t FOR json AUTO', 'FOR json turns the rows into something else'],
    ['SELECT a FROM t FOR BROWSE', 'FOR BROWSE turns the rows into something else'],
  ])('refuses %j', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it.each([
    'SELECT a FROM t WHERE d <= {cutoff_date}',
    "SELECT a FROM t WHERE d <= '{cutoff_date}'",
    'SELECT a FROM t WHERE b IN {list}',
    'SELECT [a {cutoff_date}] FROM t',
  ])('B10 refuses the placeholder left in %j', (text) => {
    expect(refusal(text)).toMatch(
      /\{(cutoff_date|list)\} is a placeholder that was never filled in/,
    );
  });

  it('B10 refuses braces of any kind outside of text', () => {
    expect(refusal('SELECT {fn NOW()} AS a')).toContain('{ is a placeholder');
    expect(refusal('SELECT a } FROM t')).toContain('column 10: } is a placeholder');
  });

  it('takes JSON and identifiers in braces as text', () => {
    expect(
      refusal(`SELECT '{"a":1}' AS j, '{6F9619FF-8B86-D011-B42D-00C04FC964FF}' AS g`),
    ).toBeNull();
  });
});

describe('a WITH list', () => {
  it('B02 is taken apart from the final SELECT, comments and all', () => {
    const commonTables =
      '-- entries\nWITH [a b] (x) AS (SELECT 1 AS x), b AS (SELECT x FROM [a b]) -- SELECT\n';
    const body = 'SELECT x FROM b -- )';
    expect(scan(`${commonTables}${body}`)).toMatchObject({ commonTables, body, tail: '' });
  });

  it.each([
    "WITH XMLNAMESPACES ('uri' AS ns) SELECT a FROM t",
    'WITH a AS (SELECT 1 AS x)',
    'WITH a AS (SELECT 1 AS x) (SELECT x FROM a)',
    'WITH a AS (SELECT 1 AS x), SELECT x FROM a',
    'WITH a AS (SELECT 1 AS x) b AS (SELECT 2 AS x) SELECT x FROM a',
    'WITH a AS (SELECT 1 AS x) = 1 SELECT x FROM a',
  ])('B02 is refused where it is no list of tables: %s', (text) => {
    expect(refusal(text)).toContain('this WITH is no list of common tables before a SELECT');
  });
});

describe('an ORDER BY', () => {
  it('B03 is cut off with all that follows it', () => {
    expect(scan('SELECT id, amt FROM t -- all\nORDER BY amt DESC, 1; -- done')).toMatchObject({
      body: 'SELECT id, amt FROM t -- all\n',
      tail: 'ORDER BY amt DESC, 1; -- done',
      ordered: true,
    });
  });

  it('B03 stays where it belongs to a window, a subquery or a common table', () => {
    const text =
      'WITH a AS (SELECT TOP (1) x FROM t ORDER BY x) SELECT ROW_NUMBER() OVER (ORDER BY x) AS n FROM a';
    expect(scan(text)).toMatchObject({ ordered: false, tail: '' });
  });

  it.each([
    'SELECT TOP (10) a FROM t ORDER BY a',
    'SELECT a FROM t ORDER BY a OFFSET 5 ROWS FETCH NEXT 10 ROWS ONLY',
    'SELECT a FROM t ORDER BY a OFFSET (5) ROWS',
  ])('B03 stays where it chooses the rows, and is restored outside as well: %s', (text) => {
    expect(scan(text)).toMatchObject({ body: text, tail: '', ordered: true });
  });

  it.each([
    ['SELECT a FROM t ORDER BY a UNION SELECT b FROM u', 'UNION cannot follow the ORDER BY'],
    ['SELECT a FROM t ORDER BY a WHERE b = 1', 'WHERE cannot follow the ORDER BY'],
    ['SELECT TOP (1) a FROM t UNION ALL SELECT a FROM u ORDER BY a', 'it is not clear whether'],
  ])('B03 is never cut off with something else: %s', (text, message) => {
    expect(refusal(text)).toContain(message);
  });
});

describe('warnings', () => {
  it.each([
    ['SELECT GETDATE() AS a, newid() AS b', 2],
    ['SELECT SYSDATETIME() AS a, CURRENT_TIMESTAMP AS b, RAND() AS c', 3],
    ['SELECT @@SPID AS a', 1],
    ['SELECT a FROM ##shared', 1],
    ['SELECT TOP 5 a FROM t', 1],
    ['SELECT a FROM t WHERE b = (SELECT TOP 1 b FROM u WHERE c IN (1)) ORDER BY a', 1],
    ['SELECT a FROM far.db.dbo.t', 1],
    ['SELECT a FROM [far]...t', 1],
  ])('%s has %i', (text, count) => {
    const { warnings } = scan(text);
    expect(warnings).toHaveLength(count);
    for (const warning of warnings) expect(warning).toMatch(/^query extract, line 1, column \d+: /);
  });

  it.each([
    'SELECT a, [GETDATE], b.[NEWID] FROM db.dbo.t AS b',
    'SELECT TOP 5 a FROM t ORDER BY a',
    "SELECT 'GETDATE()' AS a, 1.5 AS b FROM #own",
  ])('%s has none', (text) => {
    expect(scan(text).warnings).toEqual([]);
  });

  it('say where and why', () => {
    expect(scan('SELECT a\nFROM far.db..t').warnings).toEqual([
      'query extract, line 2, column 6: far.db..t has four parts: if it names a linked server, no snapshot covers it',
    ]);
  });
});

it('names the markers of the text, each once, and nothing that only looks like one', () => {
  const text = `SELECT @b AS a, @a_1 AS b, '@c' AS c, [@d] AS d /* @e */ FROM t WHERE @b = x@y OR @@f = 1`;
  expect(scan(text).markers).toEqual(['b', 'a_1']);
});
