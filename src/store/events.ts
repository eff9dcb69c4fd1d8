// Port: the audit events, each with exactly what it carries. The log, the session list and the evidence are read from
// these, so a field is added here first. Durations are µs, offsets and sizes bytes, digests sha256 in hex.
import type { IdentityKind } from '../identity/identity.ts';
import type { Decision, Mode } from '../policy/policy.ts';

/** A statement as text that JSON can carry, with its digest wherever the text is not the statement itself. */
export type StatementText = {
  /** The statement, or its lossy or shortened form; always well-formed. */
  readonly text: string;
  /** Bytes of the whole statement. */
  readonly bytes: number;
  /** Of the whole statement; null when `text` is exactly the statement, and when something in it was masked: a digest
   * of a secret can be guessed at. The token's keyed commitment binds it then. */
  readonly sha256: string | null;
  /** What was masked in `text`; absent when nothing was. */
  readonly masks?: MaskCounts;
};

/** What passed through one standard stream of a statement; the digest is null where nothing could be told apart. */
export type StreamDigest = { readonly bytes: number; readonly sha256: string | null };

/** Where the recording stood: bytes written and the digest of all of them. */
type Position = { readonly offset: number; readonly sha256: string };

type MaybePosition = { readonly offset: number | null; readonly sha256: string | null };

/** Who looked, the person behind them, and through which front (`console`, `web`). */
type Access = { readonly by: string; readonly owner: string; readonly via: string };

/** Findings of the redaction by rule; empty when nothing was masked. */
export type MaskCounts = Readonly<Record<string, number>>;

/** A person's doing: the identity they used, and who they are. */
type Decider = { readonly by: string; readonly owner: string; readonly note: string | null };

type LockedScope = { readonly scope: 'agent' | 'target' | 'everything'; readonly name: string | null };

/** Who decided; DESIGN's `by`. */
export type DecidedBy = 'policy' | 'person' | 'limit' | 'lock' | 'broker';

/** What each type of event carries in `data`. */
export type EventData = {
  readonly 'started-broker': { readonly version: string; readonly pid: number; readonly notes: readonly string[] };
  readonly 'stopped-broker': { readonly reason: string };
  /** The policy was read again: whether it holds now, its digest, and the verdicts that change, one line each. */
  /** `swapped` false: a file was not taken. `policy` null: nothing is judged. */
  readonly reloaded: { readonly swapped: boolean; readonly policy: string | null; readonly lines: readonly string[] };
  /** The door said no: to a connection, a login, a channel request. */
  readonly refused: {
    readonly reason: string;
    readonly address: string;
    readonly login?: string;
    readonly fingerprint?: string;
  };
  readonly opened: {
    readonly kind: IdentityKind;
    readonly owner: string;
    readonly proof: { readonly method: string; readonly fingerprint: string };
    readonly connection: string;
    readonly address: string;
    readonly mode: Mode;
    /** As printed: `line-checked (shared user)`. */
    readonly level: string;
    readonly terminal: { readonly type: string; readonly cols: number; readonly rows: number } | null;
    /** Path of the cast, relative to the recordings folder. */
    readonly recording: string;
    /** Digest of the policy in force; null where none is. */
    readonly policy: string | null;
  };
  readonly submitted: { readonly sequence: number; readonly mode: Mode; readonly statement: StatementText };
  /** Judging took unusually long; the verdict does not depend on it. */
  readonly 'judged-slowly': { readonly sequence: number; readonly duration: number };
  readonly decided: {
    readonly sequence: number;
    readonly decision: Decision;
    readonly by: DecidedBy;
    /** Strictest first. */
    readonly rules: readonly string[];
    readonly say: string;
    readonly policy: string | null;
  };
  readonly started: { readonly sequence: number; readonly cwd: string } & Position;
  readonly finished: {
    readonly sequence: number;
    /** How it ended: the kinds of an executor's outcome. */
    readonly outcome: 'finished' | 'ended' | 'lost';
    /** Null when it was lost. */
    readonly status: number | null;
    readonly signal: string | null;
    readonly duration: number;
    readonly stdin: StreamDigest;
    readonly stdout: StreamDigest;
    readonly stderr: StreamDigest;
    /** What was masked in its output: rule → how often. */
    readonly masks: MaskCounts;
    /** Where the next statement would run; null when the executor is gone. */
    readonly cwd: string | null;
  } & MaybePosition;
  /** What was submitted or delivered and will never run; with `request`, that one statement. */
  readonly dropped: { readonly statements: number; readonly bytes: number; readonly why: string };
  /** A person is asked. What is shown is named by its digest; the statement itself is in `submitted`. */
  readonly asked: {
    readonly sequence: number;
    readonly run: string;
    readonly rules: readonly string[];
    readonly say: string;
    readonly policy: string | null;
    /** The agent's own words. */
    readonly reason: string | null;
    /** Milliseconds. */
    readonly ttl: number;
    readonly highRisk: boolean;
    readonly displayed: string;
    readonly stdin: { readonly kind: 'none' | 'attached' } | ({ readonly kind: 'bound' } & StreamDigest);
    readonly files: readonly { readonly realpath: string; readonly size: number; readonly sha256: string }[];
  };
  /** `together`: how many identical requests this one decision was about. */
  readonly approved: Decider & { readonly displayed: string; readonly together: number };
  readonly denied: Decider & { readonly displayed: string; readonly together: number };
  /** Nobody decided in time; this is not an approval. */
  readonly expired: { readonly seconds: number };
  readonly cancelled: { readonly why: string };
  /** A changed policy or a lock ended it before anybody decided, or before it started. */
  readonly superseded: { readonly by: 'policy' | 'lock'; readonly rules: readonly string[]; readonly say: string };
  /** Nobody was asked although the policy let it go so far: a lock, or something that an approval could not bind. */
  readonly withheld: { readonly by: 'lock' | 'broker'; readonly say: string };
  /** The broker ended while it was pending; it never runs. */
  readonly interrupted: { readonly reason: string };
  /** Too many were pending: nobody was asked. */
  readonly overflowed: { readonly limit: number; readonly whose: 'identity' | 'all' };
  /** The public key that checks action tokens. */
  readonly 'published-key': {
    readonly use: 'action-token';
    readonly kid: string;
    readonly crv: 'Ed25519';
    readonly x: string;
  };
  /** The action token was used, once: this statement, now. */
  readonly spent: {
    readonly sequence: number;
    readonly jti: string;
    readonly decision: 'allow' | 'approved';
    readonly approvers: readonly string[];
    /** The compact JWS: claims and signature (RFC 7515 §3.1). */
    readonly token: string;
  };
  /** Somebody tried to use a token that does not hold; nothing ran. */
  readonly 'refused-token': { readonly why: string; readonly jti: string | null };
  readonly locked: LockedScope & Decider;
  readonly unlocked: LockedScope & Decider;
  readonly 'granted-rule': Decider & {
    readonly rule: string;
    readonly runs: readonly string[];
    readonly cwd: string;
    readonly effects: readonly { readonly kind: string; readonly pattern: string }[];
    /** Null: any connection of that agent and key. */
    readonly connection: string | null;
    readonly expires: string;
  };
  readonly 'revoked-rule': { readonly rule: string; readonly by: string | null; readonly why: string };
  readonly killed: Decider;
  /** Somebody looked at the screen of a session while it went on. */
  readonly watched: Access;
  /** A rule let this statement's output leave with less masked than usual. */
  readonly unmasked: { readonly sequence: number; readonly rule: string; readonly redact: 'off' | 'pii' };
  /** Signed in to the web page with a one-time link, or out of it. */
  readonly 'signed-in': Access & { readonly address: string };
  readonly 'signed-out': Access & { readonly why: string };
  /** Somebody replayed a recording, took it away as a file, or searched in all they may see. */
  readonly replayed: Access;
  readonly exported: Access & { readonly what: string };
  readonly searched: Access & { readonly query: string };
  /** Somebody had the recording checked against the log. */
  readonly verified: Access & { readonly sound: boolean };
  /** A recording past its retention was deleted, with what was searchable of it. */
  readonly purged: { readonly recording: string; readonly bytes: number; readonly closed: string };
  /** What a restart found of a session that a crash cut off. */
  readonly recovered: {
    /** Bytes cut from the recording because they were no whole line. */
    readonly torn: number;
    /** Bytes after the last digest in the log: kept, but not vouched for. */
    readonly unattested: number;
    /** False when the recording does not match its last digest, or is gone. */
    readonly intact: boolean;
    /** Processes of the session that were found and ended. */
    readonly processes: number;
    /** Bytes of the repaired recording. */
    readonly recorded: number;
  } & MaybePosition;
  readonly closed: {
    readonly status: number;
    readonly signal: string | null;
    /** Why, in a half sentence: `the client left`, `idle for 30m`. */
    readonly reason: string;
    readonly duration: number;
    /** Recorded bytes, as the limits count them. */
    readonly recorded: number;
  } & MaybePosition;
};

