import type { FingerprintPart } from '../catalog/compiled-catalog.ts';
import type { ItemPlan } from '../catalog/plan-item.ts';
import type { Evidence } from '../evidence/manifest/evidence-json.ts';
import { readMeasure } from '../evidence/manifest/measure-json.ts';
import { MEMBER } from '../evidence/manifest/member-path.ts';
import { readStatedDefinition } from '../evidence/manifest/stated-definition.ts';
import { readStatedParameters } from '../evidence/manifest/stated-parameters.ts';
import type { Trend } from '../evidence/manifest/trend-json.ts';
import { differenceText } from '../kernel/decimal.ts';
import type { Sha256 } from '../kernel/digest.ts';
import { controlTotalLines } from './control-total-lines.ts';
import type { Extraction } from './run-record.ts';

/** Members of the earlier package a comparison needs beside its evidence.json. */
export const TREND_MEMBERS = [MEMBER.definition, MEMBER.parameters, MEMBER.measure] as const;

/** The package of the latest earlier period. */
export interface PreviousPackage {
  readonly packageDigest: Sha256;
  readonly evidence: Evidence;
  readonly members: ReadonlyMap<string, Uint8Array>;
}

type Previous = PreviousPackage | null;

function member({ members }: PreviousPackage, path: string): Uint8Array {
  return members.get(path) ?? new Uint8Array();
}

function totals(extraction: Extraction, previous: Previous): Trend['totals'] {
  const now = controlTotalLines(extraction);
  const before = previous?.evidence.controlTotals ?? [];
  const names = [...new Set([...now, ...before].map(({ name }) => name))];
  return names.map((name) => {
    const mine = now.find((line) => line.name === name);
    const theirs = before.find((line) => line.name === name);
    const [is, was] = [mine?.extract ?? null, theirs?.extract ?? null];
    return {
      name,
      currency: (mine ?? theirs)?.currency ?? null,
      before: was,
      now: is,
      difference: is === null || was === null ? null : differenceText(is, was),
    };
  });
}

/** The measure of both months; the earlier package has none where it was sealed before measures were. */
function measure(extraction: Extraction, previous: Previous): Trend['measure'] {
  const stated = previous?.members.get(MEMBER.measure);
  const before = stated === undefined ? null : readMeasure(stated).measure.amountNavSign;
  const now = (extraction.completed ? extraction.measure?.measure.amountNavSign : null) ?? null;
  if (before === null && now === null) return null;
  const both = before !== null && now !== null;
  return { before, now, difference: both ? differenceText(now, before) : null };
}

function parameters(plan: ItemPlan, previous: PreviousPackage): Trend['parameters'] {
  const before = new Map(
    readStatedParameters(member(previous, MEMBER.parameters)).map(({ name, value }) => [
      name,
      value,
    ]),
  );
  const now = new Map(plan.parameters.map((one) => [one.name, one]));
  const names = [...new Set([...now.keys(), ...before.keys()])];
  return names.flatMap((name) => {
    const mine = now.get(name);
    const [is, was] = [mine?.value ?? null, before.get(name) ?? null];
    if (String(is) === String(was)) return [];
    return [{ name, before: copy(was), now: copy(is), expected: mine?.origin === 'period' }];
  });
}

function copy(value: string | readonly string[] | null): string | string[] | null {
  return typeof value === 'string' || value === null ? value : [...value];
}

function logic(now: readonly FingerprintPart[], previous: PreviousPackage): Trend['logic'] {
  const before = new Map(
    readStatedDefinition(member(previous, MEMBER.definition)).fingerprintParts.map(
      ({ part, sha256 }) => [part, sha256],
    ),
  );
  const mine = new Set(now.map(({ part }) => part));
  return [
    ...now.flatMap(({ part, sha256 }) => {
      const was = before.get(part);
      if (was === sha256) return [];
      return [{ part, change: was === undefined ? ('added' as const) : ('changed' as const) }];
    }),
    ...[...before.keys()]
      .filter((part) => !mine.has(part))
      .map((part) => ({ part, change: 'removed' as const })),
  ];
}

/**
 * What changed since the package of the latest earlier period: rows, control totals, parameters, logic
 * (domain/sox.md D-5, E-9, K-2). Support for the reader, never a test by itself.
 * @throws ManifestError when the earlier package's files cannot be read
 */
export function trendOf(plan: ItemPlan, extraction: Extraction, previous: Previous): Trend {
  return {
    schema: 'trend/v1',
    previous:
      previous === null
        ? null
        : {
            package: previous.evidence.package,
            packageSha256: previous.packageDigest,
            cutoffDate: previous.evidence.cutoffDate,
          },
    rows: {
      before: previous?.evidence.rowCount ?? null,
      now: extraction.completed ? extraction.extract.recordCount : null,
    },
    totals: totals(extraction, previous),
    measure: measure(extraction, previous),
    parameters: previous === null ? [] : parameters(plan, previous),
    logic: previous === null ? [] : logic(plan.item.fingerprint.parts, previous),
  };
}
