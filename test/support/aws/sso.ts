import type { Incoming, Reply } from './http-exchange.ts';
import type { KeyRing } from './key-ring.ts';
import { sessionArn } from './sts/sts-service.ts';

/** A sign-in to the portal of IAM Identity Center and what it opens. */
export interface PortalSession {
  readonly accessToken: string;
  readonly account: string;
  readonly role: string;
  /** Name of the person in the role's session. */
  readonly user: string;
}

function restReply(status: number, members: object, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(members)),
  };
}

export function ssoFault(status: number, code: string, message: string): Reply {
  return restReply(status, { message }, { 'x-amzn-errortype': code });
}

const SESSION_SECONDS = 3600;

/** `GET /federation/credentials` of the portal. */
export function roleCredentials(
  incoming: Incoming,
  sessions: readonly PortalSession[],
  keys: KeyRing,
): Reply {
  const { headers, query } = incoming;
  const own = sessions.filter(
    ({ accessToken }) => accessToken === headers['x-amz-sso_bearer_token'],
  );
  if (own.length === 0) {
    return ssoFault(401, 'UnauthorizedException', 'Session token not found or invalid');
  }
  const session = own.find(
    ({ account, role }) => account === query.get('account_id') && role === query.get('role_name'),
  );
  if (session === undefined) return ssoFault(403, 'ForbiddenException', 'No access');
  const { account, role, user } = session;
  const key = keys.issue(sessionArn(`arn:aws:iam::${account}:role/${role}`, user), SESSION_SECONDS);
  return restReply(200, {
    roleCredentials: {
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey,
      sessionToken: key.sessionToken,
      expiration: key.expiration.getTime(),
    },
  });
}
