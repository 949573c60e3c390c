import { STSClient } from '@aws-sdk/client-sts';
import type { Caller } from '../aws/allowed-caller.ts';
import { awsTrouble, awsTroubleKind, isPassing } from '../aws/aws-errors.ts';
import { askCaller } from '../aws/caller.ts';
import { type AwsAccess, clientSettings } from '../aws/client-settings.ts';
import { renewedClient } from '../aws/renewed-client.ts';
import { LoginError } from './login/login-error.ts';

/** Whose the keys are that AWS is reached with, as AWS itself says. @throws LoginError */
export async function callerIdentity(access: AwsAccess, signal: AbortSignal): Promise<Caller> {
  const client = renewedClient((anew) => new STSClient(clientSettings(access, {}, anew)));
  try {
    return await client.call((sts) => askCaller(sts, signal));
  } catch (thrown) {
    signal.throwIfAborted();
    throw unknownCaller(access.region, thrown);
  } finally {
    client.close();
  }
}

function unknownCaller(region: string, thrown: unknown): LoginError {
  if (thrown instanceof LoginError) return thrown;
  const { name, message } = awsTrouble(thrown);
  const nobody = awsTroubleKind(thrown) === 'no credentials';
  return new LoginError(
    nobody ? 'NOT_SIGNED_IN' : 'CALLER_UNKNOWN',
    `AWS STS in ${region} does not say who runs this: ${name}: ${message}`,
    {
      cause: thrown,
      transient: isPassing(thrown),
      advice: nobody
        ? 'Sign in with ipe login or aws sso login, or run where a role is given.'
        : 'Check the profile or role this is run with; sign in again if its session has ended.',
    },
  );
}
