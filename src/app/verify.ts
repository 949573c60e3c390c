import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { VerificationReport } from '../evidence/verify/report.ts';
import { verifyFolder } from '../evidence/verify/verify-folder.ts';
import { verifyPackage } from '../evidence/verify/verify-package.ts';
import { ParseError } from '../kernel/errors.ts';

/**
 * Verifies packages and folders of packages; reads nothing but them.
 * @throws ParseError when a path does not exist, VerifyError when a file cannot be read
 */
export async function verifyPaths(
  paths: readonly string[],
  workingFolder: string,
): Promise<readonly VerificationReport[]> {
  const reports: VerificationReport[] = [];
  for (const path of paths) {
    const absolute = resolve(workingFolder, path);
    const found = await stat(absolute).catch(() => null);
    if (found === null) {
      throw new ParseError('BAD_VALUE', `there is no ${path}`, {
        advice: 'Give the path of a package (.zip) or of a folder that holds packages.',
      });
    }
    if (found.isDirectory()) reports.push(...(await verifyFolder(absolute)));
    else reports.push(await verifyPackage(absolute));
  }
  return reports;
}
