import type { LoginPrompt } from '../credentials/login/identity-provider.ts';
import {
  currentLogin,
  logIn,
  logOut,
  type SignedIn,
  type SignedOut,
} from '../credentials/login/login-session.ts';
import { systemClock } from '../kernel/clock.ts';
import { requiredAws } from './aws-access.ts';
import { usedEndpoints } from './aws-endpoints.ts';
import { loadConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { redaction } from './redaction.ts';

/** Signs the person in and keeps the session in the person's own cache folder. @throws ConfigError, LoginError */
export async function signInPerson(
  workingFolder: string,
  show: (prompt: LoginPrompt) => void,
  signal: AbortSignal,
): Promise<SignedIn> {
  const options = loginOptions(workingFolder, signal);
  // what the provider says of the person is shown to AWS alone
  await usedEndpoints(['sts'], loadConfig(workingFolder), options.settings.region);
  return await logIn(options, show);
}

/** Who is signed in. @throws ConfigError, LoginError NOT_SIGNED_IN */
export async function signedInPerson(
  workingFolder: string,
  signal: AbortSignal,
): Promise<SignedIn> {
  return await currentLogin(loginOptions(workingFolder, signal));
}

/** Ends the kept session at the provider and deletes it. @throws ConfigError */
export async function signOutPerson(
  workingFolder: string,
  signal: AbortSignal,
): Promise<SignedOut> {
  return await logOut(loginOptions(workingFolder, signal));
}

function loginOptions(workingFolder: string, signal: AbortSignal) {
  const { aws, cacheFolder } = loadConfig(workingFolder);
  const { login: settings } = requiredAws(aws);
  if (settings === null) {
    throw new ConfigError('BAD_CONFIG', 'aws.login is not configured', {
      advice: 'Add issuer, client_id and role_arn, or sign in with aws sso login.',
    });
  }
  return { settings, cacheFolder, clock: systemClock, redaction, signal };
}
