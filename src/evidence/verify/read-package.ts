import { MEMBER } from '../manifest/member-path.ts';
import { checkStatements } from './check-statements.ts';
import { compareManifests } from './compare-manifests.ts';
import type { Container } from './container.ts';
import { logDefects } from './log-defects.ts';
import type { PackageFile } from './package-file.ts';
import { readExtract } from './read-extract.ts';
import { type ReadMember, readMember } from './read-member.ts';
import type { Defect } from './report.ts';
import { type Contents, readStatements, type Statements } from './statements.ts';

/** Members whose content is looked at; all others are only digested. */
const LOOKED_AT: ReadonlySet<string> = new Set([
  MEMBER.readme,
  MEMBER.bagInfo,
  MEMBER.bagit,
  MEMBER.manifest,
  MEMBER.tagManifest,
  MEMBER.evidence,
  MEMBER.log,
  MEMBER.definition,
  MEMBER.query,
  MEMBER.parameters,
  MEMBER.preview,
  MEMBER.measure,
  MEMBER.summary,
  MEMBER.integrity,
  MEMBER.integrityLine,
  MEMBER.rowIndex,
  MEMBER.schema,
  MEMBER.results,
  MEMBER.preflight,
  MEMBER.trend,
  MEMBER.runStart,
]);

/** A package, read whole: what it states and everything wrong with it. */
export interface ReadPackage {
  readonly members: readonly ReadMember[];
  readonly stated: Statements;
  /** Steps 2 and 3: what the container and the manifests say of the bytes. */
  readonly byteDefects: readonly Defect[];
  /** Step 4: what the package says of its data. */
  readonly factDefects: readonly Defect[];
  readonly rows: number;
  readonly checksRecomputed: number;
  readonly notChecked: readonly string[];
}

/** Steps 2 to 4 of evidence-package 8.2. The extract is read last, when it is known what is said of it. */
export async function readPackage(file: PackageFile, container: Container): Promise<ReadPackage> {
  const contents = new Map<string, Uint8Array>();
  const small: ReadMember[] = [];
  for (const member of container.members) {
    if (member.path === MEMBER.extract) continue;
    const chunks: Buffer[] = [];
    const keep = LOOKED_AT.has(member.path) ? (chunk: Buffer) => void chunks.push(chunk) : ignore;
    const read = await readMember(file, member, keep);
    small.push(read);
    if (keep !== ignore && read.sha256 !== null) contents.set(member.path, Buffer.concat(chunks));
  }
  const stated = readStatements(contents);
  const place = container.members.find(({ path }) => path === MEMBER.extract);
  const extract = place && (await readExtract(file, place, stated, contents));
  const members = extract === undefined ? small : [...small, extract.member];
  return {
    members,
    stated,
    byteDefects: [
      ...members.flatMap(({ defects }) => defects),
      ...compareManifests(members, {
        manifest: contents.get(MEMBER.manifest),
        tagManifest: contents.get(MEMBER.tagManifest),
      }),
    ],
    factDefects: [
      ...checkStatements({ ...container, members, contents }, stated),
      ...textDefects(contents, stated),
      ...(extract?.defects ?? []),
    ],
    rows: extract?.rows ?? 0,
    checksRecomputed: extract?.checksRecomputed ?? 0,
    notChecked: extract?.notChecked ?? [],
  };
}

function ignore(): void {}

/** The log's form, and the mark that tells demo data from evidence (evidence-package 2, 3.4). */
function textDefects(contents: Contents, { evidence }: Statements): readonly Defect[] {
  const log = contents.get(MEMBER.log);
  const readme = contents.get(MEMBER.readme);
  const defects = log === undefined ? [] : logDefects(log);
  if (readme === undefined || evidence === undefined) return defects;
  const [first = ''] = Buffer.from(readme).toString('utf8').split('\n', 1);
  const marked = first.includes('DEMO DATA') ? 'demo' : 'source';
  if (marked === evidence.dataKind) return defects;
  const expected = `a first line as evidence.json says: ${evidence.dataKind} data`;
  return [...defects, { code: 'statements_differ', path: MEMBER.readme, expected, actual: first }];
}
