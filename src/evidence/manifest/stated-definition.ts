import { z } from 'zod';
import { ManifestError } from './manifest-error.ts';
import { parseStrictJson } from './strict-json.ts';

/** A figure of the measure as the definition declares it; `query` is where the independent figure comes from. */
interface StatedFigure {
  readonly title: string;
  readonly columns: readonly string[];
  readonly where: string | null;
  readonly query: string;
}

/** The measure as the definition declares it, the figures disclosed beside it after it. */
export interface StatedMeasure {
  readonly navSign: number;
  readonly accountColumn: string | null;
  readonly accounts: readonly { readonly account: string; readonly where: string | null }[];
  readonly figures: readonly StatedFigure[];
}

/** What a verifier reads of data/01_definition/definition.json; the rest of it belongs to the catalog. */
export interface StatedDefinition {
  readonly version: string;
  readonly fingerprint: string;
  /** Ids of the tests the definition declares: each must have a result. */
  readonly tests: readonly string[];
  /** Parts of the fingerprint, so that a change can be named. */
  readonly fingerprintParts: readonly { readonly part: string; readonly sha256: string }[];
  /** Null for an item without one, and in packages of earlier versions. */
  readonly measure: StatedMeasure | null;
}

const statedFigure = z.looseObject({
  title: z.string(),
  columns: z.array(z.string()),
  where: z.string().nullable().default(null),
  agreesWith: z.looseObject({ query: z.string() }).default({ query: 'completeness' }),
});
const statedAccounts = z.union([
  z.looseObject({ column: z.string() }),
  z.array(z.looseObject({ account: z.string(), where: z.string().nullable().default(null) })),
]);
const statedMeasure = z.looseObject({
  ...statedFigure.shape,
  accounts: statedAccounts,
  disclosed: z.array(statedFigure).default([]),
});
/** What the definition declares of the measure; nothing where it has none. */
const declaredMeasure = z.union([
  z.looseObject({ navSign: z.number(), measure: statedMeasure }),
  z.looseObject({ measure: z.undefined().optional() }),
]);

const statedDefinition = z.looseObject({
  version: z.string(),
  fingerprint: z.string(),
  tests: z.array(z.looseObject({ id: z.string() })),
  fingerprint_parts: z.array(z.looseObject({ part: z.string(), sha256: z.string() })).default([]),
  declared: declaredMeasure.default({}),
});

function measureOf(declared: z.output<typeof declaredMeasure>): StatedMeasure | null {
  if (declared.measure === undefined) return null;
  const { measure, navSign } = declared;
  const { accounts, disclosed } = measure;
  return {
    navSign,
    accountColumn: 'column' in accounts ? accounts.column : null,
    accounts: 'column' in accounts ? [] : accounts,
    figures: [measure, ...disclosed].map(({ title, columns, where, agreesWith }) => ({
      title,
      columns,
      where,
      query: agreesWith.query,
    })),
  };
}

/** @throws ManifestError BAD_JSON, BAD_MEMBER_FILE */
export function readStatedDefinition(bytes: Uint8Array): StatedDefinition {
  const parsed = statedDefinition.safeParse(parseStrictJson(bytes));
  if (!parsed.success) {
    throw new ManifestError('BAD_MEMBER_FILE', 'version, fingerprint and tests are needed');
  }
  const { version, fingerprint, tests, fingerprint_parts: parts, declared } = parsed.data;
  return {
    version,
    fingerprint,
    tests: tests.map(({ id }) => id),
    fingerprintParts: parts.map(({ part, sha256 }) => ({ part, sha256 })),
    measure: measureOf(declared),
  };
}
