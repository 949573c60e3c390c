import { CredentialError } from './secret-store.ts';

/** The bytes of a secret as text, without one line break at their end. @throws CredentialError */
export function secretText(name: string, bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CredentialError('SECRET_UNREADABLE', `secret ${name} is not UTF-8 text`, {
      advice: 'Write it as UTF-8 text.',
    });
  }
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '' || secret.includes('\0')) {
    throw new CredentialError(
      'SECRET_REFUSED',
      `secret ${JSON.stringify(name)} ${secret === '' ? 'is empty' : 'holds a NUL character'}`,
      { advice: 'Write it again.' },
    );
  }
  return secret;
}
