import { randomUUID } from 'node:crypto';
import { GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { type AllowedCaller, type Caller, whyNotAllowed } from '../../aws/allowed-caller.ts';
import { elsewhere } from '../../aws/endpoints.ts';
import { startQueryDeadline } from '../query-deadline.ts';
import {
  type QueryRunner,
  type Reading,
  RunnerError,
  type SentStatement,
  type SourceIdentity,
} from '../runner.ts';
import { StatementLog } from '../statement-log.ts';
import { AthenaClients } from './athena-clients.ts';
import { athenaError, type Hide } from './athena-error.ts';
import { type AthenaRunnerOptions, type AthenaTiming, DEFAULT_TIMING } from './athena-options.ts';
import { AthenaReading } from './athena-reading.ts';
import { readWorkgroup, type WorkgroupFacts } from './workgroup.ts';

interface Connected {
  readonly caller: Caller;
  readonly workgroup: WorkgroupFacts;
}

/** A runner over one workgroup of Athena. Nothing is sent before the first call. */
export function openAthenaRunner(options: AthenaRunnerOptions): QueryRunner {
  return new AthenaRunner(options);
}

class AthenaRunner implements QueryRunner {
  readonly engine = 'athena';
  readonly #options: AthenaRunnerOptions;
  readonly #timing: AthenaTiming;
  readonly #aws: AthenaClients;
  readonly #hide: Hide;
  readonly #log: StatementLog;
  #connected: Connected | undefined;

  constructor(options: AthenaRunnerOptions) {
    this.#options = options;
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
    this.#aws = new AthenaClients(options, this.#timing);
    this.#hide = options.hide ?? ((text) => text);
    this.#log = new StatementLog(options.clock);
  }

  async identify(signal: AbortSignal): Promise<SourceIdentity> {
    this.#connected = await this.#connect(signal);
    const { caller, workgroup } = this.#connected;
    const { region, databases, catalog, rowFilters, endpoints } = this.#options;
    const { serverTime } = this.#aws;
    if (serverTime === undefined) {
      throw new RunnerError('SOURCE_CORRUPT', 'the answers of Athena bear no date', {
        advice: 'Look for what stands between Athena and here and takes headers away.',
      });
    }
    return {
      engine: 'athena',
      engineVersion: workgroup.engineVersion,
      server: `Athena in ${region}${elsewhere('athena', endpoints)}, account ${caller.account}, workgroup ${workgroup.name}, catalog ${catalog ?? DEFAULT_CATALOG}`,
      databases,
      user: caller.arn,
      serverTime,
      readOnlyProof: READ_ONLY,
      mayChange: [],
      mayHide: rowFilters === 'none' ? [] : [ROW_FILTERS],
    };
  }

  async open(signal: AbortSignal): Promise<Reading> {
    this.#connected ??= await this.#connect(signal);
    const { caller, workgroup } = this.#connected;
    const { databases, catalog } = this.#options;
    const place = {
      reading: randomUUID(),
      workgroup: workgroup.name,
      catalog: catalog ?? DEFAULT_CATALOG,
      database: databases[0],
      outputLocation: workgroup.outputLocation,
      expectedBucketOwner: workgroup.expectedBucketOwner ?? caller.account,
      encryption: workgroup.encryption,
    };
    const tools = {
      aws: this.#aws,
      timing: this.#timing,
      random: Math.random,
      hide: this.#hide,
    };
    const setup = { options: this.#options, tools, place, caller, workgroup, log: this.#log };
    return AthenaReading.open(setup, signal);
  }

  statements(): readonly SentStatement[] {
    return this.#log.statements();
  }

  async close(): Promise<void> {
    this.#aws.close();
  }

  /** Who calls, then what the workgroup rules: nothing else is sent before both are as configured. */
  async #connect(signal: AbortSignal): Promise<Connected> {
    const deadline = startQueryDeadline(signal, this.#timing.totalMs);
    let what = 'asking who calls';
    try {
      const caller = await this.#aws.caller(deadline.signal);
      requireAllowed(caller, this.#options.allowed);
      what = `reading workgroup ${this.#options.workgroup}`;
      const { WorkGroup } = await this.#aws.call(({ athena }) =>
        athena.send(new GetWorkGroupCommand({ WorkGroup: this.#options.workgroup }), {
          abortSignal: deadline.signal,
        }),
      );
      return { caller, workgroup: readWorkgroup(WorkGroup, this.#options) };
    } catch (thrown) {
      if (deadline.signal.aborted) throw deadline.error(what);
      throw athenaError(what, thrown, this.#hide);
    } finally {
      deadline.end();
    }
  }
}

const DEFAULT_CATALOG = 'AwsDataCatalog';
const READ_ONLY =
  'every statement is one SELECT, judged before it is sent, and Athena itself says of each execution that it was DML SELECT; whether the role might write otherwise is in its policies and cannot be shown without writing';
const ROW_FILTERS =
  'row and column filters of Lake Formation depend on the caller and cannot be seen by it; have whoever administers the lake confirm that there are none, then set row_filters to none';

function requireAllowed(caller: Caller, allowed: readonly AllowedCaller[]): void {
  const why = whyNotAllowed(caller, allowed);
  if (why === null) return;
  throw new RunnerError('AUTH_FAILED', `the credentials are of ${caller.arn}: ${why}`, {
    advice: 'Sign in as the role this source is read with, or allow this one in the configuration.',
  });
}
