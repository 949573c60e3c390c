import { ConfigError } from './config-error.ts';

/** Keys people write secrets under; `secret` and `secrets` hold names and have their own form. */
const SECRET_KEY =
  /pass(word|wd|phrase)?$|^pwd$|secret$|token$|api_?key$|private_?key$|connection_?string$|credential/i;
const NAMES = ['secret', 'secrets'];
/** A connection string, or a URL with a password. */
const SECRET_VALUE = /\b(pwd|password)\s*=|^[a-z][a-z0-9+.-]*:\/\/[^/\s]*:[^/\s]*@/i;

/** The file is read by many and kept in repositories: a secret in it is refused. @throws ConfigError */
export function refuseSecrets(file: string, content: unknown, path = ''): void {
  if (typeof content === 'string' && SECRET_VALUE.test(content)) throw inFile(file, path);
  if (typeof content !== 'object' || content === null) return;
  for (const [key, value] of Object.entries(content)) {
    const place = path === '' ? key : `${path}.${key}`;
    if (SECRET_KEY.test(key) && !NAMES.includes(key)) throw inFile(file, place);
    refuseSecrets(file, value, place);
  }
}

function inFile(file: string, path: string): ConfigError {
  return new ConfigError('BAD_CONFIG', `${file}: ${path}: a secret must not stand in this file`, {
    advice:
      'Keep it in the store of secrets and give its name under secret; change it if the file was ever shared.',
  });
}
