import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { QueryFailure } from './athena-failure.ts';
import type { AcceptedQuery, Answer, Behaviour } from './athena-query.ts';
import { csvBytes, metadataBytes, type Row, recordsOf, txtBytes } from './athena-result.ts';
import type { AthenaColumn } from './athena-types.ts';
import { engineVersion, type ResultPlace, type WorkGroup } from './athena-workgroups.ts';
import type { Members, ObjectSink } from './service.ts';

type End =
  | { readonly state: 'SUCCEEDED' }
  | {
      readonly state: 'FAILED' | 'CANCELLED';
      readonly reason: string;
      readonly failure?: QueryFailure;
    };

const CUTOFF_REASON = 'Bytes scanned limit was exceeded';
const USUAL_SCAN = 1_048_576;
/** Results above this are uploaded in parts. */
const ONE_PART = 100_000_000;
const PART = 16_777_216;

const seconds = (at: Date): number => at.getTime() / 1000;

/** The answer with its columns, and the values under them, the other way round. */
async function reversed(answer: Answer): Promise<Answer> {
  if ('failure' in answer) return answer;
  const rows = 'rows' in answer ? answer.rows : await recordsOf(answer.body);
  return { columns: answer.columns.toReversed(), rows: rows.map((row) => row.toReversed()) };
}

/** One query from its start to its end, and what remains of it. */
export class Execution {
  readonly query: AcceptedQuery;
  readonly place: ResultPlace;
  readonly #group: WorkGroup;
  readonly #behaviour: Behaviour;
  readonly #sink: ObjectSink;
  readonly #clock: { now(): Date };
  readonly #submitted: Date;
  readonly #answer: Promise<Answer>;
  #rows: Promise<readonly Row[]> | null = null;
  /** The object as it was paged last. */
  #paged: { readonly bytes: Buffer; readonly rows: readonly Row[] } | null = null;
  #polls = 0;
  #shown = 'QUEUED';
  #end: End | null = null;
  #completed: Date | null = null;
  #settling: Promise<End> | null = null;
  #scanned = 0;

  constructor(
    query: AcceptedQuery,
    around: {
      readonly place: ResultPlace;
      readonly group: WorkGroup;
      readonly behaviour: Behaviour;
      readonly sink: ObjectSink;
      readonly clock: { now(): Date };
    },
    answer: Promise<Answer>,
  ) {
    this.query = query;
    this.place = around.place;
    this.#group = around.group;
    this.#behaviour = around.behaviour;
    this.#sink = around.sink;
    this.#clock = around.clock;
    this.#submitted = around.clock.now();
    this.#answer = around.behaviour.reversedColumns === true ? answer.then(reversed) : answer;
  }

  /** The state a caller was last told. */
  get state(): string {
    return this.#shown;
  }

  /** Where the page behind this one begins. */
  pageAfter(from: number, most: number): number {
    const { turnsBackAt = Number.POSITIVE_INFINITY } = this.#behaviour;
    return from >= turnsBackAt ? most : from + most;
  }

  /** Bucket and key of the result object, null for managed results. */
  get object(): { readonly bucket: string; readonly key: string } | null {
    if (this.place.location === null) return null;
    const [bucket = '', ...prefix] = this.place.location.slice('s3://'.length).split('/');
    return {
      bucket,
      key: [...prefix, `${this.query.id}.${this.query.statement.extension}`].join('/'),
    };
  }

  /** @throws QueryFailure of a query that failed */
  async columns(): Promise<readonly AthenaColumn[]> {
    const answer = await this.#answer;
    if ('failure' in answer) throw answer.failure;
    return answer.columns;
  }

  /**
   * All rows as pages show them: of the result object as it stands now, which Athena reads for its caller; its own
   * where it keeps none. Null when the object is gone. @throws QueryFailure of a query that failed
   */
  async rows(): Promise<readonly Row[] | null> {
    const { object } = this;
    if (object === null || this.query.statement.extension !== 'csv') return this.#ownRows();
    const bytes = this.#sink.exists(object.bucket)
      ? await this.#sink.content(object.bucket, object.key)
      : null;
    if (bytes === null) return null;
    if (this.#paged?.bytes.equals(bytes) !== true) {
      this.#paged = { bytes, rows: await recordsOf(bytes) };
    }
    return this.#paged.rows;
  }

