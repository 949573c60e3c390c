import { EvidenceStoreError } from '../evidence/store/store.ts';
import { messageOf } from '../kernel/errors.ts';

/** A package with which something could not be done, and why. */
export interface StoreFailure {
  /** Below the store's root. */
  readonly place: string;
  readonly code: EvidenceStoreError['code'];
  readonly words: string;
}

/** What one package's trouble says; the others go on. @throws what is no trouble of the store */
export function storeFailure(place: string, thrown: unknown): StoreFailure {
  if (!(thrown instanceof EvidenceStoreError)) throw thrown;
  return { place, code: thrown.code, words: messageOf(thrown) };
}
