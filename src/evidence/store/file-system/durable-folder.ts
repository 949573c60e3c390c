import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EvidenceStoreError } from '../store.ts';
import { systemCode } from './store-trouble.ts';

/**
 * Creates a folder below `root` and the ones above it. Their names are on the disk when this returns, whoever
 * created them.
 */
export async function makeFolder(path: string, root: string): Promise<void> {
  const first = await mkdir(path, { recursive: true }).catch((thrown: unknown) => {
    if (systemCode(thrown) !== 'EEXIST') throw thrown;
    throw new EvidenceStoreError('NOT_WRITABLE', `${path} should be a folder and is a file`, {
      cause: thrown,
    });
  });
  const rootIsNew = first !== undefined && first.length <= root.length;
  const top = rootIsNew ? dirname(first) : root;
  for (let at = path; at.length > top.length; ) {
    at = dirname(at);
    await flush(at);
  }
}

/** Forces a file's bytes, or a folder's names, to the disk. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
