import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Caller } from '../aws/allowed-caller.ts';
import { awsTrouble, hasNoCredentials, isTransient } from '../aws/aws-errors.ts';
import { type AwsAccess, clientSettings } from '../aws/client-settings.ts';
import { renewedClient } from '../aws/renewed-client.ts';
import { LoginError } from './login/login-error.ts';

/** Whose the keys are that AWS is reached with, as AWS itself says. @throws LoginError */
export async function callerIdentity(access: AwsAccess, signal: AbortSignal): Promise<Caller> {
  const client = renewedClient(() => new STSClient(clientSettings(access)));
  try {
    const { Account, Arn, UserId } = await client.call((each) =>
      each.send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
    );
    return { account: Account ?? '', arn: Arn ?? '', userId: UserId ?? '' };
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
  const nobody = hasNoCredentials(thrown);
  return new LoginError(
    nobody ? 'NOT_SIGNED_IN' : 'CALLER_UNKNOWN',
    `AWS STS in ${region} does not say who runs this: ${name}: ${message}`,
    {
      cause: thrown,
      transient: isTransient(thrown),
      advice: nobody
        ? 'Sign in with ipe login or aws sso login, or run where a role is given.'
        : 'Check the profile or role this is run with; sign in again if its session has ended.',
    },
  );
}
