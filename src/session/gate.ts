// The one gate in front of every statement of every mode. What it is made of (policy, later people) is handed in.
import type { Identity } from '../identity/identity.ts';
import type { Effect } from '../language/effect.ts';
import type { Language } from '../language/language.ts';
import type { AskTerms, Decision, EffectVerdict, Redact } from '../policy/policy.ts';
import type { Target } from '../targets/target.ts';

export interface GateOpening {
  readonly identity: Identity;
  readonly target: Target;
  readonly language: Language;
  /** Where the session starts; absolute. */
  readonly cwd: string;
}

export interface Ruling {
  readonly decision: Decision;
  readonly by: 'policy' | 'limit' | 'broker';
  /** Ids of the rules that decided, strictest first. */
  readonly rules: readonly string[];
  /** Why not, for the agent; '' when allowed. */
  readonly say: string;
  /** sha256 of the policy it was judged by; null when nothing was judged. */
  readonly policy: string | null;
  /** What it would do, each effect with what policy says to it, in the order of the analysis. */
  readonly effects: readonly EffectVerdict[];
  /** What the rules that asked want of the person who decides. */
  readonly terms: AskTerms;
  /** The statement starts a program that reads commands itself: what it is given is recorded (invariant 1). */
  readonly raw?: boolean;
  /** A rule says how the statement's output is masked; null or absent: as usual. */
  readonly redact?: Redact | null;
  /** Seconds after which a limit admits the next. */
  readonly retryAfter?: number;
}

/** One session's gate. */
export interface Gate {
  /** Judges a statement that was submitted; counts it against the limits. */
  judge(statement: string): Ruling;
  /**
   * Judges it once more under the policy of this moment; counts nothing.
   * @param more effects that are not in its text: what its input discloses
   */
  judgeAgain(statement: string, more?: readonly Effect[]): Ruling;
  /** Carries what the gate knows of the shell over a statement that ran. */
  settle(statement: string, outcome: { readonly status: number; readonly cwd: string }): void;
  /** The executor was replaced by a fresh one that starts at `cwd`. */
  reset(cwd: string): void;
  /** True once something ran that the gate cannot follow: until a reset every statement at least asks. */
  readonly tainted: boolean;
  /** What the gate would say of a line and why, for people; touches no file system. Null when nothing is judged. */
  explain(line: string): string | null;
}

export const noTerms: AskTerms = { ttl: null, noteRequired: false, approvers: [] };

const nothingKnown = { effects: [], terms: noTerms } as const;

/** A ruling of the broker's own, about something no policy judges. */
export function ownRuling(decision: 'allow' | 'deny', rule: string | null, say = ''): Ruling {
  return { decision, by: 'broker', rules: rule === null ? [] : [rule], say, policy: null, ...nothingKnown };
}

const recorded = ownRuling('allow', 'recorded');

/** Level `recorded`: lets everything through; the session records it. */
export const openRecordingGate = (): Gate => ({
  judge: () => recorded,
  judgeAgain: () => recorded,
  settle: () => {},
  reset: () => {},
  tainted: false,
  explain: () => null,
});
