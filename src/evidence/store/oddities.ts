import type { Clock } from '../../kernel/clock.ts';
import { packageAt } from './place.ts';
import type { Oddity } from './store.ts';

/** Far longer than a writer at work leaves what it writes untouched. */
export const ABANDONED_AFTER_MS = 60 * 60 * 1000;
const PARTIAL = /\.zip(\.sha256)?\.[0-9a-f]{16}\.partial$/;
const DIGEST = /\.sha256$/;

/**
 * What is no package with its digest among the places of a store, each with when it last changed. `finish` says what
 * can be done for one whose digest is missing.
 */
export function odditiesAmong(
  seen: ReadonlyMap<string, number>,
  clock: Clock,
  finish = '',
): readonly Oddity[] {
  const before = Date.parse(clock.now()) - ABANDONED_AFTER_MS;
  return [...seen].flatMap(([place, changedAt]): readonly Oddity[] => {
    const young = changedAt >= before;
    const unfinished: Oddity = { place, code: 'UNFINISHED', words: 'a writer may be at work' };
    const odd = (code: Oddity['code'], words: string) => [
      young ? unfinished : { place, code, words },
    ];
    if (packageAt(place) !== null) {
      if (seen.has(`${place}.sha256`)) return [];
      const words = 'its digest was never written: it does not count as stored';
      return odd('DIGEST_MISSING', `${words}${finish}`);
    }
    if (DIGEST.test(place) && packageAt(place.replace(DIGEST, '')) !== null) {
      if (seen.has(place.replace(DIGEST, ''))) return [];
      return odd('PACKAGE_MISSING', 'its digest is there, the package is not');
    }
    if (PARTIAL.test(place)) return odd('STRAY', 'left by a writer that was killed');
    return [{ place, code: 'STRAY', words: 'no package and no digest of one' }];
  });
}
