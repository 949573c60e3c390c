import { isUnavailable } from './fact-group.ts';
import type { ServerFacts } from './server-facts.ts';

/**
 * Row-level security leaves rows out and dynamic masking alters values, both without an error, and an independent count
 * under the same login sees the same (mssql.md 6.3). What cannot be asked for is not shown to be absent, and policies
 * are only listed for those who may see definitions.
 */
export function mayHide({ databases }: ServerFacts): readonly string[] {
  return Object.entries(databases).flatMap(([name, facts]) => {
    const policies = facts['row_security_policies'];
    const masked = facts['masked_columns'];
    const rights = facts['permissions']?.split(', ') ?? [];
    return [
      ...(policies === '0' ? [] : [`${name} has ${counted(policies)} row-level security policies`]),
      ...(policies === '0' && !rights.includes('VIEW DEFINITION')
        ? [
            `${name} has an unknown number of row-level security policies: this login cannot see them without VIEW DEFINITION`,
          ]
        : []),
      ...(masked === '0' || rights.includes('UNMASK')
        ? []
        : [`${name} has ${counted(masked)} masked columns and the login may not unmask them`]),
    ];
  });
}

function counted(fact: string | undefined): string {
  return isUnavailable(fact) ? 'an unknown number of' : (fact ?? 'an unknown number of');
}
