/** Texts that would do something if they were ever pasted into a statement, a name or a configuration. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'a quote': "'",
  'a doubled quote': "''",
  'a double quote': '"',
  'a statement after a quote': "'; DROP TABLE x; --",
  'a statement after a quote and a bracket': "') AS q; DELETE FROM x; --",
  'a union': "x' UNION ALL SELECT name FROM sys.sql_logins --",
  'a condition that always holds': "' OR 1=1 --",
  'an opening bracket': '[',
  'a bracket': ']',
  'a doubled bracket': ']]',
  'a statement after a bracket': ']; DROP TABLE [x',
  'quotes of other alphabets': '‘’“”ʼ＇',
  'letters that a code page turns into a quote': 'ʹ; DROP TABLE x; ‑‑',
  'a new line and GO': 'x\r\nGO\nSHUTDOWN WITH NOWAIT\n',
  'a comment that opens': 'x /* y',
  'a comment that closes': 'x */ DROP TABLE x',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the attempt
  'a template': '${process.exit(1)}',
  'a placeholder of a catalog': '{cutoff_date}',
  'a marker of a driver': '?',
  'our own marker': '@p0',
  'our own parameter': '@__p0',
  'a marker of the catalog': ':name',
  'a variable of the server': '@@VERSION',
  'a wildcard': '%_',
  'a backslash': 'x\\',
  'a keyword and value': 'x;Encrypt=no;PWD=stolen',
  'a very long text': `${'x'.repeat(70_000)}'; DROP TABLE x; --`,
};

/** Names a table of settings answers to although nobody wrote them there. Harmless where any name may stand. */
export const INHERITED: readonly string[] = ['constructor', '__proto__', 'toString'];

/** The same with what a process cannot be given as an argument. */
export const HOSTILE_WITH_NUL: typeof HOSTILE = {
  ...HOSTILE,
  'a NUL': "x\u0000'; DROP TABLE x; --",
};
