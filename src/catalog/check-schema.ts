import { z } from 'zod';
import type { CheckSpec } from './check-spec.ts';
import { decimal, line, ownName } from './schema-parts.ts';

const named = {
  id: ownName,
  title: line,
  severity: z.enum(['block', 'warn']).exactOptional(),
};
const name = z.string();
const names = z.array(name).min(1);
const valuesOrParameter = z.union([
  z.array(z.string()).min(1),
  z.strictObject({ parameter: z.string() }),
]);

function check<
  const Kind extends string,
  const Attribute extends string,
  Fields extends z.ZodRawShape,
>(kind: Kind, attribute: Attribute, fields: Fields) {
  return z.strictObject({
    ...named,
    kind: z.literal(kind),
    attribute: z.literal(attribute),
    ...fields,
  });
}

/** The border of check-spec.ts: the same shapes, unknown keys refused. */
export const checkSchema: z.ZodType<CheckSpec> = z.discriminatedUnion('kind', [
  check('independent_count', 'E-1', {}),
  check('delivery_count', 'E-1', {}),
  check('control_total', 'E-1', { column: name }),
  check('tie_out', 'E-2', {
    by: names,
    measure: name,
    query: name,
    amount: name,
    tolerance: decimal,
  }),
  check('roll_forward', 'E-3', {
    query: name,
    by: names,
    opening: name,
    activity: name,
    closing: name,
  }),
  check('sequence_gap', 'E-4', {
    column: name,
    by: z.array(name),
    explained: z.array(z.strictObject({ number: z.string(), reason: line })).exactOptional(),
  }),
  check('partition_tie', 'E-5', {}),
  check('value_tie', 'E-5', { query: name, columns: names }),
  check('in_out_all', 'E-6', { query: name }),
  check('source_witness', 'E-7', { query: name, mayBeEmpty: z.boolean().exactOptional() }),
  z.discriminatedUnion('presence', [
    check('witness', 'E-7', { presence: z.literal('present'), where: line }),
    check('witness', 'F-6', { presence: z.literal('absent'), where: line }),
  ]),
  check('coverage', 'E-8', { column: name, expected: valuesOrParameter }),
  check('date_window', 'E-8', { column: name, from: name.nullable(), before: name.nullable() }),
  check('truncation_guard', 'E-10', {}),
  check('zero_rows', 'E-11', {}),
  check('trace', 'F-1', {
    query: name,
    columns: names,
    mayBeEmpty: z.boolean().exactOptional(),
  }),
  check('recalculation', 'F-2', { column: name, expression: line }),
  check('foot', 'F-3', { column: name, by: z.array(name) }),
  check('cross_foot', 'F-3', { total: name, parts: names }),
  check('unique_key', 'F-4', {}),
  check('fan_out', 'F-4', { query: name }),
  check('fits_type', 'F-5', {}),
  check('not_null', 'F-5', {
    column: name,
    empty: z.enum(['refused', 'accepted']).exactOptional(),
  }),
  check('domain', 'F-5', { column: name, values: valuesOrParameter }),
  check('range', 'F-5', {
    column: name,
    min: z.string().nullable(),
    max: z.string().nullable(),
  }),
  z.strictObject({
    ...named,
    kind: z.literal('rule'),
    attribute: z.enum(['F-5', 'F-4', 'E-8']),
    holds: line,
  }),
  z.strictObject({
    ...named,
    kind: z.literal('no_rows'),
    attribute: z.enum([
      'E-1',
      'E-2',
      'E-3',
      'E-4',
      'E-5',
      'E-6',
      'E-7',
      'E-8',
      'E-10',
      'E-11',
      'F-1',
      'F-2',
      'F-3',
      'F-4',
      'F-5',
      'F-6',
    ]),
    query: name,
    where: line.exactOptional(),
  }),
]);
