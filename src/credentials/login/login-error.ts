import { PipelineError } from '../../kernel/errors.ts';

/** Signing in did not work, a sign-in has ended, or nobody says who calls. Never holds a token. */
export class LoginError extends PipelineError<
  | 'CACHE_UNSAFE'
  | 'CALLER_UNKNOWN'
  | 'CANCELLED'
  | 'LOGIN_DENIED'
  | 'LOGIN_EXPIRED'
  | 'NOT_SIGNED_IN'
  | 'PROVIDER_FAILED'
  | 'ROLE_REFUSED'
  | 'ROLE_UNAVAILABLE'
> {}
