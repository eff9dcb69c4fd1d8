// Port: the single-use proof that a statement may run now: what it binds beside the statement, and how it is redeemed.
import type { Effect } from '../language/effect.ts';
import type { Mode } from '../policy/policy.ts';
import type { AuditEvent } from '../store/events.ts';

/** A local file that the statement runs as code, as it was when a person was asked. */
export interface CodeFile {
  readonly path: string;
  readonly realpath: string;
  readonly size: number;
  readonly sha256: string;
  /** Its first lines; untrusted text. */
  readonly head: string;
}

/** What the program would read: nothing, something nobody looked at, or bytes that are bound to the approval. */
export type StdinNote =
  | { readonly kind: 'none' }
  | { readonly kind: 'attached' }
  /** `text` is masked. `keyed`: a guess could be tried on a digest, so `sha256` is a keyed one, and nobody keeps it. */
  | {
      readonly kind: 'bound';
      readonly bytes: number;
      readonly sha256: string;
      readonly keyed?: true;
      readonly text: string;
    };

/** Looks at what a statement that asks would run as code. */
export interface CodeInspector {
  /** True when the program's input is code, or may be: then the input is read to its end and bound, too. */
  readsCode(effects: readonly Effect[]): boolean;
  /** The files as they are now; `unbindable` (half a sentence) when one cannot be shown for what will run. */
  files(statement: string, effects: readonly Effect[], cwd: string): Promise<InspectedFiles>;
}

export type InspectedFiles =
  | { readonly kind: 'files'; readonly files: readonly CodeFile[] }
  | { readonly kind: 'unbindable'; readonly why: string };

/** Everything an action token binds. */
export interface ActionFacts {
  readonly agent: string;
  readonly uid: number | string | null;
  readonly session: string;
  readonly request: string;
  readonly sequence: number;
  readonly mode: Mode;
  readonly target: string;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The exact bytes that reach the shell. */
  readonly statement: string;
  /** True when redaction changes how the statement is shown: then its digest is keyed. */
  readonly secret: boolean;
  readonly effects: readonly Effect[];
  /** Digest of the bound standard input, or null. */
  readonly stdin: string | null;
  readonly files: readonly Pick<CodeFile, 'realpath' | 'sha256'>[];
  /** `Card.digest` of what a person saw; null when nobody was asked. */
  readonly displayed: string | null;
  readonly policy: string | null;
}

export interface Approval {
  readonly decision: 'allow' | 'approved';
  readonly approvers: readonly string[];
}

export type Release<T> =
  | { readonly kind: 'released'; readonly result: T }
  | { readonly kind: 'refused'; readonly why: TokenRefusal };

export type TokenRefusal =
  | 'invalid'
  | 'unknown'
  | 'replayed'
  | 'expired'
  | 'audience'
  | 'mismatch'
  | 'stale-policy'
  | 'locked';

/** The single-use proof that a statement may run now. */
export interface TokenGate {
  /** After the decision, whoever made it; valid for 5 s of the monotonic clock. */
  mint(facts: ActionFacts, approval: Approval): Promise<string>;
  /**
   * Checks the token against the facts of this moment, spends it, makes `before`, the spending and `after` durable in
   * one step, looks at locks and policy once more and starts `run` in the same breath. @throws when the log fails.
   */
  release<T>(token: string, facts: ActionFacts, write: ReleaseEvents, run: () => T): Promise<Release<T>>;
}

export interface ReleaseEvents {
  readonly before: readonly AuditEvent[];
  readonly after: readonly AuditEvent[];
}
