import { z } from 'zod';
import type { Incoming } from './http-exchange.ts';

const count = z.int().nonnegative();
const when = z.enum(['before', 'after']);
const changes = z.record(z.string(), z.string().nullable());

/** The ways to break an answer that can also be set over HTTP. */
const ACTION = z.discriminatedUnion('do', [
  /** Throttled, in the service's own words; `reason` is Athena's. */
  z.strictObject({ do: z.literal('throttle'), reason: z.string().optional() }),
  /** The service's internal error, 500 unless told. */
  z.strictObject({ do: z.literal('server-error'), status: z.int().min(500).max(599).optional() }),
  /** Any error, in the service's own form: 409 ConditionalRequestConflict. */
  z.strictObject({
    do: z.literal('error'),
    status: z.int().min(300).max(599),
    code: z.string(),
    message: z.string().optional(),
  }),
  /** 503 with a page of HTML, as a load balancer gives it. */
  z.strictObject({ do: z.literal('html') }),
  /** 200 with an error in its body, as CompleteMultipartUpload may. */
  z.strictObject({ do: z.literal('error-in-200'), code: z.string().optional() }),
  z.strictObject({ do: z.literal('expired-token') }),
  /** RST and nothing applied; after so many bytes of the request's body when told. */
  z.strictObject({ do: z.literal('reset'), after: count.optional() }),
  /** Applied in full, then RST instead of an answer. */
  z.strictObject({ do: z.literal('lost-answer') }),
  z.strictObject({ do: z.literal('delay'), ms: count }),
  /** The connection breaks after so many bytes of the answer's body. */
  z.strictObject({ do: z.literal('drop'), at: count }),
  /** Nothing more after so many bytes, for `ms` or until the client gives up. */
  z.strictObject({ do: z.literal('stall'), at: count, ms: count.optional() }),
  /** So many bytes at a time, with a wait after each lot. */
  z.strictObject({ do: z.literal('slow'), bytes: z.int().positive(), everyMs: count }),
  /** Only so many bytes, and a Content-Length that says so; the checksum stays unless told. */
  z.strictObject({
    do: z.literal('truncate'),
    at: count,
    withoutChecksum: z.boolean().optional(),
    /** Chunked, without any Content-Length. */
    withoutLength: z.boolean().optional(),
  }),
  /** One bit of the byte at this place is turned; the checksum stays unless told. */
  z.strictObject({ do: z.literal('flip'), at: count, withoutChecksum: z.boolean().optional() }),
  /** Checksum headers that do not belong to the bytes. */
  z.strictObject({ do: z.literal('wrong-checksum') }),
  /** Headers of the answer set, or taken away by null. */
  z.strictObject({ do: z.literal('answer-headers'), set: changes }),
  /** Headers the service does not see as they were sent: a lock that is lost on the way. */
  z.strictObject({ do: z.literal('request-headers'), set: changes }),
  /** The request's own object gets other bytes, before or after it is answered. */
  z.strictObject({ do: z.literal('replace-object'), when, body: z.string() }),
  /** The request's own object goes, markers and all. */
  z.strictObject({ do: z.literal('delete-object'), when }),
]);

const STRIKE = z.object({
  /** `s3.GetObject`, or a whole service: `athena`; any request when left out. */
  of: z.string().optional(),
  /** Part of the request's path, decoded. */
  path: z.string().optional(),
  /** Requests signed with this key only. */
  key: z.string().optional(),
  /** So many requests that it would strike go through first. */
  skip: count.optional(),
  /** How often it strikes; without it, always. */
  times: count.optional(),
});

/** Something a test does around an operation. */
export interface RunAction {
  readonly do: 'run';
  readonly when: 'before' | 'after';
  readonly run: (incoming: Incoming) => Promise<void> | void;
}

export type FaultAction = Readonly<z.infer<typeof ACTION>> | RunAction;
export type Fault = FaultAction & Readonly<z.infer<typeof STRIKE>>;

/** Faults of a control request's body. @throws ZodError */
export function parseFaults(value: unknown): Fault[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    const { of, path, key, skip, times, ...action } = z.looseObject(STRIKE.shape).parse(one);
    const strike = STRIKE.parse({ of, path, key, skip, times });
    return { ...ACTION.parse(action), ...strike };
  });
}

interface Armed {
  readonly fault: Fault;
  skip: number;
  left: number;
  struck: boolean;
}

/** Faults still armed. */
export class FaultPlan {
  readonly #armed: Armed[] = [];

  constructor(faults: readonly Fault[] = []) {
    this.add(...faults);
  }

  add(...faults: readonly Fault[]): void {
    for (const fault of faults) {
      const left = fault.times ?? Number.POSITIVE_INFINITY;
      this.#armed.push({ fault, skip: fault.skip ?? 0, left, struck: false });
    }
  }

  /** All of them, or those of one key. */
  clear(key?: string): void {
    const left = this.#armed.filter(({ fault }) => key !== undefined && fault.key !== key);
    this.#armed.splice(0, Number.POSITIVE_INFINITY, ...left);
  }

  /** Those added since the last clearing that have struck, all of them or those of one key. */
  struck(key?: string): readonly Fault[] {
    return this.#armed
      .filter(({ fault, struck }) => struck && (key === undefined || fault.key === key))
      .map(({ fault }) => fault);
  }

  /** Faults that strike this request; each counts as used. */
  take(incoming: Incoming): ActiveFaults {
    const name = `${incoming.service}.${incoming.operation}`;
    const path = decodeURIComponent(incoming.path);
    const signed = incoming.headers['authorization'] ?? '';
    const hit = this.#armed.filter((armed) => {
      const { of = name, path: part = '', key } = armed.fault;
      if (armed.left <= 0 || (of !== name && of !== incoming.service)) return false;
      if (!path.includes(part)) return false;
      if (key !== undefined && !signed.includes(`Credential=${key}/`)) return false;
      armed.skip -= 1;
      return armed.skip < 0;
    });
    for (const armed of hit) {
      armed.left -= 1;
      armed.struck = true;
    }
    return new ActiveFaults(hit.map(({ fault }) => fault));
  }
}

/** Faults of one request. */
export class ActiveFaults {
  readonly all: readonly Fault[];

  constructor(all: readonly Fault[]) {
    this.all = all;
  }

  find<Name extends FaultAction['do']>(name: Name): Extract<FaultAction, { do: Name }> | undefined {
    return this.all.find(
      (fault): fault is Fault & Extract<FaultAction, { do: Name }> => fault.do === name,
    );
  }
}
