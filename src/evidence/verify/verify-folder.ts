import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../../kernel/errors.ts';
import { parsePackageName } from '../manifest/package-name.ts';
import type { Defect, VerificationReport } from './report.ts';
import { VerifyError } from './verify-error.ts';
import { refused, type VerifyOptions, verifyPackage } from './verify-package.ts';

/**
 * Verifies every package below a folder, in the order of their paths, and reports what a store should not hold:
 * files left by an interrupted writer, digests whose package is gone, packages in another item's folder.
 * @throws VerifyError when the folder or a file cannot be read
 */
export async function verifyFolder(
  folder: string,
  options: VerifyOptions = {},
): Promise<readonly VerificationReport[]> {
  const files = await filesBelow(folder);
  const reports: VerificationReport[] = [];
  for (const path of files) {
    if (path.endsWith('.zip')) reports.push(placed(await verifyPackage(path, options)));
    else reports.push(...strayReports(path, files));
  }
  return reports;
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .toSorted();
  } catch (cause) {
    throw new VerifyError('NOT_READABLE', `${folder} cannot be read: ${messageOf(cause)}`, {
      cause,
      advice: 'Check the path and that you may read the folder.',
    });
  }
}

/** Files that are no package but should not stay unsaid. */
function strayReports(path: string, files: readonly string[]): readonly VerificationReport[] {
  const stray = (code: 'missing_package' | 'unfinished_file', expected: string, actual: string) => [
    { path, zipDigest: null, ...refused({ code, path: basename(path), expected, actual }) },
  ];
  if (path.endsWith('.partial')) {
    return stray('unfinished_file', 'finished files only', 'what an interrupted writer left');
  }
  const zip = path.replace(/\.zip\.sha256$/, '.zip');
  if (zip === path || files.includes(zip)) return [];
  return files.some((file) => file.startsWith(`${zip}.`) && file.endsWith('.partial'))
    ? stray('unfinished_file', 'the package beside its digest', 'a package not yet finished')
    : stray('missing_package', `the package ${basename(zip)} beside its digest`, 'absent');
}

/**
 * In a store, `<control>/<item>/<entity>/<cutoff>/` says what a package is (evidence-package 2); any other folder
 * says nothing.
 */
function placed(report: VerificationReport): VerificationReport {
  const [cutoff = '', entity, item, control = ''] = parents(report.path);
  const { package: name, stated } = report;
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(cutoff) || name === null || stated === null) {
    return report;
  }
  const { itemId, entity: ownEntity } = parsePackageName(name);
  const own = [stated.controlIds.join(' or '), itemId, ownEntity, stated.cutoffDate];
  const isHere =
    stated.controlIds.some((id) => id === control) &&
    item === itemId &&
    entity === ownEntity &&
    cutoff === stated.cutoffDate;
  if (isHere) return report;
  const defect: Defect = {
    code: 'misplaced_package',
    path: basename(report.path),
    expected: `to be stored under ${own.join('/')}`,
    actual: [control, item, entity, cutoff].join('/'),
  };
  return { ...report, verdict: 'DEFECTS FOUND', defects: [...report.defects, defect] };
}

/** Names of the folders above a file, the nearest first. */
function parents(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === dirname(folder) ? [] : [basename(folder), ...parents(folder)];
}
