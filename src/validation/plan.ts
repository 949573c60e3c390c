import type { Measured } from './finding.ts';
import { ValidationError } from './validation-error.ts';

/** Rows of one statement's answer; every cell is exact text. */
export type Answer = readonly (readonly (string | null)[])[];

/**
 * How a check is performed: the statements it asks the workbench and how their answers are judged.
 * Plain text and pure functions, so that both can be tested without a database.
 */
export type Plan = Asking | NotPerformed;

export interface Asking {
  readonly kind: 'ask';
  /** The CSV and schema.json alone are enough to recompute it (evidence-package 8.2 step 4). */
  readonly recomputable: boolean;
  readonly statements: readonly string[];
  /** Judges the answers, statement by statement, or asks further. */
  readonly judge: (answers: readonly Answer[]) => Judgement;
}

/** Not performed is never passed (domain/sox.md ST-1). */
export interface NotPerformed {
  readonly kind: 'not_performed';
  readonly reason: string;
}

export type Judgement =
  | Plan
  | { readonly kind: 'met'; readonly measured: Measured }
  /** There is nothing the check could be about; the item's owner answers for that. */
  | { readonly kind: 'not_applicable'; readonly reason: string }
  | {
      /** `remarkable` is never more than WARN (domain/sox.md E-10). */
      readonly kind: 'not_met' | 'remarkable';
      readonly measured: Measured;
      readonly offending: OffendingRows;
    };

/** What breaks the check: rows already known, or the statement that selects them all. */
export type OffendingRows =
  | {
      readonly from: 'rows';
      readonly columns: readonly string[];
      readonly rows: Answer;
      /** When more break it than are known here. */
      readonly total?: number;
    }
  | {
      readonly from: 'statement';
      readonly columns: readonly string[];
      /** Delivers canonical text (csv/v1) in a total order. */
      readonly statement: string;
      readonly total: number;
    };

/** For checks that fail on a figure and have no rows to show. */
export const NO_ROWS: OffendingRows = { from: 'rows', columns: [], rows: [] };

export function notPerformed(reason: string): NotPerformed {
  return { kind: 'not_performed', reason };
}

/** One statement that answers with one row of named figures, none of which may be NULL. */
export function askFigures<Name extends string>(
  figures: Readonly<Record<Name, string>>,
  from: string,
  judge: (answer: Readonly<Record<Name, string>>) => Judgement,
  recomputable = false,
): Asking {
  const names = Object.keys(figures) as Name[];
  const list = names.map((name) => `  ${figures[name]} AS "${name}"`);
  return {
    kind: 'ask',
    recomputable,
    statements: [`SELECT\n${list.join(',\n')}\n${from}`],
    judge: ([answer]) => judge(namedFigures(names, answer?.[0] ?? [])),
  };
}

function namedFigures<Name extends string>(
  names: readonly Name[],
  row: readonly (string | null)[],
): Readonly<Record<Name, string>> {
  const entries = names.map((name, position) => [name, requiredCell(row[position], name)]);
  return Object.fromEntries(entries) as Record<Name, string>;
}

function requiredCell(cell: string | null | undefined, name: string): string {
  if (cell !== null && cell !== undefined) return cell;
  throw new ValidationError('BAD_ANSWER', `the workbench gave no figure for ${name}`);
}

/** One statement that answers with any number of rows. */
export function askRows(statement: string, judge: (rows: Answer) => Judgement): Asking {
  return {
    kind: 'ask',
    recomputable: false,
    statements: [statement],
    judge: ([rows = []]) => judge(rows),
  };
}

/** The judgement follows from figures the extraction already measured; nothing to ask. */
export function askNothing(judgement: Judgement, recomputable = false): Asking {
  return { kind: 'ask', recomputable, statements: [], judge: () => judgement };
}
