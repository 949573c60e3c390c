import { CredentialError, HIDDEN, type SecretStore } from './secret-store.ts';

/** Keeps what was registered out of every text that goes through it. */
export interface Redaction {
  /** @throws CredentialError SECRET_REFUSED for one too short to be kept out of anything */
  register(value: string): void;
  /** The text with `[secret]` wherever a registered value stands, plain or in a common encoding. */
  redact(text: string): string;
}

/** Hiding `a` or `12` would blank ordinary text and show by the gaps where it stood: such a secret is refused. */
const SHORTEST = 4;
/** A shorter piece of Base64 is found in digests and ids by chance. */
const SHORTEST_BASE64 = 8;
/** Longer ones are tokens, which have nothing to escape, or whole settings, whose password is registered by itself. */
const LONGEST_IN_URL = 1024;

export function startRedaction(): Redaction {
  const values = new Set<string>();
  let pattern: RegExp | null = null;
  return {
    register: (value) => {
      if (value.length < SHORTEST) {
        throw new CredentialError(
          'SECRET_REFUSED',
          `a secret shorter than ${SHORTEST} characters cannot be kept out of logs and evidence`,
          { advice: 'Give the login a longer password.' },
        );
      }
      if (values.has(value)) return;
      values.add(value);
      // the longest secret first; what is hidden already is found whole, so that hiding twice changes nothing
      const longestFirst = [...values].toSorted((a, b) => b.length - a.length);
      const forms = new Set([escaped(HIDDEN), ...longestFirst.flatMap(formsOf)]);
      pattern = new RegExp([...forms].join('|'), 'g');
    },
    redact: (text) => (pattern === null ? text : text.replace(pattern, HIDDEN)),
  };
}

/** A store whose secrets are registered before anybody sees them. */
export function registering(store: SecretStore, redaction: Redaction): SecretStore {
  return {
    ...store,
    read: async (name, signal, options) => {
      const secret = await store.read(name, signal, options);
      redaction.register(secret.reveal());
      return secret;
    },
  };
}

/** What to look for, as regular expressions. */
function formsOf(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const exact = [
    value,
    json,
    // JSON inside of JSON
    JSON.stringify(json).slice(1, -1),
    markup(value, '&#39;'),
    markup(value, "'"),
    ...[Buffer.from(value, 'utf8'), Buffer.from(value, 'utf16le')].flatMap(encodedForms),
  ].map(escaped);
  return value.length > LONGEST_IN_URL ? exact : [...exact, urlForm(value)];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Writers of URLs differ in which characters they escape and in the case of the digits. */
function urlForm(value: string): string {
  return [...value]
    .map((character) => {
      const octets = [...Buffer.from(character, 'utf8')]
        .map((octet) => octet.toString(16).padStart(2, '0'))
        .map((hex) => `%${hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)}`);
      const plus = character === ' ' ? '|\\+' : '';
      return `(?:${escaped(character)}|${octets.join('')}${plus})`;
    })
    .join('');
}

function markup(value: string, apostrophe: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);
}

/** Bytes as people dump them. */
function encodedForms(bytes: Buffer): readonly string[] {
  const hex = bytes.toString('hex');
  return [...base64Forms(bytes), hex, hex.toUpperCase()];
}

/** Base64 of the bytes wherever they begin in a larger text (`user:password`): what depends on them alone. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const bits = (before + bytes.length) * 8;
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const own = whole.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
    if (own.length < SHORTEST_BASE64) return [];
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
