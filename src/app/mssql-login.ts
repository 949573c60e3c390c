import type { Redaction } from '../credentials/redaction.ts';
import { renewedSecret } from '../credentials/renewed-secret.ts';
import { CredentialError, type Secret, type SecretStore } from '../credentials/secret-store.ts';
import { readConnectionSettings } from '../runners/mssql/connection-settings.ts';
import { SettingsError } from '../runners/mssql/mssql-connection.ts';
import type { MssqlAccess } from '../runners/mssql/open-mssql-runner.ts';
import { RunnerError } from '../runners/runner.ts';
import type { MssqlLocation } from './mssql-source.ts';

/** Secrets that a server has refused, by name and version: trying them again could lock the account (design/aws.md 4). */
const refused = new Set<string>();

/** How a SQL Server is reached with what its secret says now, and again when the secret has changed. @throws RunnerError */
export async function mssqlLogin(
  location: Pick<MssqlLocation, 'secret' | 'connection'>,
  secrets: SecretStore,
  redaction: Pick<Redaction, 'register'>,
  signal: AbortSignal,
): Promise<MssqlAccess & { readonly ignored: readonly string[] }> {
  const access = (secret: Secret | null) => {
    const { connection, ignored } = readConnectionSettings(
      secret?.reveal() ?? null,
      location.connection,
      (part) => redaction.register(part),
    );
    const notes = {
      secret: secret === null ? 'none' : `${secret.name}, ${secret.version}`,
      ignored_keywords: ignored.join(', '),
    };
    if (secret === null) return { connection, notes, ignored };
    const renew = (signal: AbortSignal): Promise<MssqlAccess | null> =>
      asSourceTrouble(async () => {
        refused.add(stateOf(secret));
        const renewed = await renewedSecret(secrets, secret, signal);
        return renewed === null || refused.has(stateOf(renewed)) ? null : access(renewed);
      });
    return { connection, notes, ignored, renew };
  };
  const { secret: name } = location;
  return await asSourceTrouble(async () => {
    if (name === null) return access(null);
    const known = await secrets.read(name, signal);
    // what is remembered may be older than what the store has
    const secret = refused.has(stateOf(known))
      ? await secrets.read(name, signal, { fresh: true })
      : known;
    if (refused.has(stateOf(secret))) {
      throw new CredentialError(
        'SECRET_REFUSED',
        `the server has refused secret ${secret.name}, ${secret.version}: it is not tried again, so that the account is not locked`,
        { advice: 'Correct the secret, then run again.' },
      );
    }
    return access(secret);
  });
}

function stateOf({ name, version }: Secret): string {
  return `${name}, ${version}`;
}

/** A login that cannot be made of its secret is a source that cannot be reached. */
async function asSourceTrouble<Result>(perform: () => Promise<Result>): Promise<Result> {
  try {
    return await perform();
  } catch (thrown) {
    if (!(thrown instanceof CredentialError || thrown instanceof SettingsError)) throw thrown;
    throw new RunnerError('AUTH_FAILED', thrown.message, {
      cause: thrown,
      transient: thrown.transient,
      ...(thrown.advice === undefined ? {} : { advice: thrown.advice }),
    });
  }
}
