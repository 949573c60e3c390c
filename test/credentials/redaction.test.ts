import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registering, startRedaction } from '../../src/credentials/redaction.ts';
import { Secret } from '../../src/credentials/secret-store.ts';

function hiding(...values: readonly string[]) {
  const redaction = startRedaction();
  for (const value of values) redaction.register(value);
  return redaction.redact;
}

const PASSWORD = 'p;w}d/ü+"a<&\'\\ 9!';

describe('redaction', () => {
  it('changes nothing before a secret was read', () => {
    expect(startRedaction().redact('a [secret] b')).toBe('a [secret] b');
  });

  it.each([
    ['as it is', PASSWORD],
    ['in JSON', JSON.stringify({ at: PASSWORD })],
    ['in JSON inside of JSON', JSON.stringify({ at: JSON.stringify(PASSWORD) })],
    ['in a URL', `mssql://sa:${encodeURIComponent(PASSWORD)}@db`],
    [
      'in a URL with lower-case escapes',
      `x=${encodeURIComponent(PASSWORD).replace(/%../g, (e) => e.toLowerCase())}`,
    ],
    ['in a form', `${new URLSearchParams({ at: PASSWORD })}`],
    [
      'in HTML',
      `<td>${PASSWORD.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')}</td>`,
    ],
    ['in Base64', Buffer.from(PASSWORD).toString('base64')],
    ['in Base64 for URLs', Buffer.from(PASSWORD).toString('base64url')],
    ['in Base64 of a longer text', Buffer.from(`sa:${PASSWORD}@`).toString('base64')],
    ['in Base64 of a longer text, one byte on', Buffer.from(`sa1:${PASSWORD}@`).toString('base64')],
    [
      'in Base64 of a longer text, two bytes on',
      Buffer.from(`sa12:${PASSWORD}`).toString('base64'),
    ],
    ['in Base64 of UTF-16', Buffer.from(PASSWORD, 'utf16le').toString('base64')],
    ['in hex', Buffer.from(PASSWORD).toString('hex')],
    ['in upper-case hex', Buffer.from(PASSWORD).toString('hex').toUpperCase()],
    ['in hex of UTF-16', Buffer.from(PASSWORD, 'utf16le').toString('hex')],
    ['in upper-case hex of UTF-16', Buffer.from(PASSWORD, 'utf16le').toString('hex').toUpperCase()],
  ])('hides a secret %s', (_where, text) => {
    const shown = hiding(PASSWORD)(text);
    expect(shown).toContain('[secret]');
    expect(shown).not.toContain('p;w');
    expect(shown.length).toBeLessThan(text.length);
  });

  it('hides the longer of two secrets that begin alike, and all of several', () => {
    expect(hiding('hunter', 'hunter22')('hunter22 hunter hunter2')).toBe(
      '[secret] [secret] [secret]2',
    );
  });

  it('changes nothing more when it is done again, even for the password "secret"', () => {
    const redact = hiding('secret', 'cret');
    const once = redact('the secret is cretaceous');
    expect(once).toBe('the [secret] is [secret]aceous');
    expect(redact(once)).toBe(once);
  });

  it('refuses a secret shorter than 4 characters: hiding it would blank ordinary text', () => {
    const redaction = startRedaction();
    expect(() => redaction.register('abc')).toThrow(
      expect.objectContaining({ code: 'SECRET_REFUSED' }),
    );
    expect(redaction.redact('abc')).toBe('abc');
    redaction.register('abcd');
    expect(redaction.redact('abcd')).toBe('[secret]');
  });

  it('hides any secret in any text, JSON and inspected object', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 4, maxLength: 40, unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (secret, before, after) => {
          const redact = hiding(secret);
          const text = `${before}${secret}${after}`;
          expect(redact(text)).toContain('[secret]');
          expect(redact(JSON.stringify({ text }))).toContain('[secret]');
          expect(redact(encodeURIComponent(Buffer.from(text).toString()))).toContain('[secret]');
        },
      ),
    );
  });

  it('hides what a store gave before anybody else has it', async () => {
    const redaction = startRedaction();
    const store = registering(
      { rotationPausesMs: [], read: async (name) => new Secret(name, 'v1', 'hunter22') },
      redaction,
    );
    const secret = await store.read('sox/nav', new AbortController().signal);
    expect(redaction.redact(`${secret.reveal()} ${inspect(secret)}`)).toBe('[secret] [secret]');
  });
});
