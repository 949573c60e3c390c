import type { Finding } from '../../validation/finding.ts';
import type { RunRecord } from '../run-record.ts';

/** What a preflight check comes to. */
export interface Answer {
  readonly state: 'met' | 'not_met' | 'not_applicable' | 'later';
  readonly observed: string;
}

/** One reason for which evidence is sent back, and how a run is held against it. */
export interface PreflightRule {
  readonly id: string;
  /** The sentence an auditor would send it back with. */
  readonly objection: string;
  readonly judge: (record: RunRecord) => Answer;
}

export function met(observed: string): Answer {
  return { state: 'met', observed };
}

export function notMet(observed: string): Answer {
  return { state: 'not_met', observed };
}

export function notApplicable(observed: string): Answer {
  return { state: 'not_applicable', observed };
}

/** Cannot be decided when the package is sealed. */
export function later(observed: string): Answer {
  return { state: 'later', observed };
}

/** A fact that holds, or what was found instead. */
export function fact(holds: boolean, yes: string, no: string): Answer {
  return holds ? met(yes) : notMet(no);
}

/** The answer tests give: met when all of these kinds passed; without any, what `none` says. */
export function tested(
  { findings }: RunRecord,
  kinds: readonly Finding['check']['kind'][],
  none: Answer,
): Answer {
  const own = findings.filter(({ check }) => kinds.includes(check.kind));
  if (own.length === 0) return none;
  const open = own.filter(({ status }) => status !== 'PASS' && status !== 'NOT APPLICABLE');
  return fact(
    open.length === 0,
    `tests ${own.map(({ check }) => check.id).join(', ')}`,
    open.map(({ check, status }) => `${check.id} ${status}`).join(', '),
  );
}

/** Only a run with an extract can have it. */
export function withExtract(
  record: RunRecord,
  judge: (extract: (RunRecord['extraction'] & { completed: true })['extract']) => Answer,
): Answer {
  const { extraction } = record;
  return extraction.completed ? judge(extraction.extract) : notMet('there is no extract');
}
