import type { Login7 } from './login.ts';
import type { Prelogin } from './prelogin.ts';
import type { TransactionRequest, WireParameter } from './requests.ts';

/** What a request was taken for. */
export type RequestKind =
  | 'settings'
  | 'describe'
  | 'format-only'
  | 'extract'
  | 'aggregate'
  | 'facts'
  | 'native'
  | 'probe'
  | 'begin'
  | 'commit'
  | 'rollback'
  | 'save'
  /** Refused by the server when it compiled the text. */
  | 'rejected'
  | 'unexpected';

export type TrafficEvent =
  | { readonly event: 'connected' }
  | ({ readonly event: 'prelogin' } & Prelogin)
  | {
      readonly event: 'tls';
      readonly protocol: string | null;
      readonly cipher: string;
      readonly serverName: string | null;
    }
  | ({ readonly event: 'login'; readonly encrypted: boolean } & Login7)
  | { readonly event: 'batch'; readonly text: string; readonly kind: RequestKind }
  | {
      readonly event: 'rpc';
      readonly procedure: string;
      readonly parameters: readonly WireParameter[];
      /** The statement of sp_executesql, the text of describe. */
      readonly text: string;
      readonly kind: RequestKind;
    }
  | {
      readonly event: 'transaction';
      readonly operation: TransactionRequest['operation'];
      readonly isolation: number;
    }
  | { readonly event: 'attention' }
  | { readonly event: 'answered-error'; readonly number: number; readonly message: string }
  | { readonly event: 'garbage'; readonly header: string }
  | { readonly event: 'closed' }
  /** Something the client must never do, or a statement nobody expected: `close()` throws on it. */
  | { readonly event: 'failure'; readonly message: string };

export type TrafficEntry = TrafficEvent & { readonly seq: number; readonly connection: number };

/** Everything that crossed the wire, in order. */
export class TrafficLog {
  readonly entries: TrafficEntry[] = [];
  readonly #showPasswords: boolean;

  constructor(showPasswords: boolean) {
    this.#showPasswords = showPasswords;
  }

  add(connection: number, event: TrafficEvent): void {
    const shown =
      event.event === 'login' && !this.#showPasswords
        ? { ...event, password: '***', token: event.token === null ? null : '***' }
        : event;
    this.entries.push({ seq: this.entries.length + 1, connection, ...shown });
  }

  failures(): readonly string[] {
    return this.entries.flatMap((entry) =>
      entry.event === 'failure' ? [`connection ${entry.connection}: ${entry.message}`] : [],
    );
  }
}
