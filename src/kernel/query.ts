import type { DataType } from './data-type.ts';
import type { Sha256 } from './digest.ts';

/** Query engines a text can be rendered for. */
export const ENGINES = ['duckdb', 'athena', 'mssql'] as const;
export type EngineName = (typeof ENGINES)[number];

/** Types a bound parameter may have. */
export type ParameterType = 'date' | 'integer' | 'text' | `decimal(${number},${number})`;

/** One marker of a rendered query and its value. Values are exact text; the runner binds them by type. */
export interface BoundParameter {
  /** Marker name without its engine's prefix: `period_next`, `companies_0`. */
  readonly name: string;
  readonly type: ParameterType;
  readonly value: string;
  /** The value as the engine's own typed literal, for engines that take values as text (Athena). */
  readonly literal?: string;
}

/** A query ready to send: exact text for one engine, values bound and never pasted (domain/sox.md D-2). */
export interface BoundQuery {
  /** `extract`, `completeness` or a control query's name: names files and log lines. */
  readonly name: string;
  readonly engine: EngineName;
  readonly text: string;
  readonly sha256: Sha256;
  readonly parameters: readonly BoundParameter[];
  /** What the result must look like: position, name (case ignored) and type. */
  readonly columns: readonly ResultColumn[];
}

export interface ResultColumn {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
}
