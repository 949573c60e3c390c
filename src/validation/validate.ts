import type { CheckSpec } from '../catalog/check-spec.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import type { Workbench } from '../workbench/workbench.ts';
import type { CheckFacts } from './check-facts.ts';
import type { Finding } from './finding.ts';
import { boundParameters } from './parameters.ts';
import { performCheck } from './perform-check.ts';
import { cancelled, ValidationError } from './validation-error.ts';

export interface ValidationRequest extends CheckFacts {
  readonly checks: readonly CheckSpec[];
  /** Holds the relations `extract` and `control_<name>`. */
  readonly workbench: Workbench;
  /** Where `exceptions_<check id>.csv` is written; the workbench must be able to write there. */
  readonly folder: string;
  /** How many offending rows a finding holds itself, 100 when not given; its file has all of them. */
  readonly offendingLimit?: number;
  readonly signal: AbortSignal;
  /** Told of every finding as soon as it is made. */
  readonly onFinding?: (finding: Finding) => void;
  readonly clock?: Clock;
}

/**
 * Performs the checks in their order, one finding each (domain/sox.md section 4). Trouble in the data or in performing
 * a check is its finding and does not stop the others.
 * @throws ValidationError BAD_CHECK, CHECK_ID_REPEATED before anything is performed; CANCELLED
 */
export async function validate(request: ValidationRequest): Promise<readonly Finding[]> {
  const { checks, signal, onFinding } = request;
  refuseBadIds(checks);
  const bench = {
    workbench: request.workbench,
    folder: request.folder,
    offendingLimit: request.offendingLimit ?? 100,
    parameters: boundParameters(request),
    signal,
    clock: request.clock ?? systemClock,
  };
  const findings: Finding[] = [];
  for (const check of checks) {
    if (signal.aborted) throw cancelled(signal.reason);
    const finding = await performCheck(check, request, bench);
    findings.push(finding);
    onFinding?.(finding);
  }
  return findings;
}

/** Ids name files, so they must be plain and unique. */
function refuseBadIds(checks: readonly CheckSpec[]): void {
  const seen = new Set<string>();
  for (const { id } of checks) {
    if (!/^[a-z0-9][a-z0-9_]{0,99}$/.test(id)) {
      throw new ValidationError(
        'BAD_CHECK',
        `a check id is lower_snake, got ${JSON.stringify(id)}`,
      );
    }
    if (seen.has(id)) {
      throw new ValidationError('CHECK_ID_REPEATED', `two checks have the id ${id}`);
    }
    seen.add(id);
  }
}
