// What the chapters of one session's story share.
import type { SessionSeat } from '../approval/approval.ts';
import type { Client, Ending } from '../fronts/front.ts';
import type { Mode } from '../policy/policy.ts';
import type { SessionRedaction } from '../redaction/levels.ts';
import type { MaskCounts } from '../store/events.ts';
import type { Target } from '../targets/target.ts';
import type { Journal } from './journal.ts';
import type { Lifetime } from './lifetime.ts';
import type { OpenedRecording, Services } from './services.ts';
import type { Transcript } from './transcript.ts';
import { type Verdict, verdictText } from './verdict.ts';

export interface Room {
  readonly client: Client;
  readonly services: Services;
  readonly target: Target;
  readonly mode: Mode;
  /** `ses_…` */
  readonly session: string;
  /** As printed: `line-checked (shared user)`. */
  readonly level: string;
  /** µs of the monotonic clock. */
  readonly began: number;
  readonly recording: OpenedRecording;
  readonly lifetime: Lifetime;
  readonly redaction: SessionRedaction;
  readonly transcript: Transcript;
  readonly journal: Journal;
  /** This session's place on the list of live ones. */
  readonly seat: SessionSeat;
}

/** How a session came to its end, before the client is told. */
export interface Ended {
  readonly ending: Ending;
  /** A half sentence for the log. */
  readonly reason: string;
  /** What the client is still to be told; null when it knows. */
  readonly verdict: Verdict | null;
  /** It was told a verdict right before. */
  readonly told?: true;
}

/** Tells the client a verdict: on stderr, recorded like all it sees. */
export function announce(room: Room, verdict: Verdict, request: string | null, masks: MaskCounts): void {
  const { client, session, target } = room;
  const subject = { request, session, target: target.name, nonce: client.nonce, masks };
  void room.transcript.say('stderr', verdictText(verdict, subject, client.terminal !== null));
}

/** Tells the agent that a person is asked; `ttl` in ms. */
export function announceWaiting(room: Room, request: string, ttl: number): void {
  const seconds = Math.round(ttl / 1000);
  void room.transcript.say('stderr', `ostiary: a person is asked and has ${seconds} s to decide [${request}]\n`);
}
