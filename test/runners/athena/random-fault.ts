import fc from 'fast-check';
import type { Fault } from '../../support/aws/faults.ts';

const of = fc.constantFrom(
  'athena.StartQueryExecution',
  'athena.GetQueryExecution',
  'athena.GetQueryResults',
  's3.GetObject',
);
/** Some of them behind the end of an answer. */
const at = fc.nat({ max: 2500 });
const everywhere = fc.oneof(
  fc.record({
    do: fc.constantFrom(
      ...(['throttle', 'server-error', 'html', 'reset', 'lost-answer', 'expired-token'] as const),
    ),
    of,
  }),
  fc.record({ do: fc.constantFrom('drop' as const, 'stall' as const), at, of }),
  fc.record({
    do: fc.constant('slow' as const),
    bytes: fc.constant(500),
    everyMs: fc.constant(1),
    of,
  }),
);

/** What alters an answer: of an object only, because answers of JSON bear no checksum and are TLS's to keep whole. */
const altering = (other: string) => {
  const object = fc.constant('s3.GetObject');
  return fc.oneof(
    fc.record({ do: fc.constantFrom('flip' as const, 'truncate' as const), at, of: object }),
    fc.record({ do: fc.constant('wrong-checksum' as const), of: object }),
    fc.record({
      do: fc.constant('replace-object' as const),
      when: fc.constant('before' as const),
      body: fc.constant(other),
      of: object,
    }),
  );
};

/**
 * Up to four faults, each of which may strike several times.
 * @param other what stands in a replaced object
 * @param mostSkipped of the requests that a fault might strike
 */
export function faultSequence(other: string, mostSkipped = 3): fc.Arbitrary<readonly Fault[]> {
  const fault = fc
    .tuple(
      fc.oneof({ arbitrary: everywhere, weight: 3 }, { arbitrary: altering(other), weight: 1 }),
      fc.nat({ max: mostSkipped }),
      fc.integer({ min: 1, max: 4 }),
    )
    .map(([what, skip, times]): Fault => ({ ...what, skip, times }));
  return fc.array(fault, { maxLength: 4 });
}
