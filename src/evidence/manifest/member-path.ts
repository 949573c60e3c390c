/** Paths below the package's folder; nothing else may stand in a package (evidence-package 2). */
const DATA_PATH = /^data\/(0[1-9]_[a-z]+\/)?[a-z0-9][a-z0-9_.-]*$/;

/** The members every reader knows by name. */
export const MEMBER = {
  readme: 'README.txt',
  bagInfo: 'bag-info.txt',
  bagit: 'bagit.txt',
  manifest: 'manifest-sha256.txt',
  tagManifest: 'tagmanifest-sha256.txt',
  signature: 'seal/tagmanifest-sha256.txt.p7s',
  signatureTime: 'seal/tagmanifest-sha256.txt.p7s.tsr',
  extract: 'data/ipe_data.csv',
  evidence: 'data/evidence.json',
  log: 'data/execution.log',
  startPage: 'data/index.html',
  definition: 'data/01_definition/definition.json',
  query: 'data/02_query/executed_query.sql',
  parameters: 'data/03_parameters/query_parameters.json',
  preview: 'data/04_data/data_snapshot.csv',
  measure: 'data/04_data/measure.json',
  summary: 'data/04_data/data_summary.json',
  integrity: 'data/04_data/integrity_hash.json',
  integrityLine: 'data/04_data/integrity_hash.sha256',
  rowIndex: 'data/04_data/row_index.csv',
  schema: 'data/04_data/schema.json',
  results: 'data/05_tests/validation_results.json',
  preflight: 'data/05_tests/preflight.json',
  trend: 'data/05_tests/trend.json',
  runStart: 'data/09_run/run_start.json',
  runStartTime: 'data/09_run/run_start.tsr',
  systemContext: 'data/09_run/system_context.json',
} as const satisfies Record<string, string>;

/** Files the tag manifest lists, in its order (evidence-package 4.1). */
export const TAG_MEMBERS = [MEMBER.readme, MEMBER.bagInfo, MEMBER.bagit, MEMBER.manifest] as const;

const SEAL_MEMBERS: readonly string[] = [MEMBER.signature, MEMBER.signatureTime];
const ROOT_MEMBERS: readonly string[] = [...TAG_MEMBERS, MEMBER.tagManifest];

/** Members that only a completed extraction has: a short result is never data. */
const EXTRACT_MEMBERS = [
  MEMBER.preview,
  MEMBER.summary,
  MEMBER.integrity,
  MEMBER.integrityLine,
  MEMBER.rowIndex,
  MEMBER.extract,
] as const;

/** Members that only a package with an extract may have; the measure stands beside items of the control's sum. */
export const ONLY_WITH_EXTRACT: readonly string[] = [...EXTRACT_MEMBERS, MEMBER.measure];

const ALWAYS = [
  ...ROOT_MEMBERS,
  MEMBER.definition,
  MEMBER.parameters,
  MEMBER.schema,
  MEMBER.results,
  MEMBER.runStart,
  MEMBER.systemContext,
  MEMBER.evidence,
  MEMBER.log,
  MEMBER.startPage,
];

/** Is it a path the layout allows (evidence-package 2)? */
export function isMemberPath(path: string): boolean {
  return DATA_PATH.test(path) || ROOT_MEMBERS.includes(path) || SEAL_MEMBERS.includes(path);
}

/** Is it listed in manifest-sha256.txt? */
export function isPayloadPath(path: string): boolean {
  return path.startsWith('data/');
}

/** Is it listed in tagmanifest-sha256.txt? */
export function isTagPath(path: string): boolean {
  return TAG_MEMBERS.some((tag) => tag === path);
}

/** Paths that must be there; the executed query is required by whoever knows that there was one. */
export function requiredMembers(extractCompleted: boolean): readonly string[] {
  return extractCompleted ? [...ALWAYS, ...EXTRACT_MEMBERS] : ALWAYS;
}

/** Byte order of ASCII paths. */
export function comparePaths(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Order of the ZIP's entries: paths ascending, the extract last (evidence-package 2). */
export function compareEntryPaths(a: string, b: string): number {
  if (a === MEMBER.extract || b === MEMBER.extract) {
    return Number(a === MEMBER.extract) - Number(b === MEMBER.extract);
  }
  return comparePaths(a, b);
}
