import type { ItemPlan } from '../catalog/plan-item.ts';
import type { ResultColumn } from '../kernel/query.ts';
import type { LoggedStatement } from '../report/run-record.ts';
import type { Delivery, SentStatement, Snapshot, SourceIdentity } from '../runners/runner.ts';
import type { ExecutionLog } from './execution-log.ts';

/** Brings the rows of an item and the figures they are tested against into the run's folder. */
export type Collect = (request: CollectRequest) => Promise<void>;

export interface CollectRequest {
  readonly plan: ItemPlan;
  readonly folder: string;
  readonly log: ExecutionLog;
  readonly signal: AbortSignal;
  /** Filled as far as it comes, so that a failure half-way keeps what is known. */
  readonly answers: Answers;
}

/** What was delivered under one name, and what it must look like. */
export interface Collected {
  readonly delivery: Delivery;
  readonly columns: readonly ResultColumn[];
}

/** What the source said of itself and what it delivered in the attempt that counts, and what was sent in all. */
export class Answers {
  identity: SourceIdentity | null = null;
  clockOffsetMs: number | null = null;
  snapshot: Snapshot | null = null;
  attempt = 1;
  /** By query name, in the order delivered: `extract`, `completeness`, then the others. */
  readonly deliveries = new Map<string, Collected>();
  /** Everything that was sent in all attempts, in order. */
  statements: readonly LoggedStatement[] = [];

  /** Forgets what an earlier attempt brought, never what it sent. */
  begin(attempt: number): void {
    this.identity = null;
    this.clockOffsetMs = null;
    this.snapshot = null;
    this.attempt = attempt;
    this.deliveries.clear();
  }

  /** Keeps what this attempt sent. */
  sent(statements: readonly SentStatement[]): void {
    const { attempt } = this;
    this.statements = [...this.statements, ...statements.map((each) => ({ ...each, attempt }))];
  }
}
