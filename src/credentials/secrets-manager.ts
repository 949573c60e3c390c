import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsTrouble, awsTroubleKind, isPassing } from '../aws/aws-errors.ts';
import { type AwsAccess, clientSettings } from '../aws/client-settings.ts';
import { renewedClient } from '../aws/renewed-client.ts';
import { type Clock, type Instant, millisecondsBetween } from '../kernel/clock.ts';
import { CredentialError, isSecretName, Secret, type SecretStore } from './secret-store.ts';
import { secretText } from './secret-text.ts';

const KEPT_MS = 15 * 60_000;

interface Kept {
  readonly since: Instant;
  readonly secret: Promise<Secret>;
}

/**
 * Secrets of AWS Secrets Manager, the stage AWSCURRENT only. They are kept in memory for 15 minutes and nowhere else;
 * whoever asks while one is being fetched gets the same answer (design/aws.md section 4).
 */
export function secretsManager(access: AwsAccess, clock: Clock): SecretStore {
  const client = renewedClient(
    (anew) => new SecretsManagerClient(clientSettings(access, {}, anew)),
  );
  const kept = new Map<string, Kept>();

  async function fetched(name: string): Promise<Secret> {
    const command = new GetSecretValueCommand({ SecretId: name, VersionStage: 'AWSCURRENT' });
    const answer = await client
      .call((each) => each.send(command))
      .catch((thrown: unknown) => {
        throw unreadable(name, access.region, thrown);
      });
    const bytes =
      answer.SecretString === undefined ? answer.SecretBinary : Buffer.from(answer.SecretString);
    const text = secretText(name, bytes ?? new Uint8Array());
    return new Secret(name, `version ${answer.VersionId ?? 'unknown'}`, text);
  }

  return {
    rotationPausesMs: [5_000, 15_000],
    read: async (name, signal, { fresh = false } = {}) => {
      signal.throwIfAborted();
      if (!isSecretId(name)) {
        throw new CredentialError(
          'SECRET_REFUSED',
          `${JSON.stringify(name)} is no name or ARN of a secret`,
          { advice: 'Names are words with / between them: sox/nav.' },
        );
      }
      const now = clock.now();
      const known = kept.get(name);
      if (!fresh && known !== undefined && millisecondsBetween(known.since, now) < KEPT_MS) {
        return await unlessAborted(known.secret, signal);
      }
      const secret = fetched(name);
      kept.set(name, { since: now, secret });
      // a failure is not kept
      secret.catch(() => {
        if (kept.get(name)?.secret === secret) kept.delete(name);
      });
      return await unlessAborted(secret, signal);
    },
  };
}

/** Who no longer waits leaves the answer to those who do: it is fetched for all of them. @throws the signal's reason */
async function unlessAborted<Answer>(
  answer: Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:(.+)$/;

/** A name, or the ARN of a secret of another account. */
export function isSecretId(text: string): boolean {
  const [, name = text] = SECRET_ARN.exec(text) ?? [];
  return isSecretName(name);
}

/** What to do about each refusal; the names are the service's. */
const ADVICE: Readonly<Record<string, string>> = {
  AccessDeniedException: 'Give the role secretsmanager:GetSecretValue on this secret.',
  DecryptionFailure: 'Give the role kms:Decrypt on the key the secret is encrypted with.',
  InvalidRequestException: 'Restore the secret if it is scheduled for deletion, or name another.',
  InvalidParameterException: 'Correct the name of the secret in soxauto.config.json.',
};

function unreadable(name: string, region: string, thrown: unknown): CredentialError {
  const where = `AWS Secrets Manager in ${region}`;
  if (thrown instanceof SyntaxError || thrown instanceof TypeError) {
    // its message, and it as a cause, would show a piece of the secret
    return new CredentialError(
      'SECRET_UNREADABLE',
      `secret ${name} cannot be read from ${where}: the answer is not as the service gives it`,
      { advice: 'Look for what stands between the service and here and changes answers.' },
    );
  }
  const { name: code, message } = awsTrouble(thrown);
  if (code === 'ResourceNotFoundException') {
    return new CredentialError('SECRET_MISSING', `secret ${name} is not in ${where}: ${message}`, {
      cause: thrown,
      advice: 'Create it there, or correct its name, the region or the account.',
    });
  }
  const advice =
    awsTroubleKind(thrown) === 'no credentials'
      ? 'Sign in with ipe login or aws sso login, or run where a role is given.'
      : (ADVICE[code] ?? 'Try again later; if it goes on, look at the state of the service.');
  return new CredentialError(
    'SECRET_UNREADABLE',
    `secret ${name} cannot be read from ${where}: ${code}: ${message}`,
    { cause: thrown, transient: isPassing(thrown), advice },
  );
}
