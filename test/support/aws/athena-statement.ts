import { lexAthena } from './athena-sql.ts';

/** What kind of statement a text is, and the end of its result object's name. */
export interface Statement {
  readonly type: 'DML' | 'DDL' | 'UTILITY';
  readonly subtype: string;
  readonly extension: 'csv' | 'txt';
}

export function statementOf(text: string): Statement {
  const [first = '', second = '', third = ''] = lexAthena(text)
    .filter(({ kind }) => kind === 'word')
    .map(({ text: word }) => word.toUpperCase());
  switch (first) {
    case 'CREATE':
    case 'ALTER':
    case 'DROP':
    case 'MSCK': {
      const object = second === 'EXTERNAL' ? third : second;
      return { type: 'DDL', subtype: `${first}_${object}`, extension: 'txt' };
    }
    case 'SHOW':
    case 'DESCRIBE':
      return { type: 'UTILITY', subtype: `${first}_${second}`, extension: 'txt' };
    default:
      return { type: 'DML', subtype: 'SELECT', extension: 'csv' };
  }
}
