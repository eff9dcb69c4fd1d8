// Port: durable memory. One verb writes (append audit events); everything else is read back from what was appended.
import type { Json } from '../core/canonical-json.ts';

export type AuditEventType =
  | 'started-broker'
  | 'stopped-broker'
  | 'refused'
  | 'opened'
  | 'submitted'
  | 'decided'
  | 'started'
  | 'finished'
  | 'dropped'
  | 'recovered'
  | 'closed';

export interface AuditEvent {
  readonly type: AuditEventType;
  readonly session?: string;
  readonly request?: string;
  readonly identity?: string;
  readonly target?: string;
  /** What is particular to the type; at most 60,000 bytes as canonical JSON. */
  readonly data: { readonly [key: string]: Json | undefined };
}

export interface StoredEvent extends AuditEvent {
  /** Leaf index in the log, from 0, without holes. */
  readonly seq: number;
  readonly id: string;
  /** ISO 8601 UTC, milliseconds. */
  readonly time: string;
  /** RFC 6962 §2.1 leaf hash of the canonical JSON, hex. */
  readonly leaf: string;
}

export type SessionState = 'live' | 'closed' | 'interrupted';

export interface SessionRow {
  readonly id: string;
  readonly identity: string;
  readonly owner: string;
  readonly target: string;
  readonly mode: string;
  readonly level: string;
  readonly state: SessionState;
  readonly opened: string;
  readonly closed: string | null;
  /** Path of the cast, relative to the recordings folder. */
  readonly recording: string;
  readonly statements: number;
  readonly denied: number;
  readonly status: number | null;
}

export interface StatementRow {
  readonly request: string;
  readonly session: string;
  readonly sequence: number;
  readonly text: string;
  readonly decision: string;
  readonly started: string | null;
  readonly finished: string | null;
  readonly status: number | null;
  /** `running` until finished; `unknown` when a crash cut it off. */
  readonly state: 'decided' | 'running' | 'finished' | 'denied' | 'unknown';
  /** Offset of the cast when it started, and the digest of everything before. */
  readonly offset: number | null;
  readonly sha256: string | null;
}

export interface Store {
  /**
   * Appends events as one atomic step, in order. Resolves when they are on stable storage (group commit).
   * @throws OstiaryError EVENT_TOO_LARGE before anything of the call is queued; STORE_FAILED when it cannot be kept.
   */
  append(...events: readonly AuditEvent[]): Promise<readonly StoredEvent[]>;
  sessions(filter?: { readonly state?: SessionState; readonly limit?: number }): readonly SessionRow[];
  session(id: string): SessionRow | null;
  statements(session: string): readonly StatementRow[];
  /** Every event of a session, or all, in order of `seq`. */
  events(session?: string): Iterable<StoredEvent>;
  /** Recorded bytes of an identity's sessions that ended within the last hour. */
  recordedSince(identity: string, since: string): number;
  close(): void;
}
