import { setTimeout as pause } from 'node:timers/promises';
import type { Secret, SecretStore } from './secret-store.ts';

/**
 * The secret in another state than the one that was refused, or null when the store has none. A password is changed
 * in the database first and in the store seconds later, so that the store is asked again after its pauses; nothing is
 * tried with the refused password once more, for that locks accounts (design/aws.md section 4).
 */
export async function renewedSecret(
  store: SecretStore,
  refused: Pick<Secret, 'name' | 'version'>,
  signal: AbortSignal,
  wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown> = (milliseconds) =>
    pause(milliseconds, undefined, { signal }),
): Promise<Secret | null> {
  for (const milliseconds of [0, ...store.rotationPausesMs]) {
    if (milliseconds > 0) await wait(milliseconds, signal);
    const secret = await store.read(refused.name, signal, { fresh: true });
    if (secret.version !== refused.version) return secret;
  }
  return null;
}
