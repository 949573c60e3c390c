import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A room of the repository: files below `path`, and what they may import. First match wins. */
interface Room {
  readonly path: string;
  /** Files or folders of ours; the room itself is always allowed. */
  readonly ours: readonly string[];
  /** Packages and built-in modules; `node:*` stands for all built-ins. */
  readonly libraries: readonly string[];
}

const DUCKDB = '@duckdb/node-api';
const OF_ALL_RUNNERS = [
  'src/runners/runner.ts',
  'src/runners/accept-query.ts',
  'src/runners/query-deadline.ts',
  'src/runners/spool-file.ts',
  'src/runners/statement-log.ts',
];
const ROOMS: readonly Room[] = [
  { path: 'src/kernel/digest.ts', ours: ['src/kernel'], libraries: ['node:crypto', 'node:fs'] },
  { path: 'src/kernel/', ours: [], libraries: [] },
  { path: 'src/catalog/', ours: ['src/kernel'], libraries: ['zod'] },
  { path: 'src/runners/runner.ts', ours: ['src/kernel'], libraries: [] },
  {
    path: 'src/runners/accept-query.ts',
    ours: ['src/kernel', 'src/runners/runner.ts'],
    libraries: [],
  },
  {
    path: 'src/runners/spool-file.ts',
    ours: ['src/kernel', 'src/runners/runner.ts'],
    libraries: ['node:*'],
  },
  {
    path: 'src/runners/query-deadline.ts',
    ours: ['src/kernel', 'src/runners/runner.ts'],
    libraries: [],
  },
  {
    path: 'src/runners/statement-log.ts',
    ours: ['src/kernel', 'src/runners/runner.ts'],
    libraries: [],
  },
  {
    path: 'src/runners/duckdb/',
    ours: ['src/kernel', ...OF_ALL_RUNNERS, 'src/workbench'],
    libraries: [DUCKDB, 'node:*'],
  },
  {
    path: 'src/runners/mssql/',
    ours: ['src/kernel', ...OF_ALL_RUNNERS],
    libraries: ['mssql', 'tedious', 'node:*'],
  },
  {
    path: 'src/runners/athena/',
    ours: ['src/kernel', 'src/aws', ...OF_ALL_RUNNERS],
    libraries: ['@aws-sdk/client-athena', '@aws-sdk/client-s3', '@aws-sdk/client-sts', 'node:*'],
  },
  {
    path: 'src/aws/',
    ours: ['src/kernel'],
    libraries: [
      '@aws-sdk/client-athena',
      '@aws-sdk/client-s3',
      '@aws-sdk/client-secrets-manager',
      '@aws-sdk/client-sts',
    ],
  },
  {
    path: 'src/credentials/',
    ours: ['src/kernel', 'src/aws'],
    libraries: [
      '@aws-sdk/client-secrets-manager',
      '@aws-sdk/client-sts',
      'jose',
      'openid-client',
      'zod',
      'node:*',
    ],
  },
  {
    path: 'src/workbench/',
    ours: ['src/kernel'],
    libraries: [DUCKDB, '@duckdb/node-bindings', 'node:*'],
  },
  {
    path: 'src/extraction/',
    ours: ['src/kernel', 'src/catalog', 'src/runners/runner.ts', 'src/workbench'],
    libraries: ['node:*'],
  },
  {
    path: 'src/validation/',
    ours: ['src/kernel', 'src/catalog', 'src/extraction/extract.ts', 'src/workbench'],
    libraries: ['node:*'],
  },
  { path: 'src/evidence/manifest/', ours: ['src/kernel'], libraries: ['zod'] },
  {
    path: 'src/evidence/seal/',
    ours: ['src/kernel', 'src/evidence/manifest'],
    libraries: ['archiver', 'node:*'],
  },
  {
    path: 'src/evidence/verify/',
    ours: ['src/kernel', 'src/evidence/manifest'],
    libraries: ['node:*'],
  },
  {
    path: 'src/evidence/store/s3/',
    ours: ['src/kernel', 'src/aws', 'src/evidence/manifest', 'src/evidence/store'],
    libraries: ['@aws-sdk/client-s3', '@aws-sdk/lib-storage', 'node:*'],
  },
  {
    path: 'src/evidence/store/',
    ours: ['src/kernel', 'src/evidence/manifest'],
    libraries: ['node:*'],
  },
  {
    path: 'src/publishing/',
    ours: [
      'src/kernel',
      'src/aws',
      'src/catalog/portable-sql/lake-names.ts',
      'src/workbench',
      'src/extraction/csv-relation.ts',
      'src/evidence/manifest',
      'src/evidence/verify',
    ],
    libraries: ['@aws-sdk/client-athena', '@aws-sdk/client-s3', 'node:*'],
  },
  {
    path: 'src/received/',
    ours: ['src/kernel', 'src/catalog', 'src/workbench'],
    libraries: ['zod', 'node:*'],
  },
  {
    path: 'src/demo/',
    ours: ['src/kernel', 'src/received/inbox.ts'],
    libraries: [DUCKDB, 'node:*'],
  },
  {
    path: 'src/report/',
    ours: [
      'src/kernel',
      'src/catalog',
      'src/runners/runner.ts',
      'src/extraction',
      'src/validation',
      'src/evidence/manifest',
    ],
    libraries: [],
  },
  {
    path: 'src/orchestrator/',
    ours: [
      'src/kernel',
      'src/catalog',
      'src/runners/runner.ts',
      'src/workbench',
      'src/extraction',
      'src/validation',
      'src/evidence/manifest',
      'src/evidence/seal',
      'src/evidence/store/store.ts',
      'src/report',
    ],
    libraries: ['node:*'],
  },
  { path: 'src/app/', ours: ['src', 'catalog'], libraries: ['zod', 'node:*'] },
  { path: 'src/cli/', ours: ['src/app', 'src/kernel'], libraries: ['citty', 'node:*'] },
  { path: 'catalog/', ours: ['src/catalog'], libraries: [] },
  {
    path: 'scripts/',
    ours: ['src', 'catalog', 'test/support'],
    libraries: ['@aws-sdk/client-s3', DUCKDB, 'mssql', 'node:*'],
  },
];

