import type { ActiveFaults } from './faults.ts';
import type { Incoming, Reply } from './http-exchange.ts';
import { jsonFault } from './json-protocol.ts';
import type { Refusal } from './key-ring.ts';
import { S3Fault, s3FaultReply } from './s3/s3-fault.ts';
import { ServiceFault } from './service.ts';
import { ssoFault } from './sso.ts';
import { queryFault } from './sts/query-protocol.ts';

type Asked = Pick<Incoming, 'service' | 'method' | 'requestId'>;

/** An error in the form of the service that was asked. */
export function errorReply(incoming: Asked, status: number, code: string, message: string): Reply {
  switch (incoming.service) {
    case 's3':
      return s3FaultReply(new S3Fault(status, code, message), incoming);
    case 'sts':
      return queryFault(status, code, message, incoming.requestId);
    case 'sso':
      return ssoFault(status, code, message);
    case 'athena':
      return jsonFault(new ServiceFault(code, { Message: message }, status));
    case 'secretsmanager':
      return jsonFault(new ServiceFault(code, { message }, status));
  }
}

function throttled(incoming: Asked, reason: string | undefined): Reply {
  switch (incoming.service) {
    case 's3':
      return errorReply(incoming, 503, 'SlowDown', 'Please reduce your request rate.');
    case 'sts':
      return errorReply(incoming, 400, 'Throttling', 'Rate exceeded');
    case 'sso':
      return errorReply(incoming, 429, 'TooManyRequestsException', 'Rate exceeded');
    case 'secretsmanager':
      return errorReply(incoming, 400, 'ThrottlingException', 'Rate exceeded');
    case 'athena': {
      const more = reason === undefined ? {} : { Reason: reason };
      return jsonFault(
        new ServiceFault('TooManyRequestsException', { Message: 'Rate exceeded', ...more }),
      );
    }
  }
}

function serverError(incoming: Asked, status: number): Reply {
  const code = { s3: 'InternalError', sts: 'InternalFailure', sso: 'InternalServerException' };
  const { service } = incoming;
  if (service === 'athena') {
    return errorReply(incoming, status, 'InternalServerException', 'Internal server error');
  }
  if (service === 'secretsmanager') {
    return errorReply(incoming, status, 'InternalServiceError', 'An error occurred on the server.');
  }
  const name = service === 's3' && status === 503 ? 'ServiceUnavailable' : code[service];
  return errorReply(incoming, status, name, 'We encountered an internal error. Please try again.');
}

const EXPIRED = 'The security token included in the request is expired';

/** What a sender that is not taken for one gets. */
export function refusalReply(incoming: Asked, refusal: Refusal): Reply {
  const { service } = incoming;
  const [form, status]: ['s3' | 'sts' | 'json', number] =
    service === 's3' ? ['s3', 403] : service === 'sts' ? ['sts', 403] : ['json', 400];
  const say = (code: { s3: string; sts: string; json: string }, message: string, other = status) =>
    errorReply(incoming, other, code[form], message);
  switch (refusal) {
    case 'missing':
      return say(
        {
          s3: 'AccessDenied',
          sts: 'MissingAuthenticationToken',
          json: 'MissingAuthenticationTokenException',
        },
        form === 's3' ? 'Access Denied' : 'Request is missing Authentication Token',
      );
    case 'unknown-key':
      return say(
        {
          s3: 'InvalidAccessKeyId',
          sts: 'InvalidClientTokenId',
          json: 'UnrecognizedClientException',
        },
        form === 's3'
          ? 'The AWS Access Key Id you provided does not exist in our records.'
          : 'The security token included in the request is invalid.',
      );
    case 'wrong-token':
      return say(
        { s3: 'InvalidToken', sts: 'InvalidClientTokenId', json: 'UnrecognizedClientException' },
        'The security token included in the request is invalid.',
        form === 's3' ? 400 : status,
      );
    case 'expired':
      return say(
        { s3: 'ExpiredToken', sts: 'ExpiredToken', json: 'ExpiredTokenException' },
        form === 's3' ? 'The provided token has expired.' : EXPIRED,
        form === 's3' ? 400 : status,
      );
    case 'wrong-signature':
      return say(
        {
          s3: 'SignatureDoesNotMatch',
          sts: 'SignatureDoesNotMatch',
          json: 'InvalidSignatureException',
        },
        'The request signature we calculated does not match the signature you provided.',
      );
    case 'skewed':
      return say(
        {
          s3: 'RequestTimeTooSkewed',
          sts: 'SignatureDoesNotMatch',
          json: 'InvalidSignatureException',
        },
        form === 's3'
          ? 'The difference between the request time and the current time is too large.'
          : 'Signature expired: the request time differs too much from the current time',
      );
  }
}

/** The answer a fault gives in the service's place; null when none does. */
export function faultReply(incoming: Asked, faults: ActiveFaults): Reply | null {
  const throttle = faults.find('throttle');
  if (throttle !== undefined) return throttled(incoming, throttle.reason);
  const broken = faults.find('server-error');
  if (broken !== undefined) return serverError(incoming, broken.status ?? 500);
  const error = faults.find('error');
  if (error !== undefined) {
    return errorReply(incoming, error.status, error.code, error.message ?? error.code);
  }
  if (faults.find('html') !== undefined) {
    return {
      status: 503,
      headers: { 'content-type': 'text/html' },
      body: Buffer.from('<html><body><h1>503 Service Unavailable</h1></body></html>\n'),
    };
  }
  const inside = faults.find('error-in-200');
  if (inside !== undefined) {
    const message = 'We encountered an internal error. Please try again.';
    return {
      ...errorReply(incoming, 500, inside.code ?? 'InternalError', message),
      status: 200,
    };
  }
  return faults.find('expired-token') === undefined ? null : refusalReply(incoming, 'expired');
}
