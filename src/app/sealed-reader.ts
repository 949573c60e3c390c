import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { readEvidenceJson } from '../evidence/manifest/evidence-json.ts';
import { MEMBER } from '../evidence/manifest/member-path.ts';
import { parsePackageName } from '../evidence/manifest/package-name.ts';
import { readRunStart } from '../evidence/manifest/run-start.ts';
import type { EvidenceStore, PackageLocation, StoredPackage } from '../evidence/store/store.ts';
import { DEFAULT_LIMITS, readContainer } from '../evidence/verify/container.ts';
import { PackageFile } from '../evidence/verify/package-file.ts';
import { readMember } from '../evidence/verify/read-member.ts';
import { sha256, startSha256 } from '../kernel/digest.ts';
import { messageOf, PipelineError } from '../kernel/errors.ts';
import { makeRunFolder } from '../orchestrator/run-folder.ts';
import type { SealedPackage, SealedPackages } from '../orchestrator/sealed-packages.ts';

/** A stored package that says nothing: its bytes are not those that were stored, or it cannot be read. */
class UnusablePackageError extends PipelineError<'NOT_AS_STORED' | 'NOT_READABLE'> {}

const STATEMENTS = [MEMBER.evidence, MEMBER.runStart, MEMBER.tagManifest] as const;

/**
 * Reads sealed packages of any store: a package is brought to the work folder while its digest is computed, so that
 * nothing is believed by its name. Packages that cannot be used are told to `onUnusable` and passed over.
 */
export function sealedPackages(
  store: EvidenceStore,
  workFolder: string,
  onUnusable: (location: PackageLocation, reason: string) => void,
): SealedPackages {
  return {
    async *newestFirst(cell, members = []) {
      for (const location of (await store.list(cell)).toSorted(newerFirst)) {
        const sealed = await readSealed(store, location, members, workFolder).catch(
          (thrown: unknown) => {
            onUnusable(location, messageOf(thrown));
            return null;
          },
        );
        if (sealed !== null) yield sealed;
      }
    },
  };
}

/** By the start of the run, then by name, so that the order is total. */
function newerFirst(a: PackageLocation, b: PackageLocation): number {
  const order = (name: string) => `${parsePackageName(name).startedAt} ${name}`;
  return order(a.packageName) < order(b.packageName) ? 1 : -1;
}

async function readSealed(
  store: EvidenceStore,
  location: PackageLocation,
  asked: readonly string[],
  workFolder: string,
): Promise<SealedPackage> {
  const stored = await store.get(location);
  const folder = await makeRunFolder(workFolder);
  try {
    const path = join(folder.path, `${location.packageName}.zip`);
    await bring(store, stored, path);
    const members = await membersOf(path, [...STATEMENTS, ...asked]);
    return { stored, ...statementsOf(members, location) };
  } finally {
    await folder.remove();
  }
}

/** @throws UnusablePackageError when the bytes are not those whose digest was recorded */
async function bring(store: EvidenceStore, stored: StoredPackage, path: string): Promise<void> {
  const digest = startSha256();
  const file = createWriteStream(path, { flags: 'wx' });
  try {
    for await (const chunk of store.read(stored.location)) {
      digest.update(chunk);
      if (!file.write(chunk)) await once(file, 'drain');
    }
  } finally {
    file.end();
    await finished(file);
  }
  const got = digest.digest();
  if (got === stored.zipDigest) return;
  throw new UnusablePackageError(
    'NOT_AS_STORED',
    `expected SHA-256 ${stored.zipDigest} as recorded beside the ZIP, got ${got}`,
  );
}

async function membersOf(
  path: string,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const file = await PackageFile.open(path);
  try {
    const container = await readContainer(file, DEFAULT_LIMITS);
    const contents = new Map<string, Uint8Array>();
    for (const member of container.members.filter(({ path: at }) => wanted.includes(at))) {
      const chunks: Buffer[] = [];
      const { defects } = await readMember(file, member, (chunk) => void chunks.push(chunk));
      const [defect] = defects;
      if (defect !== undefined) {
        throw new UnusablePackageError('NOT_READABLE', `${member.path}: ${defect.code}`);
      }
      contents.set(member.path, Buffer.concat(chunks));
    }
    return contents;
  } finally {
    await file.close();
  }
}

/** @throws UnusablePackageError, ManifestError when a statement is missing, malformed or of another package */
function statementsOf(
  members: ReadonlyMap<string, Uint8Array>,
  { packageName, item, entity, cutoff }: PackageLocation,
): Omit<SealedPackage, 'stored'> {
  const required = (path: string) => {
    const content = members.get(path);
    if (content !== undefined) return content;
    throw new UnusablePackageError('NOT_READABLE', `${path} is missing`);
  };
  const evidence = readEvidenceJson(required(MEMBER.evidence));
  const runStart = readRunStart(required(MEMBER.runStart));
  for (const stated of [evidence, runStart]) {
    const own = [stated.package, stated.ipeId, stated.entity, stated.cutoffDate];
    if (own.join() === [packageName, item, entity, cutoff].join()) continue;
    throw new UnusablePackageError('NOT_READABLE', `it says it is ${own.join(' ')}`);
  }
  const packageDigest = sha256(required(MEMBER.tagManifest));
  return { packageDigest, evidence, runStart, members };
}
