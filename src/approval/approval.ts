// Port: a person decides. What a request shows, how it may end, and the desk between the sessions that ask and the
// fronts where people answer. Durations are ms unless said otherwise, digests sha256 in hex.
export type * from './action.ts';

import type { Identity, WhyGone } from '../identity/identity.ts';
import type { AskTerms, EffectVerdict, Mode } from '../policy/policy.ts';
import type { CodeFile, StdinNote } from './action.ts';

/** What a session knows of a statement that asks, with the terms of the rules. Every text of it is untrusted. */
export interface Ask extends AskTerms {
  readonly request: string;
  readonly session: string;
  readonly sequence: number;
  /** `con_…`, with agent, key and target the run. */
  readonly connection: string;
  readonly agent: {
    readonly name: string;
    readonly owner: string;
    readonly roles: readonly string[];
    /** `SHA256:…` of the key it came with. */
    readonly fingerprint: string;
  };
  readonly target: {
    readonly name: string;
    readonly kind: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly level: string;
  readonly mode: Mode;
  readonly cwd: string;
  readonly workspace: string;
  /** Exactly what would run. */
  readonly statement: string;
  /** In the order of the analysis, with what policy said to each. */
  readonly effects: readonly EffectVerdict[];
  /** The rules that asked, and their sentence. */
  readonly rules: readonly string[];
  readonly say: string;
  /** The agent's own words, or null. */
  readonly reason: string | null;
  /** Digest of the policy that asked. */
  readonly policy: string | null;
  readonly stdin: StdinNote;
  readonly files: readonly CodeFile[];
  /** Seconds the agent would wait (OSTIARY_WAIT); it can only shorten, 0 does not wait. */
  readonly wait: number | null;
}

/** How an earlier identical request of the same agent ended. */
export interface PastOutcome {
  readonly request: string;
  readonly asked: string;
  readonly ended: string;
  readonly outcome: Outcome['kind'];
  readonly by: string | null;
  readonly note: string | null;
}

/** A pending request as a person sees it: from this, and nothing else, every front draws. */
export interface Card extends Omit<Ask, 'wait' | 'ttl'> {
  /** `run_…` */
  readonly run: string;
  /** Deletes outside the workspace, privilege, opaque or raw: a front asks for the word. */
  readonly highRisk: boolean;
  /** ISO 8601 UTC. */
  readonly asked: string;
  readonly ttl: number;
  /** µs of the broker's monotonic clock. */
  readonly deadline: number;
  /** Oldest first. */
  readonly history: readonly PastOutcome[];
  /** This and the identical pending requests of its run (×N), oldest first. */
  readonly requests: readonly string[];
  /** Of what is shown; a decision names it, so nobody decides on what they did not see. */
  readonly digest: string;
}

export type Outcome =
  | {
      readonly kind: 'approved';
      readonly by: string;
      readonly owner: string;
      readonly note: string | null;
      readonly displayed: string;
      /** Digest of the policy on the card; the statement runs under this one or not at all. */
      readonly policy: string | null;
    }
  | { readonly kind: 'denied'; readonly by: string; readonly note: string | null }
  | { readonly kind: 'expired'; readonly seconds: number }
  | { readonly kind: 'cancelled'; readonly why: string }
  /** The policy has changed and now denies. */
  | { readonly kind: 'superseded'; readonly rules: readonly string[]; readonly say: string }
  | { readonly kind: 'locked'; readonly lock: Lock }
  /** Too many wait already. */
  | { readonly kind: 'overflow'; readonly limit: number; readonly whose: 'identity' | 'all' }
  /** The broker ends. */
  | { readonly kind: 'interrupted' };

/** What a new judgement says of a pending request. */
export type Rejudgement =
  | Pick<Ask, 'effects' | 'rules' | 'say' | 'policy' | 'noteRequired' | 'approvers'>
  | { readonly denied: { readonly rules: readonly string[]; readonly say: string } };

/** The real path of a path on the target: symlinks followed as far as it exists. */
export type Resolve = (path: string) => string;

export interface Asking {
  /** Aborts when the agent does not wait any longer; its reason is a half sentence (`ctrl-C`, `the client left`). */
  readonly signal: AbortSignal;
  /** Judges again under the policy in force; null when the session has no policy. */
  readonly rejudge: (() => Rejudgement) | null;
  readonly resolve: Resolve;
  /** Called once when the request is durably pending, with its time to live: tell the agent. */
  readonly pending: (ttl: number) => void;
}

export type LockScope = { readonly kind: 'agent' | 'target'; readonly name: string } | { readonly kind: 'everything' };

export interface Lock {
  readonly scope: LockScope;
  readonly by: string;
  readonly note: string | null;
  /** ISO 8601 UTC. */
  readonly since: string;
}

/** What of a session a person may stop. */
export interface SessionControls {
  /** Ends the running statement: SIGTERM, then SIGKILL; the session stays. */
  stopStatement(why: string): void;
  /** Ends the session and its whole process tree. */
  kill(by: string): void;
}

export interface SessionEntry {
  readonly id: string;
  readonly agent: string;
  readonly owner: string;
  readonly target: string;
  readonly connection: string;
  readonly mode: Mode;
  readonly level: string;
}

/** A session's own place on the list of live sessions. */
export interface SessionSeat {
  began(request: string, statement: string): void;
  ended(): void;
  /** Bytes that the target printed. */
  printed(bytes: number): void;
  leave(): void;
}

export interface LiveSession extends SessionEntry {
  /** ISO 8601 UTC. */
  readonly opened: string;
  readonly running: { readonly request: string; readonly statement: string /** µs. */; readonly since: number } | null;
  /** Bytes in the last whole second. */
  readonly rate: number;
}

/** What may stand in for a person during a run: commands, and the effects that would ask. */
export interface Similarity {
  /** Commands mean something else elsewhere: it holds in this folder only. */
  readonly cwd: string;
  /** Run patterns (policy's own form); every run of a statement has to fit one. `*` never stands for an option. */
  readonly runs: readonly string[];
  /** What else asked: `write /srv/app/*`, `net example.org`; each effect that asks has to fit one. Never a hidden name. */
  readonly effects: readonly SimilarEffect[];
}

export interface SimilarEffect {
  readonly kind: 'read' | 'write' | 'delete' | 'net' | 'restart';
  /** A path glob (`/**` at its end: also what means everything below), a host, a name. */
  readonly pattern: string;
}

export type RuleScope = { readonly kind: 'connection' } | { readonly kind: 'minutes'; readonly minutes: number };

export interface TemporaryRule extends Similarity {
  /** `rul_…` */
  readonly id: string;
  readonly agent: string;
  readonly fingerprint: string;
  readonly target: string;
  /** Null when it holds for any connection of that agent, key and target. */
  readonly connection: string | null;
  readonly by: string;
  readonly owner: string;
  readonly granted: string;
  readonly expires: string;
  /** How many statements it let through. */
  readonly used: number;
}

export type Proposal =
  | {
      readonly kind: 'proposal';
      readonly similarity: Similarity;
      /** Recent statements of the same run that it would have covered. */
      readonly covers: readonly string[];
    }
  | { readonly kind: 'none'; readonly why: string };

/** What a front showed when the person pressed the key. */
export interface Shown {
  /** `Card.digest` and the `Card.requests` that were on the screen: exactly these are decided. */
  readonly digest: string;
  readonly requests: readonly string[];
  /** µs when the card came on the screen; null where nothing can be pressed by accident (one-shot verbs). */
  readonly since: number | null;
}

export interface Decisive {
  readonly request: string;
  readonly decision: 'approve' | 'deny';
  readonly by: Identity;
  readonly note: string | null;
  readonly shown: Shown;
}

export type DecisionResult =
  | { readonly kind: 'done'; readonly requests: readonly string[] }
  /** It ended otherwise: expired, cancelled, superseded … */
  | { readonly kind: 'too-late'; readonly outcome: Outcome['kind']; readonly at: string }
  | {
      readonly kind: 'already-decided';
      readonly outcome: 'approved' | 'denied';
      readonly by: string;
      readonly at: string;
    }
  | { readonly kind: 'not-permitted'; readonly why: string }
  | { readonly kind: 'note-required' }
  | { readonly kind: 'too-early' }
  /** The card changed since it was shown: look again. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'unknown' };

export type GrantResult =
  | { readonly kind: 'granted'; readonly rule: TemporaryRule }
  | { readonly kind: 'not-permitted' | 'not-similar'; readonly why: string }
  | { readonly kind: 'unknown' };

export type PlainResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'not-permitted' | 'unknown'; readonly why: string };

/** What a subscriber hears of; each is durable already. */
export type Notice =
  | { readonly kind: 'asked' | 'changed'; readonly card: Card }
  | { readonly kind: 'settled'; readonly request: string; readonly target: string; readonly outcome: Outcome }
  | { readonly kind: 'locks' | 'rules' | 'sessions' };

/** The desk as sessions know it. */
export interface RequestDesk {
  /** Waits for a person. @throws OstiaryError when the log cannot be written: nothing may run. */
  ask(ask: Ask, asking: Asking): Promise<Outcome>;
  /** The temporary rule that lets this statement through without asking, or null. */
  covering(ask: Ask, resolve: Resolve): TemporaryRule | null;
  isLocked(agent: string, target: string): Lock | null;
  /** Every session sits down, also one that never asks. */
  enter(entry: SessionEntry, controls: SessionControls): SessionSeat;
}

/** The desk as people know it. Viewers see and decide only what is on targets granted to them. */
export interface PeopleDesk {
  /** One card per group of identical requests, ordered by time left. */
  pending(viewer: Identity): readonly Card[];
  card(request: string, viewer: Identity): Card | null;
  decide(decisive: Decisive): Promise<DecisionResult>;

