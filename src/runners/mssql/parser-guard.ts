import { createRequire } from 'node:module';
import type { Connection } from 'tedious';

const require = createRequire(import.meta.url);
/** From 20 on the driver reports such answers itself. */
const NEEDED = Number(require('tedious/package.json').version.split('.')[0]) < 20;

/** What tedious 19 calls for every answer; its types keep it private. */
interface AnswerReader {
  createTokenStreamParser?: (message: unknown, handler: TokenHandler) => AnswerParser;
  socket?: { destroy(error: Error): void };
  closed?: boolean;
}
interface AnswerParser {
  parser?: Emitter;
  emit(event: string): boolean;
}
type TokenHandler = Record<string, unknown>;
interface Emitter {
  on(event: 'error', listener: (error: Error) => void): void;
}

/**
 * Turns an answer that cannot be read into a lost connection. In tedious 19 the stream that reads an answer has no
 * listener for errors: a message that ends inside of a row, or a byte that is no token, ends the whole process, or
 * leaves the request waiting for ever. The guard listens, and destroys the socket with what was thrown; the driver
 * then reports its request as failed, in the order and by the way it does for any lost connection. And an answer that
 * was read already may end after its connection did: the driver would then call back a request it has forgotten, which
 * ends the process too, so that end is kept from it. Versions from 20 on need no guard; whatever a driver does,
 * the watchdogs end the request.
 */
export function guardAnswers(connection: Connection): void {
  if (!NEEDED) return;
  // the method is there in 19, which its types do not show
  const reader = connection as unknown as AnswerReader;
  const create = reader.createTokenStreamParser?.bind(connection);
  if (create === undefined) return;
  const end = (thrown: unknown) =>
    reader.socket?.destroy(
      new Error(
        `the answer cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      ),
    );
  reader.createTokenStreamParser = (message, handler) => {
    const parser = create(message, guarded(handler, end));
    parser.parser?.on('error', end);
    const emit = parser.emit.bind(parser);
    parser.emit = (event) => (event === 'end' && reader.closed === true ? false : emit(event));
    return parser;
  };
}

/** The same handler; what a token makes it throw ends the connection. Rows, which throw nothing, go straight through. */
function guarded(handler: TokenHandler, end: (thrown: unknown) => void): TokenHandler {
  const wrapped: TokenHandler = Object.create(handler);
  for (
    let level: object | null = Object.getPrototypeOf(handler);
    level !== null && level !== Object.prototype;
    level = Object.getPrototypeOf(level)
  ) {
    for (const name of Object.getOwnPropertyNames(level)) {
      const method = handler[name];
      if (!name.startsWith('on') || name === 'onRow' || typeof method !== 'function') continue;
      wrapped[name] = (token: unknown) => {
        try {
          method.call(handler, token);
        } catch (thrown) {
          end(thrown);
        }
      };
    }
  }
  return wrapped;
}
