import type { DataTypeText } from '../kernel/data-type.ts';
import type { EngineName } from '../kernel/query.ts';
import type { CheckSpec } from './check-spec.ts';
import type { MeasureDefinition } from './measure-definition.ts';

/** One column of an extract, in the order it is written. */
export interface ColumnDefinition {
  readonly type: DataTypeText;
  /** What the column means, one plain line. */
  readonly meaning: string;
  /** May it be NULL? Default true; key columns never are. */
  readonly nullable?: boolean;
  /** Relevant data element: the control depends on it (domain/sox.md F). */
  readonly rde?: boolean;
  /** Counted in `critical_column_completeness` of the package. */
  readonly critical?: boolean;
  /** IANA zone of a zone-less timestamp's wall time, or `per company` (domain/catalog.md RU-5). */
  readonly timeZone?: string;
}

/** A figure measured independently of the rows (domain/sox.md section 1). */
export interface ControlTotalDefinition<Column extends string> {
  /** Column summed in the extract; the completeness query delivers it under the same name. */
  readonly column: Column;
  /**
   * Currency code, `per company` where every company's rows are in its own currency, or null: a hash total of
   * numbers that are no amounts, kept only to notice loss and alteration.
   */
  readonly currency: string | null;
}

/** Parameters every period and entity selection gives; dates are bound as dates (domain/catalog.md RU-6). */
export type DerivedParameterName =
  | 'cutoff'
  | 'period_start'
  | 'period_next'
  | 'year_start'
  | 'fx_year'
  | 'fx_month'
  | 'companies'
  | 'currencies';

/** A value that belongs to the definition: an account list, a historic lower bound. */
export interface ConstantParameter {
  readonly type: 'date' | 'integer' | 'text';
  /** One value, or a list bound as one marker per element. */
  readonly value: string | readonly string[];
  /** Why these values; printed in the package. */
  readonly reason: string;
  /** May an operator give other values for a run? Default false. */
  readonly overridable?: boolean;
}

/** A query beside the extract, run in the same reading of the source, whose few rows a check needs. */
export interface ControlQueryDefinition {
  readonly sqlFile: string;
  readonly purpose: string;
  readonly columns: Readonly<
    Record<string, { readonly type: DataTypeText; readonly nullable?: boolean }>
  >;
}

export interface ItemOwners {
  /** Roles, never persons. */
  readonly owner: string;
  readonly backup: string;
}

export type FinancialAssertion =
  | 'existence'
  | 'completeness'
  | 'valuation'
  | 'rights_and_obligations'
  | 'presentation'
  | 'accuracy'
  | 'cutoff';

/** What kind of report it is decides how much testing it needs (domain/sox.md section 3, TYPE-1). */
export type ReportType =
  | 'standard'
  | 'third_party'
  | 'custom'
  | 'query'
  | 'ad_hoc'
  | 'euc'
  | 'manual';

/** A finding of the logic lint that stands with a reason; printed in the package (domain/sox.md C-3). */
export interface WaiverDefinition {
  /** Rule id of docs/logic-lint.md. */
  readonly rule: string;
  /** SQL file of the item, `check <id>` for a check and its condition, `measure`, or `definition`. */
  readonly file: string;
  /** A fragment of the line it is about; without it every finding of the rule in the file is meant. */
  readonly at?: string;
  readonly reason: string;
  /** Role, never a person. */
  readonly approvedBy: string;
}

/** What was tested and accepted of a report's logic (domain/sox.md K-1). */
export interface BaselineDefinition {
  readonly state:
    | 'none'
    | 'draft'
    | 'baselined'
    | 'unchanged'
    | 'changed'
    | 'expired'
    | 'superseded';
  /** Fingerprint the baseline was taken of. */
  readonly fingerprint?: string;
}

/**
 * One item of the catalog: what is extracted, from where, how it is judged.
 * `Column` is inferred from `columns`, so a check that names a column that is not there does not compile.
 */
