/** Isolation levels as the transaction manager numbers them. */
const ISOLATION = {
  readUncommitted: 1,
  readCommitted: 2,
  repeatableRead: 3,
  serializable: 4,
  snapshot: 5,
} as const;

const levels: Readonly<Record<string, number>> = {
  'read uncommitted': ISOLATION.readUncommitted,
  'read committed': ISOLATION.readCommitted,
  'repeatable read': ISOLATION.repeatableRead,
  serializable: ISOLATION.serializable,
  snapshot: ISOLATION.snapshot,
};

/** Versions of the source's data: a test switches them, a snapshot keeps the one it saw first. */
export interface SourceState {
  version: number;
}

/** What a server session remembers between requests. */
export class Session {
  readonly settings = new Map<string, string>();
  readonly #source: SourceState;
  isolation: number = ISOLATION.readCommitted;
  /** 0 outside a transaction. */
  descriptor = 0n;
  #pinned: number | null = null;
  #transactions = 0n;
  readonly #spid: number;

  constructor(source: SourceState, spid: number) {
    this.#source = source;
    this.#spid = spid;
  }

  set(words: readonly string[]): void {
    if (words.slice(0, 3).join(' ') === 'transaction isolation level') {
      this.isolation = levels[words.slice(3).join(' ')] ?? this.isolation;
      return;
    }
    this.settings.set(words.slice(0, -1).join(' '), words.at(-1) ?? '');
  }

  begin(isolation: number): bigint {
    this.#transactions += 1n;
    this.descriptor = (BigInt(this.#spid) << 32n) | this.#transactions;
    if (isolation !== 0) this.isolation = isolation;
    this.#pinned = null;
    return this.descriptor;
  }

  /** Ends the transaction and returns the descriptor it had. */
  end(): bigint {
    const { descriptor } = this;
    this.descriptor = 0n;
    this.#pinned = null;
    return descriptor;
  }

  get inSnapshot(): boolean {
    return this.descriptor !== 0n && this.isolation === ISOLATION.snapshot;
  }

  /** The version a statement that starts now reads; the first read of a transaction pins it. */
  readVersion(): number {
    const pins = this.descriptor !== 0n && this.isolation >= ISOLATION.serializable;
    if (!pins) return this.#source.version;
    this.#pinned ??= this.#source.version;
    return this.#pinned;
  }
}
