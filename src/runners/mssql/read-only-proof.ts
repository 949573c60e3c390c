import { RunnerError } from '../runner.ts';
import { type Facts, isUnavailable } from './fact-group.ts';
import { DATABASE_WRITERS, onlyReads, roleFact, SERVER_WRITERS } from './rights-facts.ts';
import type { ServerFacts } from './server-facts.ts';

/** What shows that nothing can be written, in words, with the rights that were found; what may change something stands first. */
export function readOnlyProof(facts: ServerFacts): string {
  const findings = mayChange(facts);
  const names = Object.keys(facts.databases).join(', ');
  return [
    ...(findings.length === 0
      ? [`the login has no right to change anything on the server or in ${names}`]
      : findings.map((finding) => `not read-only: ${finding}`)),
    ...grants(facts),
    'every query is one SELECT inside a derived table',
    'every transaction is rolled back',
  ].join('; ');
}

/** @throws RunnerError AUTH_FAILED for a login that may change something, or that cannot be shown not to */
export function requireReadOnly(facts: ServerFacts): void {
  const findings = mayChange(facts);
  if (findings.length === 0) return;
  throw new RunnerError(
    'AUTH_FAILED',
    `the login must not be able to change anything, and ${findings.join('; ')}`,
    {
      advice:
        'Give this source a login with CONNECT and db_datareader only (docs/sources/sql-server.md section 1), or allow another one in the configuration.',
    },
  );
}

/** Every right that may change something, in words. One that cannot be asked for is not shown to be missing. */
export function mayChange({ server, databases }: ServerFacts): readonly string[] {
  return [
    ...memberships(server, SERVER_WRITERS, 'the login'),
    ...permissions(server, 'the login on the server'),
    ...lists(server, ['other'], 'the login on the server'),
    ...Object.entries(databases).flatMap(([name, facts]) => inDatabase(name, facts)),
  ];
}

/** Rights that were told of another database prove nothing of this one. */
function inDatabase(name: string, facts: Facts): readonly string[] {
  const who = `the login in ${name}`;
  const { asked_in: place, roles } = facts;
  if (isUnavailable(place) && isUnavailable(roles)) {
    return [`${who} has rights that cannot be asked for (${unknown(place)})`];
  }
  return [
    ...(place?.toLowerCase() === name.toLowerCase()
      ? []
      : [`${who} has rights that cannot be asked for (${unknown(place)})`]),
    ...memberships(facts, DATABASE_WRITERS, who),
    ...permissions(facts, who),
    ...lists(facts, ['schema', 'object', 'other'], who),
  ];
}

function memberships(facts: Facts, roles: readonly string[], who: string): readonly string[] {
  return roles.flatMap((role) => {
    const value = facts[roleFact(role)];
    if (value === '0') return [];
    if (value === '1') return [`${who} is member of ${role}`];
    return [`${who} is perhaps member of ${role} (${unknown(value)})`];
  });
}

function permissions({ permissions: list }: Facts, who: string): readonly string[] {
  if (list === undefined || isUnavailable(list))
    return [`${who} may perhaps write (${unknown(list)})`];
  if (list === 'none') return [];
  const changing = list.split(', ').filter((permission) => !onlyReads(permission));
  return changing.length === 0 ? [] : [`${who} may ${changing.join(', ')}`];
}

function lists(facts: Facts, kinds: readonly string[], who: string): readonly string[] {
  return kinds.flatMap((kind) => {
    const list = facts[`${kind}_rights`];
    if (list === 'none') return [];
    if (isUnavailable(list)) return [`${who} has perhaps ${kind} rights (${unknown(list)})`];
    return [`${who} may ${list}`];
  });
}

function unknown(fact: string | undefined): string {
  return isUnavailable(fact) ? (fact ?? 'unavailable') : `answered ${fact}`;
}

/** What the login has, as the server lists it: on the server, and in each database. */
function grants({ server, databases }: ServerFacts): readonly string[] {
  return [
    `on the server: ${server['permissions'] ?? 'unavailable'}`,
    ...Object.entries(databases).map(([name, { roles = 'unavailable', permissions: list }]) => {
      const own = roles.split(', ').filter((role) => role !== 'public');
      const members = own.length === 0 ? 'no role but public' : `member of ${own.join(', ')}`;
      return `in ${name}: ${members}; ${list ?? 'unavailable'}`;
    }),
  ];
}
