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

export function startRedaction(): Redaction {
  let forms: readonly string[] = [];
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
      // longest first; what is hidden already is found whole, so that hiding twice changes nothing
      forms = [...new Set([...forms, ...formsOf(value)])].toSorted((a, b) => b.length - a.length);
      pattern = new RegExp([HIDDEN, ...forms].map(escaped).join('|'), 'g');
    },
    redact: (text) => (pattern === null ? text : text.replace(pattern, HIDDEN)),
  };
}

/** A store whose secrets are registered before anybody sees them. */
export function registering(store: SecretStore, redaction: Redaction): SecretStore {
  return {
    read: async (name, signal) => {
      const secret = await store.read(name, signal);
      redaction.register(secret.reveal());
      return secret;
    },
  };
}

function escaped(form: string): string {
  return form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function formsOf(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const url = urlEncoded(value);
  return [
    value,
    json,
    // JSON inside of JSON
    JSON.stringify(json).slice(1, -1),
    url,
    url.replaceAll('%20', '+'),
    url.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase()),
    // without the characters a writer of URLs may leave as they are
    url.replace(/%(21|27|28|29|2A)/g, decodeURIComponent),
    markup(value, '&#39;'),
    markup(value, "'"),
    ...[Buffer.from(value, 'utf8'), Buffer.from(value, 'utf16le')].flatMap(base64Forms),
    Buffer.from(value, 'utf8').toString('hex'),
  ];
}

function urlEncoded(value: string): string {
  // a lone surrogate, which no URL can hold, becomes U+FFFD
  return encodeURIComponent(Buffer.from(value, 'utf8').toString('utf8')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function markup(value: string, apostrophe: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);
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
