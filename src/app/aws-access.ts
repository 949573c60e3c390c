import type { AwsAccess, AwsCredentialsProvider } from '../aws/client-settings.ts';
import type { AwsService } from '../aws/endpoints.ts';
import { systemClock } from '../kernel/clock.ts';
import { usedEndpoints } from './aws-endpoints.ts';
import type { AwsSettings } from './aws-settings.ts';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import { redaction } from './redaction.ts';

/** What says as whom AWS is reached. */
export type AwsIdentity = Pick<Config, 'aws' | 'cacheFolder' | 'environment'>;

/**
 * Until the process ends: what a run leaves behind when it is cancelled is stopped and sealed after that, with keys that
 * may have to be renewed then. Requests end with signals of their own.
 */
export const WHOLE_PROCESS = new AbortController().signal;

/**
 * The named services of AWS as configured, in another region where one is named.
 * @param signal until when keys of a person are renewed
 * @throws ConfigError where nothing says which region, or where production would not reach AWS
 */
export async function awsAccess(
  identity: AwsIdentity,
  services: readonly AwsService[],
  signal: AbortSignal,
  region: string = requiredAws(identity.aws).region,
): Promise<AwsAccess> {
  // keys may come from STS: nobody else is told what they are made from
  const endpoints = await usedEndpoints(['sts', ...services], identity, region);
  const credentials = await awsCredentials(identity, signal);
  return {
    region,
    ...(credentials === undefined ? {} : { credentials }),
    onSecret: redaction.register,
    endpoints,
  };
}

/** Keys of the person signed in where people sign in; undefined leaves it to the SDK's default chain. */
async function awsCredentials(
  { aws, cacheFolder }: AwsIdentity,
  signal: AbortSignal,
): Promise<AwsCredentialsProvider | undefined> {
  const settings = aws?.login ?? null;
  if (settings === null) return undefined;
  // loaded only by those who sign in
  const { loginCredentials } = await import('../credentials/login/login-session.ts');
  return loginCredentials({ settings, cacheFolder, clock: systemClock, redaction, signal });
}

/** @throws ConfigError where nothing says how AWS is reached */
export function requiredAws(aws: AwsSettings | null): AwsSettings {
  if (aws !== null) return aws;
  throw new ConfigError('BAD_CONFIG', 'aws is not configured', {
    advice: 'Add aws with at least its region to soxauto.config.json.',
  });
}
