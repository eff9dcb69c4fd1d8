// Port: durable memory. One verb writes (append audit events); everything else is read back from what was appended.
import type { Decision } from '../policy/policy.ts';
import type { AuditEvent, MaskCounts, StoredEvent } from './events.ts';
import type { Log, LogReader } from './log.ts';

export type { AuditEvent, AuditEventType, StoredEvent } from './events.ts';

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
  /** How many of its requests a person was asked about. */
  readonly asked: number;
  /** How much was masked in its statements and their output. */
  readonly masks: number;
  readonly status: number | null;
  readonly pty: boolean;
}

export interface StatementRow {
  readonly request: string;
  readonly session: string;
  readonly sequence: number;
  readonly text: string;
  /** Null until decided. */
  readonly decision: Decision | null;
  readonly started: string | null;
  readonly finished: string | null;
  readonly status: number | null;
  /** `running` until finished; `dropped` when it will never run; `unknown` when a crash cut it off. */
  readonly state: 'submitted' | 'decided' | 'running' | 'finished' | 'denied' | 'dropped' | 'unknown';
  /** Offset of the cast when it started, and the digest of everything before. */
  readonly offset: number | null;
  readonly sha256: string | null;
}

/** A statement with all that was decided about it and came of it. */
export interface StatementDetail extends StatementRow {
  /** Null only where an older broker lost it. */
  readonly submitted: string | null;
  /** The rules that decided, strictest first, and their sentence. */
  readonly rules: readonly string[];
  readonly say: string;
  /** The person who decided, or whose temporary rule did. */
  readonly by: string | null;
  readonly note: string | null;
  /** From when to when a person was asked; null when nobody was, or nothing came of it yet. */
  readonly asked: string | null;
  readonly ended: string | null;
  /** How the asking ended. */
  readonly ending: 'pending' | 'approved' | 'denied' | 'expired' | 'cancelled' | 'superseded' | 'interrupted' | null;
  /** Bytes of both streams; null until it finished. */
  readonly printed: number | null;
  /** Of the statement and its output together. */
  readonly masks: MaskCounts;
}

/** A request that a person was asked about and nobody has settled. */
export interface PendingRow {
  readonly request: string;
  readonly session: string;
  readonly identity: string;
  readonly target: string;
  readonly asked: string;
}

/** A lock in force; `name` is '' for everything. */
export interface LockRow {
  readonly scope: 'agent' | 'target' | 'everything';
  readonly name: string;
  readonly by: string;
  readonly owner: string;
  readonly note: string | null;
  readonly since: string;
}

export interface SessionFilter {
  readonly state?: SessionState;
  readonly limit?: number;
}

export type SessionSort = 'opened' | 'duration' | 'statements' | 'denied' | 'asked' | 'masks' | 'identity' | 'target';

/** What somebody looks for among the sessions, and how it is ordered. */
export interface SessionQuestion {
  /** Target names the viewer may see; `*` stands for any run of characters. */
  readonly targets: readonly string[];
  readonly identity?: string;
  readonly owner?: string;
  readonly target?: string;
  readonly state?: SessionState;
  /** Only sessions in which something was so. */
  readonly had?: 'denied' | 'asked' | 'masked';
  /** Opened at or after, and before (ISO 8601 UTC, or the beginning of it). */
  readonly after?: string;
  readonly before?: string;
  /** By duration, live sessions last longest. */
  readonly sort: SessionSort;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** Only what comes after this place; from `SessionPage.next`. */
  readonly beyond: PlaceInList | null;
}

export interface PlaceInList {
  readonly value: string | number;
  readonly id: string;
}

export interface SessionPage {
  readonly rows: readonly SessionRow[];
  /** Null at the end of the list. */
  readonly next: PlaceInList | null;
}

/** A session whose recording is to be deleted, or half is. */
export interface PurgeRow {
  readonly id: string;
  readonly identity: string;
  readonly target: string;
  readonly recording: string;
  readonly closed: string;
}

/** Which recordings go: first the event `purged`, then the bytes and all made of them, then `erased`. */
export interface PurgeBook {
  /** Closed before that time (ISO 8601 UTC) and without the event; oldest first. */
  due(before: string, limit: number): readonly PurgeRow[];
  /** With the event, but not known to be gone. */
  begun(limit: number): readonly PurgeRow[];
  erased(session: string): void;
}

/** What can be read, also while another process appends. */
export interface StoreReader {
  /** The same events as a log of leaves. */
  readonly log: LogReader;
  /** Newest first. */
  sessions(filter?: SessionFilter): readonly SessionRow[];
  session(id: string): SessionRow | null;
  /** In order of `sequence`. */
  statements(session: string): readonly StatementRow[];
  sessionPage(question: SessionQuestion): SessionPage;
  /** In order of `sequence`, those beyond `after`. */
  statementPage(session: string, after: number, limit: number): readonly StatementDetail[];
  /** Oldest first. */
  pendingRequests(): readonly PendingRow[];
  locks(): readonly LockRow[];
  /** Every event of a session, or all, in order of `seq`. */
  events(session?: string): Iterable<StoredEvent>;
  /** Recorded bytes of an identity's sessions that ended at or after `since` (ISO 8601 UTC). */
  recordedSince(identity: string, since: string): number;
  close(): void;
}

export interface Store extends StoreReader {
  readonly log: Log;
  readonly purges: PurgeBook;
  /**
   * Appends events as one atomic step, in order. Resolves when they are on stable storage (group commit).
   * @throws OstiaryError EVENT_TOO_LARGE or EVENT_INVALID before anything of the call is queued; STORE_FAILED when it
   * cannot be kept. After a failure the next append tries again: a disk with room again is enough.
   */
  append(...events: readonly AuditEvent[]): Promise<readonly StoredEvent[]>;
  /** Commits what is queued, then closes. */
  close(): void;
}
