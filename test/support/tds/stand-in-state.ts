import type { SecureContext } from 'node:tls';
import type { Facts } from './facts.ts';
import type { FaultPlan } from './faults.ts';
import type { Login7 } from './login.ts';
import type { EncryptionAnswer } from './prelogin.ts';
import type { ReviewedText } from './reviewed-text.ts';
import type { SourceState } from './session.ts';
import type { ServerMessage } from './tokens.ts';
import type { TrafficLog } from './traffic-log.ts';

/** What a login ends in. */
export type LoginOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly errors: readonly ServerMessage[] }
  /** No answer at all. */
  | { readonly kind: 'silent' }
  /** Only the first packet of the answer. */
  | { readonly kind: 'cut' }
  /** The client is sent to another server. */
  | { readonly kind: 'routed'; readonly host: string; readonly port: number };

/** What all connections of one stand-in share. */
export interface StandInState {
  readonly log: TrafficLog;
  readonly faults: FaultPlan;
  readonly source: SourceState;
  readonly texts: readonly ReviewedText[];
  readonly facts: Facts;
  readonly version: readonly [major: number, minor: number, build: number];
  readonly serverName: string;
  readonly encryption: EncryptionAnswer;
  readonly secureContext: SecureContext;
  readonly handshakeDelayMs: number;
  readonly mars: boolean;
  /** Packet size the server insists on; null takes what the client asks for. */
  readonly packetSize: number | null;
  readonly clock: () => string;
  rowsHandedOut: number;
  nextLogin(login: Login7): LoginOutcome;
}
