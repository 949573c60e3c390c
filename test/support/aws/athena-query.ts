import type { QueryFailure } from './athena-failure.ts';
import type { Body, Row } from './athena-result.ts';
import type { Statement } from './athena-statement.ts';
import type { AthenaColumn } from './athena-types.ts';

/** A query as Athena accepted it. */
export interface AcceptedQuery {
  readonly id: string;
  /** Without the space and the `;` around it. */
  readonly text: string;
  /** Execution parameters as they were sent. */
  readonly parameters: readonly string[];
  /** The text with the values in their places, each as Athena took it. */
  readonly rendered: string;
  readonly database: string;
  readonly catalog: string;
  readonly workGroup: string;
  readonly statement: Statement;
  readonly token: string;
}

/** What a query gives. */
export type Answer =
  | {
      readonly columns: readonly AthenaColumn[];
      readonly rows: readonly Row[];
      readonly scannedBytes?: number;
    }
  | {
      readonly columns: readonly AthenaColumn[];
      readonly body: Body;
      readonly scannedBytes?: number;
    }
  | { readonly failure: QueryFailure };

/** How a query behaves beside its answer; what is left out is as usual. */
export interface Behaviour {
  /** States of successive polls before the last one; default QUEUED, RUNNING. The last one can follow more often. */
  readonly states?: readonly string[];
  /** Or by the clock: milliseconds in the queue and at work. */
  readonly times?: { readonly queued: number; readonly running: number };
  readonly end?: { readonly state: 'FAILED' | 'CANCELLED'; readonly reason: string };
  readonly failure?: QueryFailure;
  readonly reused?: boolean;
  readonly submitted?: Date;
  readonly scannedBytes?: number;
  /** What is told of the query where it is not what was asked for. */
  readonly told?: Partial<
    Pick<AcceptedQuery, 'text' | 'database' | 'catalog' | 'workGroup' | 'statement'>
  >;
  /** The columns come in another order than the text's. */
  readonly reversedColumns?: boolean;
  /** A page that begins at this record or behind it is followed by the second one again, for ever. */
  readonly turnsBackAt?: number;
  /** SUCCEEDED without its object, or with one that has gone, or with other bytes in it. */
  readonly object?: 'none' | 'deleted' | ((bytes: Uint8Array) => Uint8Array);
}
