import { systemClock } from '../../../src/kernel/clock.ts';
import type {
  AthenaRunnerOptions,
  AthenaTiming,
} from '../../../src/runners/athena/athena-options.ts';
import { openAthenaRunner } from '../../../src/runners/athena/open-athena-runner.ts';
import type { QueryRunner } from '../../../src/runners/runner.ts';
import { type AthenaOptions, type AthenaStandIn, athenaService } from '../../support/aws/athena.ts';
import type { WorkGroup } from '../../support/aws/athena-workgroups.ts';
import { REGION } from '../../support/aws/clients.ts';
import { type Lake, openLake } from '../../support/aws/lake.ts';
import {
  ACCOUNT,
  type AwsStandIn,
  type AwsStandInOptions,
  STANDARD_KEY,
  startAwsStandIn,
} from '../../support/aws/start-aws-stand-in.ts';

export const DATABASE = 'process_pg_bob';
const BUCKET = 'athena-results';
export const LOCATION = `s3://${BUCKET}/reports`;
/** A table of three rows that keeps its snapshots. */
const BOOKINGS =
  "SELECT r AS n, 'b' || r AS name, CAST(r AS DECIMAL(9,2)) AS amount FROM range(1, 4) AS s(r)";
export const NEVER = new AbortController().signal;

/** A workgroup that rules its own results. */
const REPORTS: WorkGroup = { name: 'reports', enforced: true, outputLocation: LOCATION };

/** Waits of a test: the paces are those of the sheet, a hundred times as fast. */
export const FAST: Partial<AthenaTiming> = {
  idleMs: 5_000,
  startMs: 20_000,
  stopMs: 2_000,
  poll: { first: 2, factor: 1.5, most: 20 },
  retry: { first: 5, factor: 2, most: 40 },
  attempts: 1,
};

export interface AthenaOnStandIn {
  readonly standIn: AwsStandIn;
  readonly athena: AthenaStandIn;
  readonly lake: Lake;
  /** A runner of its own over the stand-in; closed with it. */
  readonly runner: (options?: Partial<AthenaRunnerOptions>) => QueryRunner;
  readonly stop: () => Promise<void>;
}

export interface StandInSettings {
  readonly workgroup?: WorkGroup;
  readonly athena?: Partial<AthenaOptions>;
  readonly aws?: Partial<AwsStandInOptions>;
}

/** Athena over a lake on DuckDB, S3 and STS behind one address, reached by the SDK's own environment variable. */
export async function startAthena(settings: StandInSettings = {}): Promise<AthenaOnStandIn> {
  const { workgroup = REPORTS } = settings;
  const lake = await openLake();
  // a database is there once it has a table
  await lake.table(DATABASE, 'bookings', BOOKINGS, { iceberg: true });
  let athena: AthenaStandIn | undefined;
  const standIn = await startAwsStandIn({
    buckets: [BUCKET],
    services: (s3, clock) => {
      athena = athenaService({
        sink: s3,
        workgroups: [workgroup],
        lake,
        clock,
        ...settings.athena,
      });
      return [athena];
    },
    ...settings.aws,
  });
  if (athena === undefined) throw new Error('the stand-in made no service');
  const service = athena;
  process.env['AWS_ENDPOINT_URL'] = standIn.endpoint;
  const runners: QueryRunner[] = [];
  return {
    standIn,
    athena: service,
    lake,
    runner: (options = {}) => {
      const runner = openAthenaRunner({
        region: REGION,
        credentials: async () => STANDARD_KEY,
        workgroup: workgroup.name,
        databases: [DATABASE],
        allowed: [{ account: ACCOUNT }],
        consistency: 'none',
        timing: FAST,
        clock: systemClock,
        ...options,
      });
      runners.push(runner);
      return runner;
    },
    stop: async () => {
      for (const runner of runners) await runner.close();
      await service.close();
      await lake.close();
      await standIn.close();
    },
  };
}
