import { EvidenceStoreError } from '../evidence/store/store.ts';

/** A package with which something could not be done, and why. */
export interface StoreFailure {
  /** Below the store's root. */
  readonly place: string;
  readonly code: EvidenceStoreError['code'];
  readonly words: string;
  /** What to do now. */
  readonly advice: string | null;
}

/** What one package's trouble says; the others go on. @throws what is no trouble of the store */
export function storeFailure(place: string, thrown: unknown): StoreFailure {
  if (!(thrown instanceof EvidenceStoreError)) throw thrown;
  const { code, message, advice = null } = thrown;
  return { place, code, words: message, advice };
}
