import { PublishError } from './publish-error.ts';

/**
 * Follows the pages of an answer to their end. A token that comes again would begin them anew, for ever; pages that go
 * on without one are a part that would be judged as the whole.
 * @returns the next token of a page, undefined at the end
 */
export function followTokens(
  what: string,
): (token: string | undefined, goesOn?: boolean | undefined) => string | undefined {
  const seen = new Set<string>();
  return (token, goesOn = token !== undefined) => {
    if (token === undefined) {
      if (goesOn) throw notWhole(`${what} go on and nothing says where`);
      return undefined;
    }
    if (seen.has(token))
      throw notWhole(`${what}: page ${seen.size + 1} is followed by an earlier one`);
    seen.add(token);
    return token;
  };
}

function notWhole(how: string): PublishError {
  return new PublishError('AWS_FAILED', how, {
    advice: 'Find out what stands between AWS and here, then publish again: nothing is done twice.',
  });
}