  /** Read once. */
  #ownRows(): Promise<readonly Row[]> {
    this.#rows ??= this.#answer.then((answer) => {
      if ('failure' in answer) throw answer.failure;
      return 'rows' in answer ? answer.rows : recordsOf(answer.body);
    });
    return this.#rows;
  }

  /** A caller asks: time goes on, and the record of the moment is the answer. */
  async poll(): Promise<Members> {
    if (this.#end === null) {
      const before = this.#before();
      if (before === null) {
        this.#settling ??= this.#settle();
        const end = await this.#settling;
        this.#end ??= end;
        this.#completed ??= this.#clock.now();
        this.#shown = this.#end.state;
      } else {
        this.#shown = before;
      }
    }
    return this.#record();
  }

  stop(): void {
    if (this.#end !== null) return;
    this.#end = { state: 'CANCELLED', reason: 'Query cancelled by user' };
    this.#scanned = this.#behaviour.scannedBytes ?? 0;
    this.#completed = this.#clock.now();
    this.#shown = 'CANCELLED';
  }

  /** The state to show while the query has not ended, null when its end is due. */
  #before(): string | null {
    const { times, states = ['QUEUED', 'RUNNING'] } = this.#behaviour;
    if (times === undefined) return states[this.#polls++] ?? null;
    const passed = this.#clock.now().getTime() - this.#submitted.getTime();
    if (passed < times.queued) return 'QUEUED';
    return passed < times.queued + times.running ? 'RUNNING' : null;
  }

  /** The end, its objects written before anybody is told of it. */
  async #settle(): Promise<End> {
    const answer = await this.#answer;
    const { end, failure } = this.#behaviour;
    this.#scanned =
      this.#behaviour.scannedBytes ??
      ('scannedBytes' in answer ? answer.scannedBytes : undefined) ??
      USUAL_SCAN;
    if (end !== undefined) return end;
    const failed = failure ?? ('failure' in answer ? answer.failure : undefined);
    if (failed !== undefined) return { state: 'FAILED', reason: failed.message, failure: failed };
    const cutoff = this.#group.bytesScannedCutoff;
    if (cutoff !== undefined && this.#scanned > cutoff) {
      return { state: 'CANCELLED', reason: CUTOFF_REASON };
    }
    if (!('failure' in answer) && this.#end === null) await this.#write(answer);
    return { state: 'SUCCEEDED' };
  }

  /** A bucket that is not there does not keep Athena from saying SUCCEEDED. */
  async #write(answer: Exclude<Answer, { readonly failure: QueryFailure }>): Promise<void> {
    const { object } = this;
    const fault = this.#behaviour.object;
    if (object === null || fault === 'none' || !this.#sink.exists(object.bucket)) return;
    const { bucket, key } = object;
    const inRows = this.query.statement.extension === 'csv' ? csvBytes : txtBytes;
    const whole = 'rows' in answer ? inRows(answer.columns, answer.rows) : answer.body;
    const body =
      typeof fault !== 'function'
        ? whole
        : fault('file' in whole ? csvBytes(answer.columns, await recordsOf(whole)) : whole);
    const size = 'file' in body ? (await stat(body.file)).size : body.length;
    await this.#sink.put(bucket, key, body, this.#headers(size));
    await this.#sink.put(
      bucket,
      `${key}.metadata`,
      metadataBytes(this.query.id, answer.columns),
      this.#headers(0),
    );
    if (fault === 'deleted') await this.#sink.delete(bucket, key);
  }

  #headers(size: number): Readonly<Record<string, string>> {
    const { EncryptionOption: option, KmsKey: key } = this.place.encryption ?? {};
    const digest = createHash('md5').update(this.query.id).digest('hex');
    return {
      ...(size > ONE_PART
        ? {
            'content-type': 'binary/octet-stream',
            etag: `"${digest}-${Math.ceil(size / PART)}"`,
          }
        : { 'content-type': 'application/octet-stream' }),
      ...(option === 'SSE_S3' ? { 'x-amz-server-side-encryption': 'AES256' } : {}),
      ...(option === 'SSE_KMS' ? { 'x-amz-server-side-encryption': 'aws:kms' } : {}),
      ...(option === 'SSE_KMS' && typeof key === 'string'
        ? { 'x-amz-server-side-encryption-aws-kms-key-id': key }
        : {}),
    };
  }

  #record(): Members {
    const { id, statement: executed } = this.query;
    const { text, database, catalog, workGroup, statement } = {
      ...this.query,
      ...this.#behaviour.told,
    };
    const end = this.#end;
    const failure = end !== null && end.state !== 'SUCCEEDED' ? end.failure : undefined;
    return {
      QueryExecutionId: id,
      Query: text,
      StatementType: statement.type,
      SubstatementType: statement.subtype,
      ...(this.place.location === null
        ? { ManagedQueryResultsConfiguration: { Enabled: true } }
        : {
            ResultConfiguration: {
              OutputLocation: `${this.place.location}/${id}.${executed.extension}`,
              EncryptionConfiguration: this.place.encryption,
            },
          }),
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
      QueryExecutionContext: { Catalog: catalog.toLowerCase(), Database: database },
      Status: {
        State: this.#shown,
        StateChangeReason: end !== null && end.state !== 'SUCCEEDED' ? end.reason : undefined,
        SubmissionDateTime: seconds(this.#behaviour.submitted ?? this.#submitted),
        CompletionDateTime: this.#completed === null ? undefined : seconds(this.#completed),
        AthenaError: failure && {
          ErrorCategory: failure.category,
          ErrorType: failure.type,
          Retryable: failure.retryable,
          ErrorMessage: failure.message,
        },
      },
      EngineVersion: engineVersion,
      Statistics: this.#statistics(),
      WorkGroup: workGroup,
    };
  }

  #statistics(): Members {
    const total = (this.#completed ?? this.#clock.now()).getTime() - this.#submitted.getTime();
    return {
      DataScannedInBytes: this.#end === null ? 0 : this.#scanned,
      EngineExecutionTimeInMillis: Math.max(0, total),
      TotalExecutionTimeInMillis: Math.max(0, total),
      QueryQueueTimeInMillis: 0,
      QueryPlanningTimeInMillis: 0,
      ServicePreProcessingTimeInMillis: 0,
      ServiceProcessingTimeInMillis: 0,
      ResultReuseInformation: { ReusedPreviousResult: this.#behaviour.reused ?? false },
    };
  }
}
