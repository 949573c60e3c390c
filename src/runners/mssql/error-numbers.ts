import type { RunnerError } from '../runner.ts';

/** What an error means for the run (mssql.md 8.5) and what to tell the reader (section 9). */
export interface ErrorKind {
  readonly code: RunnerError['code'];
  readonly transient: boolean;
  readonly advice?: string;
}

export const DEFAULT_ADVICE = 'Look the number up in the SQL Server documentation, or ask its DBA.';

const UNREACHED = 'Check server, port and firewall, then run again.';
const AGAIN = 'Run again; nothing of the failed attempt is kept.';
const RIGHTS =
  'Have the DBA grant SELECT on the object; a name of three parts needs a user in each database.';
const VALUES =
  'Correct the query or the value it meets: rows before it were received and are discarded.';
const QUERY = 'Correct the query; the message says what the server did not accept.';

const unavailable: ErrorKind = { code: 'SOURCE_UNAVAILABLE', transient: true, advice: AGAIN };
const login = (advice: string): ErrorKind => ({ code: 'AUTH_FAILED', transient: false, advice });
const rejected = (advice: string): ErrorKind => ({
  code: 'QUERY_REJECTED',
  transient: false,
  advice,
});
const fatal: ErrorKind = {
  code: 'SOURCE_UNAVAILABLE',
  transient: false,
  advice: 'Have the DBA read the error log of the server before anything is run again.',
};
const full: ErrorKind = {
  code: 'OUT_OF_RESOURCES',
  transient: false,
  advice: 'Have the DBA free space or memory on the server, tempdb first, then run again.',
};
const corrupt: ErrorKind = {
  code: 'SOURCE_CORRUPT',
  transient: false,
  advice: 'Have the DBA check the database (DBCC CHECKDB) before anything of it is used.',
};
const changed: ErrorKind = {
  code: 'COLUMNS_MISMATCH',
  transient: false,
  advice: 'The columns changed after they were described: run again, then correct the query.',
};

const KINDS: readonly (readonly [numbers: readonly number[], ErrorKind])[] = [
  [
    [
      ...[64, 233, 596, 976, 978, 983, 1204, 1205, 1222, 3960, 3961, 4221, 6005, 6006],
      ...[10053, 10054, 10060, 10928, 10929, 10936, 18401, 40143, 40197, 40501, 40540, 40613],
      ...[42108, 42109, 49918, 49919, 49920],
    ],
    unavailable,
  ],
  [
    [3952],
    {
      code: 'SOURCE_UNAVAILABLE',
      transient: false,
      advice:
        'Ask the DBA for ALTER DATABASE … SET ALLOW_SNAPSHOT_ISOLATION ON in the named database, or set the consistency of this source to bracket.',
    },
  ],
  [
    [18456],
    login(
      'Check user, password and default database; the reason is in the error log of the server, which never tells a client more.',
    ),
  ],
  [
    [4060],
    login(
      'Have the login mapped to a user in that database; names of three parts need one in each.',
    ),
  ],
  [[18487, 18488], login('Have the password changed: it has expired.')],
  [[18452, 18470, 18486], login('Have the DBA unlock or enable the login, then run again.')],
  [[229, 230, 297, 300, 916], login(RIGHTS)],
  [[701, 802, 1101, 1105, 8645, 9002], full],
  [[211, 605, 823, 824, 825, 5242, 5243, 5256, 7105], corrupt],
  [[8158, 8159], changed],
  [[220, 232, 241, 242, 245, 248, 295, 8114, 8115, 8134, 9803], rejected(VALUES)],
  [
    [11526],
    rejected('Rewrite the query as one SELECT with derived tables: it uses a temporary table.'),
  ],
];

/** The database of the login cannot be opened. */
const NO_DATABASE = 4060;

/**
 * @param severity the server's class: from 20 on the connection is gone, from 17 on something ran out
 * @param opened this login had opened its database before, so that one which is gone now may come back
 */
export function kindOfNumber(number: number, severity: number, opened: boolean): ErrorKind {
  if (number === NO_DATABASE && opened) return unavailable;
  const known = KINDS.find(([numbers]) => numbers.includes(number))?.[1];
  if (known !== undefined) return known;
  if (severity >= 20) return fatal;
  return severity >= 17 ? full : rejected(QUERY);
}

/** For what has no number of the server: read again only where the connection was lost. */
export function kindOfCode(code: string | null, message: string): ErrorKind {
  if (code === 'EENCRYPT') {
    return {
      code: 'SOURCE_UNAVAILABLE',
      transient: false,
      advice:
        'Have encryption switched on at the server; nothing but the greeting was sent, so no password was shown.',
    };
  }
  if (/certificate|altname|self[- ]signed|unable to verify/i.test(message)) {
    return {
      code: 'SOURCE_UNAVAILABLE',
      transient: false,
      advice:
        'Give the authority (PEM) and the host name in the certificate; trusting any certificate is no answer.',
    };
  }
  // the driver's own words, which npm mssql passes on without a code where it is no request that ended
  if (code === null && /unexpected end of message stream|premature close/i.test(message)) {
    return { ...unavailable, advice: UNREACHED };
  }
  switch (code) {
    case 'ELOGIN':
    case 'EFEDAUTH':
      return login('Check the login; the reason is in the error log of the server.');
    case 'ETIMEOUT':
      return {
        code: 'TIMED_OUT',
        transient: true,
        advice: 'Run again; then raise the time-out, or look for what slows the source down.',
      };
    case 'EINSTLOOKUP':
      return {
        ...unavailable,
        advice: 'Check the instance name and UDP 1434 to the SQL Browser, or give the port.',
      };
    case 'ESOCKET':
    case 'ECONNRESET':
    case 'ECLOSE':
    // npm mssql's word for what the driver threw at an answer it could not read, which ends the connection
    case 'EREQUEST':
    // what was connected is so no more
    case 'ECONNCLOSED':
    case 'ENOTOPEN':
    case 'EINVALIDSTATE':
      return { ...unavailable, advice: UNREACHED };
    case 'UNKNOWN':
      return {
        code: 'RESULT_TRUNCATED',
        transient: false,
        advice: 'Run again; the server marked its answer as failed without saying why.',
      };
    default:
      return {
        code: 'SOURCE_UNAVAILABLE',
        transient: false,
        advice: 'Report the error: nothing is known of it that would make another attempt better.',
      };
  }
}
