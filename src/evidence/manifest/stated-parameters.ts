import { z } from 'zod';
import { ManifestError } from './manifest-error.ts';
import { parseStrictJson } from './strict-json.ts';

/** A parameter as query_parameters.json states it. */
export interface StatedParameter {
  readonly name: string;
  readonly value: string | readonly string[];
}

const stated = z.looseObject({
  parameters: z.array(
    z.looseObject({ name: z.string(), value: z.union([z.string(), z.array(z.string())]) }),
  ),
});

/** Names and values of query_parameters.json, which readers may hold against another run's. @throws ManifestError */
export function readStatedParameters(bytes: Uint8Array): readonly StatedParameter[] {
  const parsed = stated.safeParse(parseStrictJson(bytes));
  if (!parsed.success) {
    throw new ManifestError('BAD_MEMBER_FILE', 'parameters with name and value are needed');
  }
  return parsed.data.parameters.map(({ name, value }) => ({ name, value }));
}
