import { isUnavailable, type ServerFacts } from './server-facts.ts';

/**
 * Row-level security leaves rows out and dynamic masking alters values, both without an error, and an independent count
 * under the same login sees the same (mssql.md 6.3). What cannot be asked for is not shown to be absent.
 */
export function mayHide({ databases }: ServerFacts): readonly string[] {
  return Object.entries(databases).flatMap(([name, facts]) => {
    const policies = facts['row_security_policies'];
    const masked = facts['masked_columns'];
    const unmasked = facts['can_unmask'] === '1';
    return [
      ...(policies === '0' ? [] : [`${name} has ${counted(policies)} row-level security policies`]),
      ...(masked === '0' || unmasked
        ? []
        : [`${name} has ${counted(masked)} masked columns and the login may not unmask them`]),
    ];
  });
}

function counted(fact: string | undefined): string {
  return isUnavailable(fact) ? 'an unknown number of' : (fact ?? 'an unknown number of');
}
