import fc from 'fast-check';
import type { Fault, FaultAction } from '../../support/aws/faults.ts';
import type { RequestLog } from '../../support/aws/recorded-requests.ts';

/** How often a reading without a fault asks for each operation. */
export type Calls = ReadonlyMap<string, number>;

/** What a reading with nothing armed has asked. */
export function callsOf({ entries }: RequestLog): Calls {
  const calls = new Map<string, number>();
  for (const { service, operation } of entries) {
    const name = `${service}.${operation}`;
    calls.set(name, (calls.get(name) ?? 0) + 1);
  }
  return calls;
}

const OBJECT = 's3.GetObject';
/** Only asked for where something else has gone wrong. */
const STOP = 'athena.StopQueryExecution';
/** No answer of JSON or XML that a reading waits for is shorter. */
const SHORTEST = 50;

export interface Broken {
  readonly calls: Calls;
  /** What stands in a replaced object. */
  readonly other: string;
  /** How many bytes into an object it may break. */
  readonly object: number;
}

/** How an answer breaks; altered is one of an object only, because JSON bears no checksum and is TLS's to keep whole. */
function actionOn(of: string, { other, object }: Broken): fc.Arbitrary<FaultAction> {
  const at = fc.nat({ max: (of === OBJECT ? object : SHORTEST) - 1 });
  const refused = ['throttle', 'server-error', 'html', 'reset', 'lost-answer', 'expired-token'];
  const broken: fc.Arbitrary<FaultAction> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constantFrom(...(refused as 'html'[])) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('drop' as const, 'stall'), at }) },
    fc.constant({ do: 'slow' as const, bytes: 500, everyMs: 1 }),
  );
  if (of !== OBJECT) return broken;
  return fc.oneof(
    broken,
    fc.oneof(
      fc.record({ do: fc.constantFrom('flip' as const, 'truncate'), at }),
      fc.constant({ do: 'wrong-checksum' as const }),
      fc.constant({ do: 'replace-object' as const, when: 'before' as const, body: other }),
      fc.constant({ do: 'delete-object' as const, when: 'before' as const }),
    ),
  );
}

/**
 * One to four faults. The first strikes a call that the reading surely makes, unless one of the others ends it before:
 * no sequence is without effect. One fault in ten strikes each time from then on, so that every attempt is used up.
 */
export function faultSequence(broken: Broken): fc.Arbitrary<readonly Fault[]> {
  const times = fc.oneof(
    { weight: 9, arbitrary: fc.record({ times: fc.integer({ min: 1, max: 4 }) }) },
    fc.constant({}),
  );
  const fault = (of: string, calls: number): fc.Arbitrary<Fault> =>
    fc
      .tuple(actionOn(of, broken), fc.nat({ max: calls - 1 }), times)
      .map(([action, skip, often]) => ({ ...action, of, skip, ...often }));
  const asked = [...broken.calls];
  const sure = fc.constantFrom(...asked).chain(([of, calls]) => fault(of, calls));
  const any = fc
    .constantFrom(...asked.map(([of]) => of), STOP)
    .chain((of) => fault(of, of === STOP ? 1 : 4));
  return fc.tuple(sure, fc.array(any, { maxLength: 3 })).map(([first, more]) => [first, ...more]);
}
