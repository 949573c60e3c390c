import type { Redaction } from '../credentials/redaction.ts';
import { renewedSecret } from '../credentials/renewed-secret.ts';
import { CredentialError, type Secret, type SecretStore } from '../credentials/secret-store.ts';
import { readConnectionSettings } from '../runners/mssql/connection-settings.ts';
import { SettingsError } from '../runners/mssql/mssql-connection.ts';
import type { MssqlAccess } from '../runners/mssql/open-mssql-runner.ts';
import { RunnerError } from '../runners/runner.ts';
import type { MssqlLocation } from './mssql-source.ts';

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
        const renewed = await renewedSecret(secrets, secret, signal);
        return renewed === null ? null : access(renewed);
      });
    return { connection, notes, ignored, renew };
  };
  const { secret } = location;
  return await asSourceTrouble(async () =>
    access(secret === null ? null : await secrets.read(secret, signal)),
  );
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