export interface ItemDefinition<Column extends string = string> {
  readonly id: string;
  readonly kind: 'ipe' | 'control_report' | 'document';
  readonly type: ReportType;
  /** Management performs a control with it, or somebody samples from it (domain/sox.md TYPE-3). */
  readonly usage: 'key_report' | 'population';
  readonly version: string;
  readonly title: string;
  /** One sentence. */
  readonly purpose: string;
  readonly controls: readonly string[];
  readonly assertions: readonly FinancialAssertion[];
  readonly owners: ItemOwners;
  readonly frequency: 'monthly' | 'quarterly' | 'yearly';
  readonly recipients: readonly string[];
  /** What one row is (domain/sox.md G-1). */
  readonly grain: string;
  /** Source system the queries are sent to; they may read tables of every source on the same connection. */
  readonly source: string;
  /** `companies`: restricted to `:companies`; `group`: run once as ALL (domain/catalog.md RU-3). */
  readonly scope: 'companies' | 'group';
  /** Items that a run of many items does first; a failed one does not stop this one. */
  readonly dependsOn?: readonly string[];
  /** Which column holds the company code, for per-company checks; null when there is none. */
  readonly companyColumn: NoInfer<Column> | null;
  readonly glAccounts: readonly string[];
  /** Factor that turns the measure into NAV sign (debit +); null for items that are no term of the sum. */
  readonly navSign: 1 | -1 | null;
  /** The figure the control takes from the rows; an item has a NAV sign and a measure, or neither. */
  readonly measure?: MeasureDefinition<NoInfer<Column>>;
  readonly columns: Readonly<Record<Column, ColumnDefinition>>;
  /** Natural key: unique, never NULL; the canonical extract is sorted by it (domain/catalog.md RU-23). */
  readonly key: readonly NoInfer<Column>[];
  readonly controlTotals: readonly ControlTotalDefinition<NoInfer<Column>>[];
  /** Columns by which the completeness query is grouped; each group must tie (domain/sox.md E-5). */
  readonly partitions: readonly NoInfer<Column>[];
  readonly parameters: {
    readonly derived: readonly DerivedParameterName[];
    readonly constants?: Readonly<Record<string, ConstantParameter>>;
  };
  readonly sql: {
    readonly extract: string;
    /** Delivers the partition columns, `row_count`, and every control total under its column's name. */
    readonly completeness: string;
    readonly overrides?: Readonly<Partial<Record<EngineName, string>>>;
  };
  readonly controlQueries?: Readonly<Record<string, ControlQueryDefinition>>;
  /** Engines the item is not for, each with the reason; it must be renderable for every other one. */
  readonly notOn?: Readonly<Partial<Record<Exclude<EngineName, 'duckdb'>, string>>>;
  /** Zero rows: never; only in single-company runs; always (domain/catalog.md RU-24). */
  readonly zeroRows: 'never' | 'single_company' | 'allowed';
  readonly checks: readonly CheckSpec<NoInfer<Column>>[];
  /** A plain-language line for every join, filter, exclusion and calculation (domain/sox.md C-2). */
  readonly logic: readonly string[];
  /** Where the definition leaves the historic query on purpose, and the effect. */
  readonly deviations: readonly string[];
  readonly waivers?: readonly WaiverDefinition[];
  readonly baseline?: BaselineDefinition;
}

/** An item whatever its records come from: by queries, or as its `logic` says. */
export type JudgedDefinition = Omit<ItemDefinition, 'sql'>;

/** A control and what it needs from the catalog. */
export interface ControlDefinition {
  readonly id: string;
  readonly title: string;
  readonly objective: string;
  readonly frequency: 'monthly' | 'quarterly' | 'yearly';
  readonly roles: {
    readonly owner: string;
    readonly preparer: string;
    readonly reviewer: string;
  };
  /** GL accounts the control compares (group chart). */
  readonly glAccounts: readonly string[];
  /** Tolerance of a tie-out to the ledger, in local currency per line (domain/catalog.md RU-12). */
  readonly tieOutTolerance: string;
}

/** A table of a source system: the allow-list queries are resolved against. */
export interface TableDefinition {
  readonly schema: string;
  readonly table: string;
  /** Physical name on Athena, where it is not the one by convention (`lakeName`). */
  readonly athena?: string;
  /** The table's own key. */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, SourceColumnDefinition>>;
}

export interface SourceColumnDefinition {
  /** Type as the embedded engine and SQL Server hold it. */
  readonly type: SourceType;
  readonly nullable?: boolean;
  /** A code compared with others: gets the trailing-blank and case-twin data contract (portable-sql C2). */
  readonly code?: boolean;
  /** A rate, no amount: its decimals are as many as the source keeps, and it is added up for no balance. */
  readonly rate?: boolean;
  /** The source pads it with blanks: every engine trims it (portable-sql C2). */
  readonly rtrim?: boolean;
  /** Physical name on Athena, where it is not the one by convention (`lakeName`). */
  readonly athena?: string;
  /** Other headers a received file may give the column. */
  readonly aliases?: readonly string[];
}

export type SourceType =
  | 'integer'
  | 'bigint'
  | 'flag'
  | 'date'
  | `timestamp(${number})`
  | `decimal(${number},${number})`
  | `varchar(${number})`
  | `nvarchar(${number})`;

export type SourceOrigin = 'system' | 'catalog' | 'received';

/** A source system by its logical name: no hosts, no secrets. */
export interface SourceDefinition {
  readonly name: string;
  /** Name people know it by. */
  readonly system: string;
  /** Database name on SQL Server and in the embedded engine. */
  readonly database: string;
  /**
   * Where its rows come from: a system we connect to (default), the compiled catalog itself, or files people hand
   * over, which are kept as received (domain/sox.md P-1).
   */
  readonly origin?: SourceOrigin;
  /** Glue database on Athena; without one, items that read the source must say why they are not on Athena. */
  readonly athenaDatabase?: string;
  readonly tables: Readonly<Record<string, TableDefinition>>;
}

/** Keeps the literal column names, so that checks are compiled against them. */
export function defineIpe<const Column extends string>(
  definition: ItemDefinition<Column>,
): ItemDefinition<Column> {
  return definition;
}

export function defineControl(definition: ControlDefinition): ControlDefinition {
  return definition;
}

export function defineSource(definition: SourceDefinition): SourceDefinition {
  return definition;
}
