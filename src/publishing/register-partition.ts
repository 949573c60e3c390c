import type { PackageName } from '../evidence/manifest/package-name.ts';
import { messageOf } from '../kernel/errors.ts';
import type { AthenaSession } from './athena-session.ts';
import type { CertifiedPackage } from './certified-package.ts';
import { differences, type Figure } from './figures.ts';
import {
  emptyFolder,
  isNewer,
  isPackageName,
  newestOf,
  type Partition,
  type PublishTarget,
  packageFolder,
} from './partition-place.ts';
import { PublishError } from './publish-error.ts';
import type { PublishedFiles } from './published-files.ts';
import { addPartition, readFigures, readPackages, setLocation } from './statements.ts';

/** A package whose file is uploaded, and the partition that is to show it. */
export interface Place {
  readonly certified: CertifiedPackage;
  readonly partition: Partition;
  readonly figures: readonly Figure[];
  readonly target: PublishTarget;
  readonly files: PublishedFiles;
  readonly session: AthenaSession;
}

/** How often others who publish at the same time are given way to. */
const MOST_ROUNDS = 10;

/** @throws PublishError SUPERSEDED */
export async function refuseOlder(place: Place): Promise<void> {
  const { certified, partition } = place;
  const newest = await newestThere(place);
  if (newest === certified.name || !isNewer(newest, certified.name)) return;
  throw new PublishError(
    'SUPERSEDED',
    `a newer package of ${partition.table} ${partition.period} ${partition.entity} is published: ${newest}`,
    { advice: 'Nothing was changed. Publish the newer package again if its rows are missing.' },
  );
}

/** Figures that Athena reads otherwise than the package has them, one sentence each. */
export async function differing(place: Place): Promise<readonly string[]> {
  const { session, target, partition, figures } = place;
  const { rows } = await session.read(readFigures(target.database, partition, figures));
  return differences(figures, rows[0]);
}

/**
 * Points the partition to the package and reads it back. Where that differs, the partition goes back to what it showed.
 * @throws PublishError READ_BACK_DIFFERS, SUPERSEDED
 */
export async function register(place: Place): Promise<void> {
  const { name } = place.certified;
  const earlier = (await shown(place)).filter((each) => each !== name);
  let found: readonly string[] = [];
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const pointed = await pointToNewest(place);
    if (pointed !== name) {
      throw new PublishError(
        'SUPERSEDED',
        `${pointed} was published meanwhile and is newer; the partition points to it`,
      );
    }
    found = await differing(place);
    if (found.length === 0) return;
    const [only, ...more] = await shown(place);
    // rows of another package alone: somebody pointed the partition elsewhere while it was read
    if (only === undefined || only === name || more.length > 0) break;
  }
  throw await withdrawn(place, earlier, found);
}

/** The newest package whose file is there; before the upload the package itself where there is none. */
async function newestThere({ files, partition, certified }: Place): Promise<PackageName> {
  return newestOf(partition, await files.keys(partition.folder)) ?? certified.name;
}

/** Packages whose rows the partition shows now. */
async function shown({ session, target, partition }: Place): Promise<readonly string[]> {
  const { rows } = await session.read(readPackages(target.database, partition));
  return rows.map(([name]) => name ?? '');
}

/**
 * Looks again each time it has pointed: whoever points last has seen every package that came before, and who comes
 * later points again. So the newest remains, however many publish at once.
 */
async function pointToNewest(place: Place): Promise<PackageName> {
  let newest = await newestThere(place);
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    await point(place, packageFolder(place.partition, newest));
    const now = await newestThere(place);
    if (now === newest) return newest;
    newest = now;
  }
  throw new PublishError(
    'SUPERSEDED',
    `newer packages arrived all the time; the newest is ${newest}`,
    { advice: `Publish ${newest} again when nobody else publishes.`, transient: true },
  );
}

async function point({ session, partition, target }: Place, folder: string): Promise<void> {
  const location = `s3://${target.bucket}/${folder}`;
  await session.change(addPartition(partition, location));
  await session.change(setLocation(partition, location));
}

/** Takes a package that reads wrongly out of readers' sight. @returns the error that says so */
async function withdrawn(
  place: Place,
  earlier: readonly string[],
  found: readonly string[],
): Promise<PublishError> {
  const differs = `what Athena reads is not what the package holds: ${found.join('; ')}`;
  try {
    return new PublishError('READ_BACK_DIFFERS', `${differs}. ${await pointBack(place, earlier)}`, {
      advice:
        'Look for other files in the folder of the package, row filters, and columns added after the partition was made (docs/publishing.md); then publish again.',
    });
  } catch (cause) {
    return new PublishError(
      'READ_BACK_DIFFERS',
      `${differs}. The partition could not be pointed back: ${messageOf(cause)}`,
      {
        cause,
        advice:
          'Do not use the partition: it may show these rows. Publish again as soon as AWS answers.',
      },
    );
  }
}

/** @returns what the partition shows now, as a sentence */
async function pointBack(place: Place, earlier: readonly string[]): Promise<string> {
  const { partition, certified } = place;
  const [before = '', ...more] = earlier;
  const isOne = more.length === 0 && isPackageName(before);
  await point(place, isOne ? packageFolder(partition, before) : emptyFolder(partition));
  if ((await newestThere(place)) !== certified.name) {
    return `The partition points to ${await pointToNewest(place)}, which was published meanwhile`;
  }
  return isOne
    ? `The partition points to ${before} again`
    : 'The partition shows no rows now, as nothing that agrees was there before';
}
