import type { AwsStandIn } from './start-aws-stand-in.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.env['AWS_EC2_METADATA_DISABLED'] = 'true';

/** Keys as the SDK's clients take them. */
export interface ClientCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What every client of the SDK needs to reach an endpoint of a test. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: ClientCredentials;
}

export const REGION = 'eu-west-1';

/** For `new S3Client(...)` and all others: real clients, unmodified, that talk to the stand-in. */
export function clientSettings(
  standIn: Pick<AwsStandIn, 'endpoint' | 'key'>,
  credentials: ClientCredentials = standIn.key,
): ClientSettings {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    endpoint: standIn.endpoint,
    region: REGION,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  };
}

/** The same as environment variables, for a command line in a process of its own. */
export function clientEnvironment(
  standIn: Pick<AwsStandIn, 'endpoint' | 'key'>,
  credentials: ClientCredentials = standIn.key,
): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    AWS_ENDPOINT_URL: standIn.endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
