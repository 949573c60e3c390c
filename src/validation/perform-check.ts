import type { CheckSpec } from '../catalog/check-spec.ts';
import { millisecondsBetween } from '../kernel/clock.ts';
import { messageOf, PipelineError } from '../kernel/errors.ts';
import type { Bench } from './bench.ts';
import type { CheckFacts } from './check-facts.ts';
import type { Finding } from './finding.ts';
import type { Answer, Judgement } from './plan.ts';
import { compileCheck } from './registry.ts';
import { cancelled } from './validation-error.ts';
import { writeOffending } from './write-offending.ts';

/**
 * Performs one check. Whatever goes wrong while it is performed is its ERROR finding: never swallowed, never PASS.
 * @throws ValidationError CANCELLED, and nothing else
 */
export async function performCheck(
  check: CheckSpec,
  facts: CheckFacts,
  bench: Bench,
): Promise<Finding> {
  const startedAt = bench.clock.now();
  const statements: string[] = [];
  const found = await outcomeOf(check, facts, bench, statements);
  return {
    check,
    statements,
    durationMs: Math.max(0, millisecondsBetween(startedAt, bench.clock.now())),
    ...found,
  };
}

/** What distributes over the statuses of a finding. */
type Outcome = Finding extends infer Each
  ? Each extends Finding
    ? Omit<Each, 'check' | 'durationMs' | 'statements'>
    : never
  : never;

async function outcomeOf(
  check: CheckSpec,
  facts: CheckFacts,
  bench: Bench,
  statements: string[],
): Promise<Outcome> {
  try {
    const ask = (statement: string) => {
      statements.push(statement);
      return bench.workbench.rows(statement, bench.parameters, bench.signal);
    };
    let judgement: Judgement = compileCheck(check, facts);
    let recomputable = false;
    while (judgement.kind === 'ask') {
      const answers: Answer[] = [];
      for (const statement of judgement.statements) answers.push(await ask(statement));
      recomputable = judgement.recomputable;
      judgement = judgement.judge(answers);
    }
    switch (judgement.kind) {
      case 'not_performed':
        return { status: 'NOT TESTED', reason: judgement.reason, recomputable: false };
      case 'not_applicable': {
        const { reason } = judgement;
        return {
          status: 'NOT APPLICABLE',
          reason,
          approvedBy: facts.owner,
          recomputable: false,
        };
      }
      case 'met':
        return { status: 'PASS', measured: judgement.measured, recomputable };
      default: {
        const { kind, measured, offending } = judgement;
        if (offending.from === 'statement') statements.push(offending.statement);
        const warn = kind === 'remarkable' || check.severity === 'warn';
        return {
          status: warn ? 'WARN' : 'FAIL',
          measured,
          offending: await writeOffending(check.id, offending, bench),
          recomputable,
        };
      }
    }
  } catch (thrown) {
    if (bench.signal.aborted) throw cancelled(thrown);
    return { status: 'ERROR', reason: reasonOf(thrown), recomputable: false };
  }
}

function reasonOf(thrown: unknown): string {
  const advice = thrown instanceof PipelineError ? thrown.advice : undefined;
  return advice === undefined ? messageOf(thrown) : `${messageOf(thrown)}. ${advice}`;
}
