import { inspect } from 'node:util';
import { PipelineError } from '../kernel/errors.ts';

/** Where secrets are read by name. Configuration holds names only. */
export interface SecretStore {
  /** With `fresh`, as the store has it now, not as it was remembered. @throws CredentialError */
  read(name: string, signal: AbortSignal, options?: { readonly fresh?: boolean }): Promise<Secret>;
  /** How long to wait, time after time, for the new state of a secret that is just being changed. */
  readonly rotationPausesMs: readonly number[];
}

export class CredentialError extends PipelineError<
  'SECRET_MISSING' | 'SECRET_REFUSED' | 'SECRET_UNREADABLE'
> {}

/** What stands wherever a secret would be shown. */
export const HIDDEN = '[secret]';

/** The text of a secret, which shows only to whoever asks for it by `reveal()`. */
export class Secret {
  readonly name: string;
  /** Tells one state of the secret from another in evidence and says nothing about its text. */
  readonly version: string;
  readonly #text: string;

  constructor(name: string, version: string, text: string) {
    this.name = name;
    this.version = version;
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9_.+=@-]*$/;

/** `sox/nav`: words with `/` between them; nothing that a folder or a shell reads another way. */
export function isSecretName(name: string): boolean {
  return name.length <= 200 && name.split('/').every((segment) => SEGMENT.test(segment));
}
