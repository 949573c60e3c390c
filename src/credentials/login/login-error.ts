import { PipelineError } from '../../kernel/errors.ts';

/** Signing in did not work, or a sign-in has ended. Never holds a token. */
export class LoginError extends PipelineError<
  | 'CACHE_UNSAFE'
  | 'CANCELLED'
  | 'LOGIN_DENIED'
  | 'LOGIN_EXPIRED'
  | 'NOT_SIGNED_IN'
  | 'PROVIDER_FAILED'
  | 'ROLE_REFUSED'
> {}
