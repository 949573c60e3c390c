/** Keys of a session, as the SDK asks for them before each request. */
export type AwsCredentialsProvider = () => Promise<AwsCredentials>;

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** How a service of AWS is reached. Endpoints come from the SDK's own environment (`AWS_ENDPOINT_URL_S3`). */
export interface AwsAccess {
  readonly region: string;
  /** Left out: the SDK's default chain (container role, web identity, profile, IAM Identity Center). */
  readonly credentials?: AwsCredentialsProvider;
}

/**
 * What every client is made with. Without a socket time-out a body that stalls is waited for for ever
 * (design/aws.md section 8).
 */
export function clientSettings({ region, credentials }: AwsAccess) {
  return {
    region,
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, socketTimeout: 60_000 },
  };
}
