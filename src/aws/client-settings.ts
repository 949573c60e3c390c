import type { STSClientConfig } from '@aws-sdk/client-sts';
import { unquoted } from './credential-errors.ts';
import type { OtherEndpoint } from './endpoints.ts';

/** Keys of a session, as the SDK asks for them; `forceRefresh` tells a provider to forget what it gave before. */
export type AwsCredentialsProvider = (properties?: {
  forceRefresh?: boolean;
}) => Promise<AwsCredentials>;

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** How a service of AWS is reached. Endpoints come from the SDK's own settings (`AWS_ENDPOINT_URL_S3`). */
export interface AwsAccess {
  readonly region: string;
  /** Left out: the SDK's default chain (container role, web identity, profile, IAM Identity Center). */
  readonly credentials?: AwsCredentialsProvider;
  /** Told what is secret of the keys a request is signed with, before it is sent, wherever they came from. */
  readonly onSecret?: (value: string) => void;
  /** Told where those keys came from, as the SDK says it (`CREDENTIALS_PROFILE`); undefined where it says nothing. */
  readonly onSource?: (source: string | undefined) => void;
  /** Services those settings have reached elsewhere, as far as they are used: for whoever writes down where it was. */
  readonly endpoints?: readonly OtherEndpoint[];
}

/** How long to wait, in milliseconds, and how often to try. */
export interface ClientLimits {
  readonly connectMs: number;
  /** Until an answer begins; null where it begins after a long upload only. */
  readonly answerMs: number | null;
  /** Without a byte. */
  readonly idleMs: number;
  /** Tries of the SDK for one request. */
  readonly attempts: number;
}

export const CLIENT_LIMITS: ClientLimits = {
  connectMs: 5_000,
  answerMs: 30_000,
  idleMs: 60_000,
  attempts: 5,
};

/** What the SDK warns of reaches whoever called as an error; it must not stand between log lines. */
const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * What every client is made with. Without an idle limit a body that stalls is waited for for ever
 * (design/aws.md section 8).
 * @param anew the keys given before have expired
 */
export function clientSettings(
  access: AwsAccess,
  limits: Partial<ClientLimits> = {},
  anew = false,
) {
  const { region, credentials } = access;
  const { connectMs, answerMs, idleMs, attempts } = { ...CLIENT_LIMITS, ...limits };
  return {
    region,
    // the chain remembers what it read of a file for the whole process, ended keys too
    ...(credentials === undefined
      ? { ignoreCache: anew }
      : { credentials: anew ? () => credentials({ forceRefresh: true }) : credentials }),
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: connectMs,
      ...(answerMs === null ? {} : { requestTimeout: answerMs, throwOnRequestTimeout: true }),
      socketTimeout: idleMs,
    },
    logger: QUIET,
    extensions: [watchingKeys(access)],
  };
}

type Extension = NonNullable<STSClientConfig['extensions']>[number];
type Signing = Pick<Parameters<Extension['configure']>[0], 'httpAuthSchemes'>;

/**
 * Signing is where the keys of every chain pass, those of a role that the SDK found by itself too. What the SDK made
 * them from does not pass there, so errors of the chain come without what they may quote of it.
 */
function watchingKeys({ credentials, onSecret, onSource }: AwsAccess) {
  const isChain = credentials === undefined;
  return {
    configure: (client: Signing) => {
      for (const scheme of client.httpAuthSchemes()) {
        const { signer } = scheme;
        const sign = signer.sign.bind(signer);
        signer.sign = (request, identity, properties) => {
          for (const secret of secretsOf(identity)) onSecret?.(secret);
          onSource?.(sourceOf(identity));
          const signed = sign(request, identity, properties);
          // the signer asks for the keys once more
          return isChain ? unquoted(signed) : signed;
        };
        if (!isChain) continue;
        const providerOf = scheme.identityProvider.bind(scheme);
        scheme.identityProvider = (config) => {
          const provider = providerOf(config);
          return provider && ((properties) => unquoted(provider(properties)));
        };
      }
    },
  };
}

function secretsOf(identity: object): readonly string[] {
  const { secretAccessKey, sessionToken }: Readonly<Record<string, unknown>> = { ...identity };
  return [secretAccessKey, sessionToken].filter((each) => typeof each === 'string');
}

function sourceOf(identity: object): string | undefined {
  const { $source }: Readonly<Record<string, unknown>> = { ...identity };
  const names = Object.keys(Object($source));
  return names.length === 0 ? undefined : names.toSorted().join(', ');
}
