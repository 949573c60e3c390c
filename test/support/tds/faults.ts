import type { ServerMessage } from './tokens.ts';
import type { RequestKind } from './traffic-log.ts';

/** After so many rows of the data set, or so many bytes of the response's body. */
export type Point = { readonly row: number } | { readonly byte: number };

/** One way to break an answer. */
export type FaultAction =
  /** RST. */
  | { readonly do: 'reset'; readonly after: Point }
  /** FIN; `insidePacket` announces more bytes than follow. */
  | { readonly do: 'close'; readonly after: Point; readonly insidePacket?: boolean }
  /** End of message without the tokens that belong there. */
  | { readonly do: 'end-message'; readonly after: Point }
  /** A byte that is no token. */
  | { readonly do: 'token'; readonly token: number; readonly after: Point }
  /** A packet header with this length. */
  | { readonly do: 'packet-length'; readonly length: number; readonly after: Point }
  /** The final count differs from the rows sent. */
  | { readonly do: 'row-count'; readonly add: number }
  /** The error bit without an ERROR token; after DONEINPROC nothing more of the batch comes. */
  | { readonly do: 'error-bit'; readonly on: 'DONEINPROC' | 'DONEPROC' }
  | {
      readonly do: 'error';
      readonly errors: readonly ServerMessage[];
      /** Before anything of the answer unless told. */
      readonly after?: Point;
      readonly close?: boolean;
      /** The server rolls the transaction back with it. */
      readonly rollback?: boolean;
    }
  /** The transaction is rolled back and nothing said. */
  | { readonly do: 'rollback'; readonly after: Point }
  | { readonly do: 'info'; readonly info: ServerMessage; readonly everyRows: number }
  /** A second result set after the first. */
  | { readonly do: 'extra-set' }
  /** A row count and no result set. */
  | { readonly do: 'no-set' }
  /** The data set without the sets after it. */
  | { readonly do: 'no-trailer' }
  /** No byte of an answer. */
  | { readonly do: 'silent'; readonly acknowledge: boolean }
  /** Nothing more after a point, for `ms` or until an attention. */
  | {
      readonly do: 'stall';
      readonly after: Point;
      readonly acknowledge: boolean;
      readonly ms?: number;
    }
  /** Rows the server counts and never sends. */
  | { readonly do: 'skip-rows'; readonly after: { readonly row: number }; readonly count: number }
  /** The source's data changes to another version in mid-answer; a pinned snapshot does not see it. */
  | { readonly do: 'version'; readonly after: Point; readonly version: number }
  | { readonly do: 'delay'; readonly msPerPacket: number }
  | { readonly do: 'packet-body'; readonly bytes: number }
  | { readonly do: 'null-bitmap' }
  | { readonly do: 'order-token' }
  /** FIN of the TLS session (close_notify) while the socket stays open a moment longer. */
  | { readonly do: 'close-tls'; readonly after: Point };

/** Where an action strikes; what is left out means any. */
export type Fault = FaultAction & {
  /** Number of the connection, from 1 in order of arrival. */
  readonly connection?: number;
  /** Number of the request on its connection, from 1; the SET lines after the login count as 0. */
  readonly request?: number;
  readonly of?: RequestKind;
  /** How often it strikes; without it, always. */
  readonly times?: number;
};

type ActionName = FaultAction['do'];

/** Faults still armed. */
export class FaultPlan {
  readonly #armed: { readonly fault: Fault; left: number }[];

  constructor(faults: readonly Fault[]) {
    this.#armed = [];
    for (const fault of faults) this.add(fault);
  }

  add(fault: Fault): void {
    this.#armed.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#armed.length = 0;
  }

  /** Faults that strike this request; each counts as used. */
  take(connection: number, request: number, kind: RequestKind): ActiveFaults {
    const hit = this.#armed.filter(
      ({ fault, left }) =>
        left > 0 &&
        (fault.connection ?? connection) === connection &&
        (fault.request ?? request) === request &&
        (fault.of ?? kind) === kind,
    );
    for (const armed of hit) armed.left -= 1;
    return new ActiveFaults(hit.map(({ fault }) => fault));
  }
}

/** Faults of one request. */
export class ActiveFaults {
  readonly all: readonly Fault[];

  constructor(all: readonly Fault[]) {
    this.all = all;
  }

  find<Name extends ActionName>(name: Name): Extract<FaultAction, { do: Name }> | undefined {
    return this.all.find(
      (fault): fault is Fault & Extract<FaultAction, { do: Name }> => fault.do === name,
    );
  }

  /** Actions that strike exactly after `row` rows. */
  atRow(row: number): readonly Fault[] {
    return this.all.filter(
      (fault) =>
        'after' in fault &&
        fault.after !== undefined &&
        'row' in fault.after &&
        fault.after.row === row,
    );
  }

  /** The rows after which something strikes. */
  rows(): ReadonlySet<number> {
    return new Set(
      this.all.flatMap((fault) =>
        'after' in fault && fault.after !== undefined && 'row' in fault.after
          ? [fault.after.row]
          : [],
      ),
    );
  }

  /** The first action at a byte position. */
  atByte(): { readonly fault: Fault; readonly byte: number } | null {
    const [first] = this.all
      .flatMap((fault) =>
        'after' in fault && fault.after !== undefined && 'byte' in fault.after
          ? [{ fault, byte: fault.after.byte }]
          : [],
      )
      .sort((a, b) => a.byte - b.byte);
    return first ?? null;
  }
}
