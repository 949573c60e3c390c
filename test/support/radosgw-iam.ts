import { createHash, createHmac } from 'node:crypto';
import type { RadosGateway } from './radosgw.ts';

/** An OpenID provider whose tokens the gateway is to take, and what they are exchanged for. */
export interface TrustedSignIn {
  readonly issuer: string;
  readonly clientId: string;
  /** Of the certificate the provider's key is published with: SHA-1 in hex. */
  readonly thumbprint: string;
  readonly role: string;
  /** What the role may do. */
  readonly actions: readonly string[];
}

/** Makes provider and role known to the gateway. @returns the ARN of the role */
export async function trustSignIn(
  gateway: RadosGateway,
  { issuer, clientId, thumbprint, role, actions }: TrustedSignIn,
): Promise<string> {
  const host = issuer.replace('http://', '');
  await perform(gateway, {
    Action: 'CreateOpenIDConnectProvider',
    Url: issuer,
    'ClientIDList.member.1': clientId,
    'ThumbprintList.member.1': thumbprint,
  });
  await perform(gateway, {
    Action: 'CreateRole',
    RoleName: role,
    AssumeRolePolicyDocument: policy({
      Effect: 'Allow',
      Principal: { Federated: [`arn:aws:iam:::oidc-provider/${host}`] },
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Condition: { StringEquals: { [`${host}:app_id`]: clientId } },
    }),
  });
  await perform(gateway, {
    Action: 'PutRolePolicy',
    RoleName: role,
    PolicyName: 'rights',
    PolicyDocument: policy({ Effect: 'Allow', Action: actions, Resource: ['arn:aws:s3:::*'] }),
  });
  return `arn:aws:iam:::role/${role}`;
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** One call of IAM, signed by the user with the caps: its client is not among our packages. */
async function perform(
  { endpoint, region, key }: RadosGateway,
  members: Readonly<Record<string, string>>,
): Promise<void> {
  const body = new URLSearchParams({ ...members, Version: '2010-05-08' }).toString();
  const moment = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    host: new URL(endpoint).host,
    'x-amz-date': moment,
  };
  const signedHeaders = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const asked = ['POST', '/', '', lines.join(''), signedHeaders, sha256(body)].join('\n');
  const scope = [moment.slice(0, 8), region, 'iam', 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', moment, scope.join('/'), sha256(asked)].join('\n');
  const signing = scope.reduce<string | Buffer>(hmac, `AWS4${key.secretAccessKey}`);
  const signature = hmac(signing, text).toString('hex');
  const response = await fetch(endpoint, {
    method: 'POST',
    body,
    headers: {
      'content-type': headers['content-type'],
      'x-amz-date': moment,
      authorization: `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope.join('/')}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    },
  });
  const answer = await response.text();
  if (!response.ok) {
    throw new Error(`radosgw refused ${members['Action']} (${response.status}): ${answer}`);
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
