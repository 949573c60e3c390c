import type { PackageName } from '../evidence/manifest/package-name.ts';
import type { CertifiedFile } from './certified-file.ts';
import type { CertifiedPackage } from './certified-package.ts';
import { folderOf, isNewer, type Partition, packagesOf } from './partition-place.ts';
import { objectDiffers, PublishError } from './publish-error.ts';
import type { PublishedFiles } from './published-files.ts';

/** What stands below a partition's folder, and who tells what may stand there. */
export interface Standing {
  readonly certified: CertifiedPackage;
  readonly partition: Partition;
  readonly files: PublishedFiles;
  /** The file of a stored package, made anew from it; null where the evidence store holds none that may be published. */
  readonly stored: (name: PackageName) => Promise<CertifiedFile | null>;
  readonly log: (line: string) => void;
}

/**
 * The newest package whose file stands there, made from evidence byte for byte; the package itself where none is newer.
 * What is only named like a package is named in the log and counts for nothing.
 * @throws PublishError OBJECT_DIFFERS where other bytes stand under the name of a newer stored package
 */
export async function newestStanding(place: Standing): Promise<PackageName> {
  const { certified, partition, files } = place;
  const keys = await files.keys(partition.folder);
  for (const name of packagesOf(partition, keys)) {
    if (!isNewer(name, certified.name)) break;
    if (await isCertified(place, keys, name)) return name;
  }
  return certified.name;
}

/** Does the file of a stored package stand in the folder of that name? @throws PublishError OBJECT_DIFFERS */
export async function isCertified(
  place: Standing,
  keys: readonly string[],
  name: PackageName,
): Promise<boolean> {
  const file = await place.stored(name);
  if (file !== null && keys.includes(file.key)) {
    await requireOnly(place, keys, file);
    return true;
  }
  const why =
    file === null
      ? 'the evidence store holds no package of that name that may be published'
      : `the file of that package would be ${file.key}`;
  place.log(`${folderOf(place.partition, name)} is ignored: ${why}`);
  return false;
}

/** Nothing but this file, with this SHA-256, stands in its folder. @throws PublishError OBJECT_DIFFERS */
export async function requireOnly(
  { files }: Pick<Standing, 'files'>,
  keys: readonly string[],
  { key, sha256 }: CertifiedFile,
): Promise<void> {
  const folder = key.slice(0, key.lastIndexOf('/') + 1);
  const others = keys.filter((each) => each.startsWith(folder) && each !== key);
  if (others.length > 0 || !keys.includes(key)) {
    throw new PublishError(
      'OBJECT_DIFFERS',
      `${folder} should hold ${key} and nothing else, it holds ${keys.filter((each) => each.startsWith(folder)).join(', ') || 'nothing'}`,
      { advice: 'Find out who wrote there; let the owner of the bucket take it away.' },
    );
  }
  const found = await files.head(key);
  if (found.sha256 !== sha256) throw objectDiffers(key, sha256, found.sha256);
}

/**
 * Demo and test data never take the place of production data, nor the other way round: whatever the configuration
 * says, the files that stand there tell.
 * @throws PublishError OTHER_ENVIRONMENT
 */
export async function requireSameOrigin(place: Standing): Promise<void> {
  const { certified, partition, files } = place;
  const own = originOf(originMetadata(certified));
  const keys = await files.keys(partition.folder);
  for (const key of keys) {
    const [name] = packagesOf(partition, [key]);
    if (name === undefined || name === certified.name) continue;
    const { metadata } = await files.head(key);
    const origin = originOf(metadata);
    // an object that nobody says is that package is none of ours
    if (metadata['package'] !== name || origin === own) continue;
    throw new PublishError(
      'OTHER_ENVIRONMENT',
      `${name} is published there and holds ${origin} data; ${certified.name} holds ${own} data`,
      {
        advice:
          'Nothing was changed. Publish this environment under a prefix and database of its own.',
      },
    );
  }
}

/** What a file says of the kind of its rows. */
export function originMetadata({
  environment,
  dataKind,
}: Pick<CertifiedPackage, 'environment' | 'dataKind'>): Readonly<Record<string, string>> {
  return { environment: environment ?? 'unknown', 'data-kind': dataKind };
}

function originOf(metadata: Readonly<Record<string, string>>): string {
  return `${metadata['environment'] ?? 'unknown'}, ${metadata['data-kind'] ?? 'unknown'}`;
}