  similar(request: string, viewer: Identity): Proposal;
  /** The similarity may be narrower than the proposal, never wider. Does not decide the pending request itself. */
  grant(request: string, by: Identity, similarity: Similarity, scope: RuleScope): Promise<GrantResult>;
  rules(viewer: Identity): readonly TemporaryRule[];
  revoke(rule: string, by: Identity): Promise<PlainResult>;

  lock(scope: LockScope, by: Identity, note: string | null): Promise<PlainResult>;
  unlock(scope: LockScope, by: Identity): Promise<PlainResult>;
  locks(viewer: Identity): readonly Lock[];

  sessions(viewer: Identity): readonly LiveSession[];
  kill(session: string, by: Identity): Promise<PlainResult>;

  /** Returns the way out. */
  subscribe(viewer: Identity, listener: (notice: Notice) => void): () => void;
}

/** The desk as the house knows it. */
export interface Desk extends RequestDesk, PeopleDesk {
  /** The policy was replaced: pending requests are judged again and may only get stricter. */
  rejudge(): Promise<void>;
  /** Ends the rules of a connection that is gone. */
  disconnected(connection: string): Promise<void>;
  /** Temporary rules for, and by, whoever has no place here any more end. Their requests end with their sessions. */
  dismiss(whyGone: WhyGone): Promise<void>;
  /** Everything pending ends as interrupted. */
  close(): Promise<void>;
}
