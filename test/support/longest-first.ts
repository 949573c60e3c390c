import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes, the longest first. A clean checkout does not know how long they took the last time. */
const LONG = [
  'test/e2e/robustness.test.ts',
  'test/e2e/matrix.test.ts',
  'test/e2e/athena.test.ts',
  'test/e2e/matrix-stopped.test.ts',
  'test/e2e/s3-evidence.test.ts',
  'test/e2e/sql-server.test.ts',
  'test/e2e/main-job.test.ts',
  'test/runners/mssql/random-faults.test.ts',
  'test/runners/athena/random-faults.test.ts',
  'test/content/mutations.test.ts',
  'test/runners/athena/demo-books.test.ts',
  'test/demo/findings.test.ts',
  'test/demo/single-companies.test.ts',
];

/** What takes long, then what needs a process of its own, then what shares them. */
function placeOf({ moduleId, project }: TestSpecification): number {
  const place = LONG.findIndex((name) => moduleId.endsWith(`/${name}`));
  if (place >= 0) return place;
  return project.name === 'parts' ? LONG.length + 1 : LONG.length;
}

/** The long files begin first, whatever their project, so that no worker is left with one at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => placeOf(a) - placeOf(b));
  }
}
