import { z } from 'zod';
import type { AllowedCaller } from '../aws/allowed-caller.ts';
import { isThisMachine } from '../credentials/login/loopback.ts';

export const awsRegion = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-[0-9]$/, 'is no region, such as eu-west-1');
export const awsAccount = z.string().regex(/^[0-9]{12}$/, 'is no account number of twelve digits');
const roleArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:iam::[0-9]{12}:role\/[\w+=,.@/-]{1,512}$/, 'is no ARN of a role');

/** Plain HTTP would show the sign-in to everybody on the way. */
function isSafeIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const bare = username === '' && password === '' && search === '' && hash === '';
  return bare && (protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname)));
}

/** What soxauto.config.json says of AWS as a whole. */
export const awsBlock = z.strictObject({
  region: awsRegion.describe(
    'where the services are reached; sources and the store may name another',
  ),
  allowed: z
    .array(
      z.strictObject({
        account: awsAccount,
        role: z
          .string()
          .regex(/^[\w+=,.@*-]{1,64}$/, 'is no name of a role; * stands for any characters')
          .describe('name of the role; * stands for any characters'),
      }),
    )
    .min(1)
    .optional()
    .describe(
      'who may run this: anybody else is stopped before the first query; must be written in production',
    ),
  login: z
    .strictObject({
      issuer: z
        .string()
        .refine(isSafeIssuer, 'is no https address of an OpenID provider')
        .describe('address of the OpenID provider, as its tokens name it'),
      client_id: z.string().min(1).max(200),
      scope: z
        .string()
        .regex(/^openid( [\w:./-]+)*$/, 'begins with openid')
        .optional()
        .describe('default openid profile email offline_access'),
      role_arn: roleArn.describe('role people work in after signing in'),
      session_seconds: z.int().min(900).max(43_200).optional().describe('default 3600'),
    })
    .optional()
    .describe('people sign in with ipe login; without it the default chain of the AWS SDK is used'),
});

/** How AWS is reached, and as whom. */
export interface AwsSettings {
  readonly region: string;
  readonly allowed: readonly AllowedCaller[];
  readonly login: {
    readonly issuer: string;
    readonly clientId: string;
    readonly scope: string;
    readonly region: string;
    readonly roleArn: string;
    readonly sessionSeconds: number;
  } | null;
}

const DEFAULT_SCOPE = 'openid profile email offline_access';
const DEFAULT_SESSION_SECONDS = 3600;

export function awsSettings({ region, allowed, login }: z.infer<typeof awsBlock>): AwsSettings {
  return {
    region,
    allowed: allowed ?? [],
    login:
      login === undefined
        ? null
        : {
            issuer: login.issuer,
            clientId: login.client_id,
            scope: login.scope ?? DEFAULT_SCOPE,
            region,
            roleArn: login.role_arn,
            sessionSeconds: login.session_seconds ?? DEFAULT_SESSION_SECONDS,
          },
  };
}
