// What a session needs of the world, handed in by the composition root: ports only, so the story can be read and
// tested without ssh, node-pty, SQL or HTTP.
import type { CodeInspector, RequestDesk, TokenGate } from '../approval/approval.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Client } from '../fronts/front.ts';
import type { Identity } from '../identity/identity.ts';
import type { Language } from '../language/language.ts';
import type { SessionRedaction } from '../redaction/levels.ts';
import type { Recorder, Sink } from '../sinks/sink.ts';
import type { Store } from '../store/store.ts';
import type { Level, Target } from '../targets/target.ts';
import type { Gate, GateOpening } from './gate.ts';

export interface SessionLimits {
  /** Milliseconds without a byte in either direction. */
  readonly idle: number;
  /** Milliseconds from open to end, whatever happens. */
  readonly maxDuration: number;
}

export interface RecordingOrder {
  readonly session: string;
  readonly client: Client;
  readonly target: Target;
  readonly mode: string;
  readonly level: string;
  /** For what the client says of itself. */
  readonly mask: (text: string) => string;
}

export interface OpenedRecording {
  readonly recorder: Recorder;
  /** Path relative to the recordings folder. */
  readonly path: string;
}

export interface Services {
  readonly targets: ReadonlyMap<string, Target>;
  readonly languages: ReadonlyMap<string, Language>;
  readonly store: Store;
  readonly limits: SessionLimits;
  readonly recordInput: boolean;
  /** What holds in every session; a target adds `(shared user)`. */
  readonly level: Level;
  readonly clock: Clock;
  readonly log: Log;
  /** A sentence when no session may begin now (disk space, the identity's hourly bytes), else null. */
  admission(identity: Identity): string | null;
  /** sha256 of the policy in force; null where nothing is judged. */
  readonly policyDigest: string | null;
  openGate(opening: GateOpening): Gate;
  readonly desk: RequestDesk;
  readonly tokens: TokenGate;
  readonly inspector: CodeInspector;
  /** @param target null where there is none */
  openRedaction(target: Target | null): SessionRedaction;
  openRecording(order: RecordingOrder): Promise<OpenedRecording>;
  openChannel(client: Client): Sink;
  /** What operators watch. */
  openLive(session: string, client: Client): Sink;
  /** Aborts when the broker shuts down. */
  readonly shutdown: AbortSignal;
}
