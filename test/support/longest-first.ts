import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes, the longest first. A clean checkout does not know how long they took the last time. */
const LONG = [
  'test/e2e/matrix.test.ts',
  'test/e2e/robustness.test.ts',
  'test/e2e/main-job.test.ts',
  'test/e2e/matrix-stopped.test.ts',
  'test/demo/findings.test.ts',
  'test/content/mutations.test.ts',
  'test/e2e/matrix-sources.test.ts',
  'test/e2e/bad-input.test.ts',
];

function placeOf({ moduleId }: TestSpecification): number {
  const place = LONG.findIndex((name) => moduleId.endsWith(`/${name}`));
  return place < 0 ? LONG.length : place;
}

/** The long files begin first, whatever their project, so that no worker is left with one at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => placeOf(a) - placeOf(b));
  }
}
