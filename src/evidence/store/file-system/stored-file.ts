import { constants, type Stats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { EvidenceStoreError } from '../store.ts';

/** A link put there meanwhile is not followed, and a pipe is not waited for. */
const AS_IT_IS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A file as it lies there. @throws EvidenceStoreError DAMAGED where something else does; the system's own errors */
export async function storedStat(path: string): Promise<Stats> {
  const found = await lstat(path);
  if (found.isFile()) return found;
  throw new EvidenceStoreError('DAMAGED', `${path} is a link, a folder or another thing, no file`, {
    advice: 'keep it as it is and find out who put it there',
  });
}

/** The bytes of a file. @throws as storedStat does */
export async function* storedBytes(path: string): AsyncIterable<Uint8Array> {
  await storedStat(path);
  const file = await open(path, AS_IT_IS);
  yield* file.createReadStream();
}