/** Folders of src that must not know these, whatever else they may import. */
const NEVER: readonly { readonly from: string; readonly to: string }[] = [
  { from: 'src/evidence/verify/', to: 'src/evidence/seal' },
  { from: 'src/evidence/seal/', to: 'src/evidence/verify' },
  { from: 'src/cli/', to: 'src/orchestrator' },
  { from: 'src/runners/', to: 'src/publishing' },
  { from: 'src/publishing/', to: 'src/runners' },
];

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = posix.join(folder, name);
    if (statSync(join(root, path)).isDirectory()) return filesBelow(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'"]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;

/** What a file imports: paths of ours from the repository's root, other names as written. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    return name.startsWith('.')
      ? relative(root, join(root, dirname(file), name)).replaceAll('\\', '/')
      : name;
  });
}

function isBelow(path: string, room: string): boolean {
  return path === room || path.startsWith(room.endsWith('/') ? room : `${room}/`);
}

function forbidden(file: string, imported: string): string | null {
  const room = ROOMS.find(({ path }) => isBelow(file, path));
  if (room === undefined) return `${file} lies in no room of the architecture`;
  if (NEVER.some(({ from, to }) => isBelow(file, from) && isBelow(imported, to))) {
    return `${file} must never import ${imported}`;
  }
  const isOurs = /^(src|catalog|test|scripts)\//.test(imported);
  const allowed = isOurs
    ? isBelow(imported, room.path) || room.ours.some((path) => isBelow(imported, path))
    : room.libraries.some(
        (name) => imported === name || (name === 'node:*' && imported.startsWith('node:')),
      );
  return allowed ? null : `${file} may not import ${imported}`;
}

describe('the architecture', () => {
  const files = ['src', 'catalog', 'scripts'].flatMap(filesBelow);

  it('has files in every room but the empty ones, so that this test cannot pass by looking at nothing', () => {
    for (const { path } of ROOMS) {
      expect(
        files.filter((file) => isBelow(file, path)),
        path,
      ).not.toHaveLength(0);
    }
  });

  it('reads imports, also type imports, re-exports and dynamic ones', () => {
    expect(importsOf('src/kernel/digest.ts')).toEqual(
      expect.arrayContaining(['node:crypto', 'src/kernel/ids.ts']),
    );
    expect(forbidden('src/kernel/json.ts', 'src/catalog/definition.ts')).not.toBeNull();
    expect(forbidden('src/evidence/verify/x.ts', 'src/evidence/seal/y.ts')).not.toBeNull();
    expect(forbidden('src/nowhere/x.ts', 'src/kernel/json.ts')).not.toBeNull();
  });

  it('holds the may-import table', () => {
    const broken = files.flatMap((file) =>
      importsOf(file).flatMap((imported) => forbidden(file, imported) ?? []),
    );
    expect(broken).toEqual([]);
  });

  it('reads the environment in one place only', () => {
    const readers = files.filter(
      (file) =>
        file.startsWith('src/') && /process\.env/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(readers).toEqual(['src/app/config.ts']);
  });
});
