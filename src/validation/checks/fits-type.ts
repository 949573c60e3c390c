import type { CheckFacts } from '../check-facts.ts';
import { askNothing, type Plan } from '../plan.ts';

/** F-5: every cell has the form of its declared type. The extraction counts those that do not while it lands them. */
export function fitsType(_spec: unknown, { extract }: CheckFacts): Plan {
  const { total, first } = extract.misfits;
  const actual = String(total);
  const measured = { expected: '0', actual, difference: actual };
  if (total === 0) return askNothing({ kind: 'met', measured }, true);
  const offending = {
    from: 'rows',
    columns: [...extract.key, 'column', 'delivered'],
    rows: first.map(({ key, column, delivered }) => [...key, column, delivered]),
    total,
  } as const;
  return askNothing({ kind: 'not_met', measured, offending }, true);
}