export type AuditEventType = keyof EventData;

type Door = {
  readonly session?: string;
  readonly request?: string;
  readonly identity?: string;
  readonly target?: string;
};
type InSession = {
  readonly session: string;
  readonly request?: string;
  readonly identity: string;
  readonly target: string;
};
type OfStatement = InSession & { readonly request: string };

type Subject = {
  readonly 'started-broker': Door;
  readonly 'stopped-broker': Door;
  readonly reloaded: Door;
  readonly refused: Door;
  readonly opened: InSession;
  readonly submitted: OfStatement;
  readonly 'judged-slowly': OfStatement;
  readonly decided: OfStatement;
  readonly started: OfStatement;
  readonly finished: OfStatement;
  readonly dropped: InSession;
  readonly asked: OfStatement;
  readonly approved: OfStatement;
  readonly denied: OfStatement;
  readonly expired: OfStatement;
  readonly cancelled: OfStatement;
  readonly superseded: OfStatement;
  readonly withheld: OfStatement;
  readonly interrupted: OfStatement;
  readonly overflowed: OfStatement;
  readonly 'published-key': Door;
  readonly spent: OfStatement;
  readonly 'refused-token': OfStatement;
  readonly locked: Door;
  readonly unlocked: Door;
  readonly 'granted-rule': OfStatement;
  readonly 'revoked-rule': Door;
  readonly killed: InSession;
  readonly watched: InSession;
  readonly unmasked: OfStatement;
  readonly 'signed-in': Door;
  readonly 'signed-out': Door;
  readonly replayed: InSession;
  readonly exported: Door;
  readonly searched: Door;
  readonly verified: InSession;
  readonly purged: InSession;
  readonly recovered: InSession;
  readonly closed: InSession;
};

/** One event before it is stored; at most 60,000 bytes as canonical JSON. */
export type AuditEvent = {
  readonly [T in AuditEventType]: { readonly type: T; readonly data: EventData[T] } & Subject[T];
}[AuditEventType];

export type StoredEvent = AuditEvent & {
  /** Leaf index in the log, from 0, without holes. */
  readonly seq: number;
  readonly id: string;
  /** ISO 8601 UTC, milliseconds. */
  readonly time: string;
  /** RFC 6962 §2.1 leaf hash of the canonical JSON, hex. */
  readonly leaf: string;
};
