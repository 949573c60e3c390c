import { readFile } from 'node:fs/promises';
import { MEMBER } from '../manifest/member-path.ts';
import { type ContainerLimits, DEFAULT_LIMITS, readContainer } from './container.ts';
import { ContainerFault, containerFault } from './container-fault.ts';
import { PackageFile } from './package-file.ts';
import { readPackage } from './read-package.ts';
import type { Defect, StatedResult, VerificationLevel, VerificationReport } from './report.ts';
import type { Statements } from './statements.ts';

export interface VerifyOptions {
  readonly limits?: ContainerLimits;
}

type Found = Omit<VerificationReport, 'path' | 'zipDigest'>;

/**
 * Verifies one sealed package from its ZIP alone: container, digests, manifests, facts (levels L0 and L1 of
 * evidence-package 8.1). Streams, writes nothing. Whatever is wrong inside the file is a defect in the report.
 * @throws VerifyError when the file cannot be read or changes meanwhile
 */
export async function verifyPackage(
  path: string,
  { limits = DEFAULT_LIMITS }: VerifyOptions = {},
): Promise<VerificationReport> {
  const file = await PackageFile.open(path);
  try {
    const zipDigest = await file.digest();
    const digestLine = await readFile(`${path}.sha256`, 'utf8').catch(() => undefined);
    const found = await verifyContent(file, limits);
    await file.confirmUnchanged();
    const whole = withDigestLine(found, file.name, digestLine, `${zipDigest}  ${file.name}\n`);
    return { path, zipDigest, ...whole, defects: whole.defects.map(printable) };
  } finally {
    await file.close();
  }
}

/** Steps 1 to 4 of evidence-package 8.2. */
async function verifyContent(file: PackageFile, limits: ContainerLimits): Promise<Found> {
  const container = await readContainer(file, limits).catch(containerFault);
  if (container instanceof ContainerFault) return refused(container.defect);
  const read = await readPackage(file, container);
  const { members, stated, byteDefects, factDefects } = read;
  const bytes = [...container.defects, ...byteDefects];
  const defects = [...bytes, ...factDefects];
  return {
    verdict: defects.length === 0 ? 'NO DEFECT FOUND' : 'DEFECTS FOUND',
    level: levelOf(bytes.length, factDefects.length),
    defects,
    notChecked: [...read.notChecked, ...notBuiltYet(stated)],
    packageDigest: members.find(({ path }) => path === MEMBER.tagManifest)?.sha256 ?? null,
    package: container.package,
    stated: statedResult(stated),
    counts: {
      members: members.length,
      bytes: members.reduce((sum, member) => sum + member.bytes, 0),
      rows: read.rows,
      checks: stated.results?.checks.length ?? 0,
      checksRecomputed: read.checksRecomputed,
    },
  };
}

function levelOf(byteDefects: number, factDefects: number): VerificationLevel {
  if (byteDefects > 0) return 'none';
  return factDefects > 0 ? 'L0' : 'L1';
}

/** Nothing is unpacked from a container that two readers could understand differently. */
export function refused(defect: Defect): Found {
  return {
    verdict: 'NOT A PACKAGE',
    level: 'none',
    defects: [defect],
    notChecked: ['everything inside: nothing is unpacked from such a file'],
    packageDigest: null,
    package: null,
    stated: null,
    counts: { members: 0, bytes: 0, rows: 0, checks: 0, checksRecomputed: 0 },
  };
}

function statedResult({ evidence }: Statements): StatedResult | null {
  if (evidence === undefined) return null;
  const { validationStatus, outcome, dataKind, rowCount, controlIds, cutoffDate } = evidence;
  return { validationStatus, outcome, dataKind, rowCount, controlIds, cutoffDate };
}

/** A defect quotes what a hostile file says: no control character of it reaches a terminal, and not too much. */
function printable({ code, ...texts }: Defect): Defect {
  const quoted = (text: string) =>
    text
      .replace(/[\p{C}\u2028\u2029]/gu, (unit) => `\\u{${unit.codePointAt(0)?.toString(16)}}`)
      .replace(/^(.{500}).*$/s, '$1 …');
  const { path, expected, actual } = texts;
  return { code, path: quoted(path), expected: quoted(expected), actual: quoted(actual) };
}

/** Levels L2 to L5 need signatures, outside times and the ledger. */
function notBuiltYet({ evidence }: Statements): readonly string[] {
  const { signature = 'unknown', timestamp = 'unknown' } = evidence?.seal ?? {};
  return [
    `signature (L2): evidence.json says ${signature}; this version does not verify signatures`,
    `outside time (L3): evidence.json says ${timestamp}; this version does not verify time stamps`,
    'ledger (L4, L5): this version does not look it up, so a rewritten package is not told from a genuine one',
  ];
}

/** The line of `<package>.zip.sha256`, when it stands beside the ZIP: is this the file that was handed over? */
function withDigestLine(
  found: Found,
  name: string,
  line: string | undefined,
  expected: string,
): Found {
  if (line === undefined) {
    const said = `digest of the ZIP: there is no ${name}.sha256 beside it to compare with`;
    return { ...found, notChecked: [...found.notChecked, said] };
  }
  if (line === expected) return found;
  const defect: Defect = {
    code: 'zip_digest_differs',
    path: `${name}.sha256`,
    expected: expected.trimEnd(),
    actual: line.trimEnd(),
  };
  return {
    ...found,
    verdict: found.verdict === 'NOT A PACKAGE' ? found.verdict : 'DEFECTS FOUND',
    defects: [...found.defects, defect],
  };
}
