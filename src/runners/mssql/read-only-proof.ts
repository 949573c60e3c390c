import { RunnerError } from '../runner.ts';
import { type Facts, isUnavailable, type ServerFacts } from './server-facts.ts';

/** Rights that let a login write, with the fact that shows them. */
const OF_THE_LOGIN = {
  is_sysadmin: 'member of sysadmin',
  is_db_owner: 'member of db_owner',
  is_db_datawriter: 'member of db_datawriter',
} as const;
const IN_A_DATABASE = {
  can_insert: 'may INSERT',
  can_update: 'may UPDATE',
  can_delete: 'may DELETE',
} as const;

/** What shows that nothing can be written, in words; every right to write that was found stands first. */
export function readOnlyProof(facts: ServerFacts): string {
  const findings = writeRights(facts);
  const names = Object.keys(facts.databases);
  return [
    ...(findings.length === 0
      ? [
          `the login is no member of sysadmin, db_owner or db_datawriter and has no right to INSERT, UPDATE or DELETE in ${names.join(', ')}`,
        ]
      : findings.map((finding) => `not read-only: ${finding}`)),
    'every query is one SELECT inside a derived table',
    'every transaction is rolled back',
  ].join('; ');
}

/** @throws RunnerError AUTH_FAILED for a login that may write, or that cannot be shown not to */
export function requireReadOnly(facts: ServerFacts): void {
  const findings = writeRights(facts);
  if (findings.length === 0) return;
  throw new RunnerError(
    'AUTH_FAILED',
    `the login must not be able to write, and ${findings.join('; ')}`,
    {
      advice:
        'Give this source a login with CONNECT and db_datareader only, or allow another one in the configuration.',
    },
  );
}

function writeRights({ server, databases }: ServerFacts): readonly string[] {
  return [
    ...found(server, OF_THE_LOGIN, 'the login is'),
    ...Object.entries(databases).flatMap(([name, facts]) =>
      found(facts, IN_A_DATABASE, `the login in ${name}`),
    ),
  ];
}

/** A right that cannot be asked for is not shown to be missing. */
function found(
  facts: Facts,
  rights: Readonly<Record<string, string>>,
  who: string,
): readonly string[] {
  return Object.entries(rights).flatMap(([fact, right]) => {
    const value = facts[fact];
    if (value === '0') return [];
    if (value === '1') return [`${who} ${right}`];
    const why = isUnavailable(value) ? (value ?? 'unavailable') : `answered ${value}`;
    return [`${who} perhaps ${right} (${why})`];
  });
}
