import { compareEntryPaths, MEMBER } from '../manifest/member-path.ts';
import { type PackageName, parsePackageName } from '../manifest/package-name.ts';
import { ContainerFault } from './container-fault.ts';
import type { PackageFile } from './package-file.ts';
import type { Defect } from './report.ts';
import { readDirectory } from './zip-directory.ts';
import { readDirectoryPlace } from './zip-end.ts';
import type { LocatedEntry, ZipEntry } from './zip-entry.ts';
import { locateEntries } from './zip-layout.ts';

/** What a reader accepts before it unpacks anything (evidence-package 8.2 step 1). */
export interface ContainerLimits {
  readonly entries: number;
  /** Of a member other than the extract, uncompressed. */
  readonly memberBytes: number;
  /** Of all members together, uncompressed. */
  readonly totalBytes: number;
  /** Uncompressed to compressed; deflate itself never exceeds 1032. */
  readonly ratio: number;
}

export const DEFAULT_LIMITS: ContainerLimits = {
  entries: 1024,
  memberBytes: 64 * 2 ** 20,
  totalBytes: 64 * 2 ** 30,
  ratio: 1100,
};

/** A member of the package and where its bytes lie. */
export interface ContainerMember extends LocatedEntry {
  /** Below the package's folder. */
  readonly path: string;
}

/** A container that every reader understands the same way. */
export interface Container {
  readonly package: PackageName;
  /** In the order of the file. */
  readonly members: readonly ContainerMember[];
  readonly dosTime: number;
  /** Things a reader can live with: the file's name, the order of its entries. */
  readonly defects: readonly Defect[];
}

/** Step 1 of evidence-package 8.2; nothing is unpacked. @throws ContainerFault at the first ambiguity */
export async function readContainer(
  file: PackageFile,
  limits: ContainerLimits,
): Promise<Container> {
  const place = await readDirectoryPlace(file);
  const entries = await readDirectory(file, place, limits.entries);
  const [first] = entries;
  if (first === undefined) {
    throw new ContainerFault('E_DIRECTORY', file.name, 'a package with members', 'no entry');
  }
  const top = topFolder(first.name);
  checkNames(entries, top);
  checkSizes(entries, `${top}/${MEMBER.extract}`, limits);
  const odd = entries.find(({ dosTime }) => dosTime !== first.dosTime);
  if (odd !== undefined) {
    throw new ContainerFault('E_TIME', odd.name, 'one time for all entries', 'two');
  }
  const located = await locateEntries(file, entries, place.offset);
  const members = located.map((entry) => ({ ...entry, path: entry.name.slice(top.length + 1) }));
  return {
    package: top,
    members,
    dosTime: first.dosTime,
    defects: [...fileNameDefects(file.name, top), ...orderDefects(members)],
  };
}

function topFolder(name: string): PackageName {
  const top = name.slice(0, Math.max(0, name.indexOf('/')));
  try {
    parsePackageName(top);
    return top as PackageName;
  } catch {
    throw new ContainerFault('E_NAME', name, 'one top folder named as a package', 'another name');
  }
}

/** Plain names below one folder, none twice, also where upper and lower case are one. */
function checkNames(entries: readonly ZipEntry[], top: string): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    const plain = /^[A-Za-z0-9._/-]+$/.test(name) && !/(^|\/)\.*(\/|$)/.test(name);
    if (!plain || !name.startsWith(`${top}/`)) {
      throw new ContainerFault('E_NAME', name, `a plain name below ${top}/`, 'another');
    }
    const folded = name.toLowerCase();
    if (seen.has(folded)) {
      throw new ContainerFault('E_DUPLICATE', name, 'every name once', 'twice, case ignored');
    }
    seen.add(folded);
  }
}

function checkSizes(entries: readonly ZipEntry[], extract: string, limits: ContainerLimits): void {
  const bomb = (name: string, expected: string, actual: number) =>
    new ContainerFault('E_BOMB', name, expected, `${actual}`);
  let total = 0;
  for (const { name, bytes, compressedBytes } of entries) {
    if (name !== extract && bytes > limits.memberBytes) {
      throw bomb(name, `at most ${limits.memberBytes} bytes unpacked`, bytes);
    }
    if (bytes > compressedBytes * limits.ratio) {
      throw bomb(name, `at most ${limits.ratio} bytes from each compressed one`, bytes);
    }
    total += bytes;
    if (total > limits.totalBytes) {
      throw bomb(name, `at most ${limits.totalBytes} bytes in all members`, total);
    }
  }
}

function fileNameDefects(name: string, top: PackageName): readonly Defect[] {
  const expected = `${top}.zip`;
  return name === expected ? [] : [{ code: 'E_FILE_NAME', path: name, expected, actual: name }];
}

function orderDefects(members: readonly ContainerMember[]): readonly Defect[] {
  const wanted = members.toSorted((a, b) => compareEntryPaths(a.path, b.path));
  const at = members.findIndex(({ path }, index) => path !== wanted[index]?.path);
  const found = members[at];
  if (found === undefined) return [];
  const expected = `entry ${at + 1} of the ZIP to be ${wanted[at]?.path}`;
  return [{ code: 'E_ORDER', path: found.path, expected, actual: found.path }];
}
