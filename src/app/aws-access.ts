import type { AwsAccess } from '../aws/client-settings.ts';
import { systemClock } from '../kernel/clock.ts';
import type { AwsSettings } from './aws-settings.ts';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import { redaction } from './redaction.ts';

/** AWS as configured, in another region where one is named; as the person signed in where people sign in. */
export async function awsAccess(
  { aws, cacheFolder }: Pick<Config, 'aws' | 'cacheFolder'>,
  signal: AbortSignal,
  region?: string,
): Promise<AwsAccess> {
  const { login, region: own } = requiredAws(aws);
  if (login === null) return { region: region ?? own };
  // loaded only by those who sign in
  const { loginCredentials } = await import('../credentials/login/login-session.ts');
  const options = { settings: login, cacheFolder, clock: systemClock, redaction, signal };
  return { region: region ?? own, credentials: loginCredentials(options) };
}

/** @throws ConfigError where nothing says how AWS is reached */
export function requiredAws(aws: AwsSettings | null): AwsSettings {
  if (aws !== null) return aws;
  throw new ConfigError('BAD_CONFIG', 'aws is not configured', {
    advice: 'Add aws with at least its region to soxauto.config.json.',
  });
}
