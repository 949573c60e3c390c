import type { PackageName } from '../evidence/manifest/package-name.ts';
import { messageOf } from '../kernel/errors.ts';
import type { AthenaSession } from './athena-session.ts';
import type { CertifiedFile } from './certified-file.ts';
import { differences, type Figure } from './figures.ts';
import { emptyFolder, folderOf, isPackageName, type PublishTarget } from './partition-place.ts';
import { PublishError } from './publish-error.ts';
import { isCertified, newestStanding, type Standing } from './standing-files.ts';
import { addPartition, readFigures, readPackages, setLocation } from './statements.ts';

/** A package, its file, and the partition that is to show it. */
export interface Place extends Standing {
  readonly file: CertifiedFile;
  readonly figures: readonly Figure[];
  readonly target: PublishTarget;
  readonly session: AthenaSession;
  /** The same place with clients and a time of their own, whatever became of the publication. */
  anew(): Promise<OpenPlace>;
}

export type OpenPlace = Place & { close(): void };

/** How often others who publish at the same time are given way to. */
const MOST_ROUNDS = 10;

/** @throws PublishError SUPERSEDED, OBJECT_DIFFERS */
export async function refuseOlder(place: Place): Promise<void> {
  const { certified, partition } = place;
  const newest = await newestStanding(place);
  if (newest === certified.name) return;
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
  return differences(figures, rows);
}

/**
 * Points the partition to the package and reads it back. Whatever keeps it from being read back, an interruption too,
 * the partition goes back to what it showed.
 * @throws PublishError READ_BACK_DIFFERS, SUPERSEDED, NOT_READ_BACK
 */
export async function register(place: Place): Promise<void> {
  const earlier = (await shown(place)).filter((each) => each !== place.certified.name);
  const trace = { pointed: false };
  try {
    await pointAndRead(place, trace);
  } catch (thrown) {
    // it points to a newer certified package, whose own publisher reads it back
    const isSettled = thrown instanceof PublishError && thrown.code === 'SUPERSEDED';
    throw isSettled || !trace.pointed ? thrown : await withdrawn(place, earlier, thrown);
  }
}

/** Takes other bytes than those of the package out of readers' sight. @returns the error that says so */
export async function hideDiffering(place: Place, thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof PublishError) || thrown.code !== 'OBJECT_DIFFERS') return thrown;
  const isShown = await shown(place).then(
    (names) => names.includes(place.certified.name),
    // nobody knows what readers see
    () => true,
  );
  return isShown ? await withdrawn(place, [], thrown) : thrown;
}

async function pointAndRead(place: Place, trace: { pointed: boolean }): Promise<void> {
  const { name } = place.certified;
  let found: readonly string[] = [];
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const pointed = await pointToNewest(place, trace);
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
  throw new PublishError(
    'READ_BACK_DIFFERS',
    `what Athena reads is not what the package holds: ${found.join('; ')}`,
    {
      advice:
        'Look for other files in the folder of the package, row filters, and columns added after the partition was made (docs/publishing.md); then publish again.',
    },
  );
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
async function pointToNewest(place: Place, trace: { pointed: boolean }): Promise<PackageName> {
  let newest = await newestStanding(place);
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    await point(place, folderOf(place.partition, newest), trace);
    const now = await newestStanding(place);
    if (now === newest) return newest;
    newest = now;
  }
  throw new PublishError(
    'SUPERSEDED',
    `newer packages arrived all the time; the newest is ${newest}`,
    { advice: `Publish ${newest} again when nobody else publishes.`, transient: true },
  );
}

/** Where the partition is missing it is added without rows, so that nothing but the switch shows any. */
async function point(
  { session, partition, target }: Place,
  folder: string,
  trace: { pointed: boolean },
): Promise<void> {
  const at = (key: string) => `s3://${target.bucket}/${key}`;
  await session.change(addPartition(partition, at(emptyFolder(partition))));
  // it may take effect although its answer never comes
  trace.pointed = true;
  await session.change(setLocation(partition, at(folder)));
}

/** Takes a package that was not read back, or reads wrongly, out of readers' sight. @returns the error that says so */
async function withdrawn(
  place: Place,
  earlier: readonly string[],
  thrown: unknown,
): Promise<unknown> {
  const ours = thrown instanceof PublishError ? thrown : null;
  const said = messageOf(thrown);
  try {
    const anew = await place.anew();
    try {
      const now = await pointBack(anew, earlier);
      place.log(now);
      if (ours === null) return thrown;
      const { code, transient, advice } = ours;
      return new PublishError(code, `${said}. ${now}`, {
        cause: thrown,
        transient,
        ...(advice === undefined ? {} : { advice }),
      });
    } finally {
      anew.close();
    }
  } catch (cause) {
    const loud = `The partition could not be pointed back and may show rows that were not read back: ${messageOf(cause)}`;
    place.log(loud);
    return new PublishError(
      ours?.code === 'READ_BACK_DIFFERS' ? ours.code : 'NOT_READ_BACK',
      `${said}. ${loud}`,
      {
        cause,
        advice:
          'Do not use the partition: it may show these rows. Publish again as soon as AWS answers.',
      },
    );
  }
}

/** First nothing is shown, so that no delay keeps the rows in sight. @returns what the partition shows now, as a sentence */
async function pointBack(place: Place, earlier: readonly string[]): Promise<string> {
  const { partition, certified } = place;
  const trace = { pointed: true };
  await point(place, emptyFolder(partition), trace);
  try {
    const newest = await newestStanding(place);
    if (newest !== certified.name) {
      return `The partition points to ${await pointToNewest(place, trace)}, which was published meanwhile`;
    }
    const before = await certifiedBefore(place, earlier);
    if (before === null) {
      return 'The partition shows no rows now, as nothing that agrees was there before';
    }
    await point(place, folderOf(partition, before), trace);
    // one that came while it was pointed back may have been pointed away from
    if ((await newestStanding(place)) === certified.name) {
      return `The partition points to ${before} again`;
    }
    return `The partition points to ${await pointToNewest(place, trace)}, which was published meanwhile`;
  } catch (thrown) {
    return `The partition shows nothing of this package now; what it showed before could not be shown again: ${messageOf(thrown)}`;
  }
}

/** The package the partition showed, where its file is still the one made from the evidence. */
async function certifiedBefore(
  place: Place,
  [before = '', ...more]: readonly string[],
): Promise<PackageName | null> {
  if (more.length > 0 || !isPackageName(before)) return null;
  const keys = await place.files.keys(folderOf(place.partition, before));
  return (await isCertified(place, keys, before)) ? before : null;
}
