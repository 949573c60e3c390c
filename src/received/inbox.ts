import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import {
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { digestFile } from '../kernel/digest.ts';
import { type Custody, readCustody, writeCustody } from './custody.ts';
import { ReceivedFileError } from './received-error.ts';

/** A received file must fit into one member of a package. */
const LARGEST = 64 * 1024 * 1024;
const ORIGINAL = 'original';
const CUSTODY = 'custody.json';
const READ_ONLY = 0o444;

/** A file as it was received, with what is known about how it came. */
export interface ReceivedFile {
  readonly custody: Custody;
  /** Absolute path of the bytes as received. */
  readonly path: string;
}

function cellFolder(
  inbox: string,
  { item, entity, period }: Pick<Custody, 'item' | 'entity' | 'period'>,
): string {
  return join(inbox, item, entity, period);
}

/**
 * Takes a file in: its bytes are copied as they are, with the custody record beside them, into a folder of its own
 * that appears only when complete. Nothing taken in is ever replaced; the newest one counts.
 * @throws ReceivedFileError BAD_FILE, FILE_TOO_LARGE, CHANGED_SINCE_RECEIVED
 */
export async function takeIn(
  inbox: string,
  source: string,
  stated: Omit<Custody, 'fileName' | 'bytes' | 'sha256'>,
): Promise<ReceivedFile> {
  const facts = await stat(source).catch((cause: unknown) => {
    throw new ReceivedFileError('BAD_FILE', `${source} cannot be read`, { cause });
  });
  if (!facts.isFile()) throw new ReceivedFileError('BAD_FILE', `${source} is no file`);
  if (facts.size > LARGEST) {
    throw new ReceivedFileError(
      'FILE_TOO_LARGE',
      `${source} has ${facts.size} bytes; a received file may have ${LARGEST}`,
      { advice: 'Ask the sender for one file per company and period.' },
    );
  }
  const before = await digestFile(source);
  const custody: Custody = {
    ...stated,
    fileName: basename(source),
    bytes: before.bytes,
    sha256: before.sha256,
  };
  const cell = cellFolder(inbox, custody);
  await mkdir(cell, { recursive: true });
  const building = join(cell, `.${randomUUID()}`);
  const place = join(
    cell,
    `${custody.takenInAt.replaceAll(/[-:.]/g, '')}_${custody.sha256.slice(0, 12)}`,
  );
  try {
    await mkdir(building);
    await copyFile(source, join(building, ORIGINAL), constants.COPYFILE_EXCL);
    await chmod(join(building, ORIGINAL), READ_ONLY);
    await requireUnchanged({ custody, path: join(building, ORIGINAL) });
    await writeFile(join(building, CUSTODY), writeCustody(custody), {
      flag: 'wx',
      mode: READ_ONLY,
    });
    await rename(building, place);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return { custody, path: join(place, ORIGINAL) };
}

/**
 * The newest file received for an item, entity and period, its bytes compared with the digest taken when it came;
 * null when none was received.
 * @throws ReceivedFileError BAD_CUSTODY, CHANGED_SINCE_RECEIVED
 */
export async function newestReceived(
  inbox: string,
  wanted: Pick<Custody, 'item' | 'entity' | 'period'>,
): Promise<ReceivedFile | null> {
  const cell = cellFolder(inbox, wanted);
  const names = await readdir(cell).catch(() => []);
  const newest = names
    .filter((name) => !name.startsWith('.'))
    .toSorted()
    .at(-1);
  if (newest === undefined) return null;
  const place = join(cell, newest);
  const content = await readFile(join(place, CUSTODY), 'utf8').catch((cause: unknown) => {
    throw new ReceivedFileError('BAD_CUSTODY', `${place} has no readable ${CUSTODY}`, { cause });
  });
  const custody = readCustody(content, join(place, CUSTODY));
  const { item, entity, period } = custody;
  if (item !== wanted.item || entity !== wanted.entity || period !== wanted.period) {
    throw new ReceivedFileError(
      'BAD_CUSTODY',
      `${place} is declared for ${item} ${entity} ${period} and lies where ${wanted.item} ${wanted.entity} ${wanted.period} is kept`,
      { advice: 'Take the file in again with ipe receive.' },
    );
  }
  const file = { custody, path: join(place, ORIGINAL) };
  await requireUnchanged(file);
  return file;
}

async function requireUnchanged({ custody, path }: ReceivedFile): Promise<void> {
  const { sha256 } = await digestFile(path);
  if (sha256 === custody.sha256) return;
  throw new ReceivedFileError(
    'CHANGED_SINCE_RECEIVED',
    `${path} is not as it was received: expected SHA-256 ${custody.sha256}, got ${sha256}`,
    { advice: 'Find out who changed it, then take the original in again with ipe receive.' },
  );
}
