import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceStoreError } from '../store.ts';
import { asStoreError, systemCode } from './store-trouble.ts';

/** What lies below a folder, each kind in byte order of the paths. */
export interface Below {
  readonly files: readonly string[];
  /** Links, pipes, devices, and folders with the name of a file: nothing that a store makes. */
  readonly others: readonly string[];
  readonly unreadable: ReadonlyMap<string, EvidenceStoreError>;
}

/** Looks through a folder and follows no link; nothing lies below one that is not there. */
export async function below(folder: string): Promise<Below> {
  const files: string[] = [];
  const others: string[] = [];
  const unreadable = new Map<string, EvidenceStoreError>();
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    try {
      for (const entry of await readdir(at, { withFileTypes: true })) {
        const path = join(at, entry.name);
        if (entry.isFile()) files.push(path);
        else if (!entry.isDirectory() || FILE_NAME.test(entry.name)) others.push(path);
        if (entry.isDirectory()) waiting.push(path);
      }
    } catch (thrown) {
      if (systemCode(thrown) !== 'ENOENT') unreadable.set(at, asStoreError(thrown, at));
    }
  }
  return { files: files.sort(), others: others.sort(), unreadable };
}

const FILE_NAME = /\.(zip|sha256)$/;
