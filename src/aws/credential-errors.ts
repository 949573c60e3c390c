import { awsTrouble } from './aws-errors.ts';

/** What the SDK says in its own words while it looks for keys, of names of profiles at most. */
const OWN_WORDS =
  /^(Could not (load|resolve) credentials |The SSO session |Token is expired|Profile |EC2 Instance Metadata Service )/;

/**
 * Keys, or an error without what it quotes: services and programs that are asked for keys name the token or the keys
 * they were asked with, which nobody here has ever seen.
 */
export async function unquoted<Keys>(asking: Promise<Keys>): Promise<Keys> {
  try {
    return await asking;
  } catch (thrown) {
    throw withoutQuotes(thrown);
  }
}

function withoutQuotes(thrown: unknown): Error {
  const { name, status, message, requestId } = awsTrouble(thrown);
  const { code }: { readonly code?: unknown } = Object(thrown);
  const own = status === null && OWN_WORDS.test(message);
  const answer = status === null ? 'what was said' : `the answer (HTTP ${status})`;
  const words = own ? message : `no keys were given; ${answer} may quote secrets and is not shown`;
  const metadata = status === null ? {} : { $metadata: { httpStatusCode: status, requestId } };
  return Object.assign(new Error(words), {
    name,
    ...metadata,
    ...(code === undefined ? {} : { code }),
  });
}
