import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MEMBER, requiredMembers } from '../../../src/evidence/manifest/member-path.ts';
import type { PackageName } from '../../../src/evidence/manifest/package-name.ts';
import { deflateFile } from '../../../src/evidence/seal/deflate-file.ts';
import type { SealRequest } from '../../../src/evidence/seal/seal-package.ts';
import { parseInstant } from '../../../src/kernel/clock.ts';

export const NAME = 'IPE_07_NG_2025-09_20250930T143522Z_abc123' as PackageName;
export const EXTRACT = Buffer.from(`"Entry No_",amount\n${'1001,12.50\n'.repeat(5000)}`);

const WRITTEN_BY_SEAL: readonly string[] = [
  MEMBER.bagInfo,
  MEMBER.bagit,
  MEMBER.manifest,
  MEMBER.tagManifest,
  MEMBER.extract,
];

/** Every required member a caller hands over, each with a line of its own. */
export function someMembers(extractCompleted = true): SealRequest['members'] {
  return requiredMembers(extractCompleted)
    .filter((path) => !WRITTEN_BY_SEAL.includes(path))
    .map((path) => ({ path, content: Buffer.from(`content of ${path}\n`) }));
}

/** What is needed to seal a small package in `folder`; the read-back accepts everything. */
export async function aSealRequest(
  folder: string,
  changes: Partial<SealRequest> = {},
): Promise<SealRequest> {
  const source = join(folder, 'extract.csv');
  await writeFile(source, EXTRACT);
  const { signal } = new AbortController();
  const target = join(folder, 'extract.deflate');
  const compressed = await deflateFile({ source, target, signal });
  return {
    packageName: NAME,
    members: someMembers(),
    data: { compressed, contentDigest: compressed.sha256 },
    bag: {
      softwareAgent: 'soxauto 1.0.0',
      profile: 'https://example.com/evidence-v1.json',
      organization: 'Savanna Group',
    },
    sealedAt: parseInstant('2025-09-30T14:36:01.250Z'),
    folder,
    readBack: async () => undefined,
    signal,
    ...changes,
  };
}
