import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { CredentialError, isSecretName, Secret, type SecretStore } from './secret-store.ts';
import { secretText } from './secret-text.ts';

/** As large as a secret of AWS Secrets Manager may be; a larger file is no secret. */
const MOST_BYTES = 65_536;
/** Anybody on the machine may read or write it. */
const OTHERS = 0o006;

/**
 * Secrets as files of one folder, as Kubernetes and Docker mount them: `sox/nav` is the file `nav` in the folder
 * `sox`. Links are followed as long as they stay inside. One line break at the end of a file is not part of the secret.
 */
export function mountedSecrets(
  folder: string,
  platform: NodeJS.Platform = process.platform,
): SecretStore {
  return {
    rotationPausesMs: [],
    read: async (name, signal) => {
      signal.throwIfAborted();
      const path = await pathOf(folder, name);
      const file = await opened(path, name);
      try {
        const { version, bytes } = await content(file, name, platform);
        return new Secret(name, version, secretText(name, bytes));
      } finally {
        await file.close();
      }
    },
  };
}

async function pathOf(folder: string, name: string): Promise<string> {
  if (!isSecretName(name)) {
    throw refused(name, 'is no name of a secret', 'Names are words with / between them: sox/nav.');
  }
  const root = await real(folder, `the folder of secrets ${folder}`);
  const path = await real(join(root, ...name.split('/')), `secret ${name} in ${folder}`);
  const inside = relative(root, path);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw refused(
      name,
      `lies outside of ${folder}`,
      'Put the file into the folder; a link must not leave it.',
    );
  }
  return path;
}

async function real(path: string, what: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new CredentialError('SECRET_MISSING', `${what} does not exist`, {
        cause,
        advice: 'Mount it, or correct the name or SOXAUTO_SECRETS.',
      });
    }
    throw new CredentialError('SECRET_UNREADABLE', `${what} cannot be looked at: ${code}`, {
      cause,
      advice: 'Check the links on the way to it and the rights of the account that runs this.',
    });
  }
}

async function opened(path: string, name: string): Promise<FileHandle> {
  try {
    // not blocking: opening a pipe nobody writes to would never end; no link: the path was resolved
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (cause) {
    throw new CredentialError(
      'SECRET_UNREADABLE',
      `secret ${name} cannot be read: ${codeOf(cause)}`,
      { cause, advice: 'Give the account that runs this the right to read the file.' },
    );
  }
}

async function content(
  file: FileHandle,
  name: string,
  platform: NodeJS.Platform,
): Promise<{ readonly version: string; readonly bytes: Uint8Array }> {
  const stat = await file.stat();
  if (!stat.isFile()) throw refused(name, 'is no file', 'Name a file, not a folder.');
  // Windows reports made-up rights
  if (platform !== 'win32' && (stat.mode & OTHERS) !== 0) {
    throw refused(
      name,
      `may be read or written by everybody (mode ${(stat.mode & 0o777).toString(8)})`,
      'chmod 0400 the file; in Kubernetes set defaultMode 0440 and fsGroup, in Docker mode 0440.',
    );
  }
  const buffer = new Uint8Array(MOST_BYTES + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length);
    length += bytesRead;
    if (bytesRead === 0 || length === buffer.length) break;
  }
  if (length > MOST_BYTES) {
    throw refused(name, `is larger than ${MOST_BYTES} bytes`, 'Name the right file.');
  }
  return { version: `modified ${stat.mtime.toISOString()}`, bytes: buffer.subarray(0, length) };
}

function refused(name: string, what: string, advice: string): CredentialError {
  return new CredentialError('SECRET_REFUSED', `secret ${JSON.stringify(name)} ${what}`, {
    advice,
  });
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
}
