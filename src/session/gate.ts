// The one gate in front of every statement of every mode. What it is made of (policy, later people) is handed in.
import type { Identity } from '../identity/identity.ts';
import type { Language } from '../language/language.ts';
import type { Decision } from '../policy/policy.ts';
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
  /** The statement starts a program that reads commands itself: what it is given is recorded (invariant 1). */
  readonly raw?: boolean;
  /** Seconds after which a limit admits the next. */
  readonly retryAfter?: number;
}

/** One session's gate. */
export interface Gate {
  judge(statement: string): Ruling;
  /** Carries what the gate knows of the shell over a statement that ran. */
  settle(statement: string, outcome: { readonly status: number; readonly cwd: string }): void;
  /** The executor was replaced by a fresh one that starts at `cwd`. */
  reset(cwd: string): void;
  /** True once something ran that the gate cannot follow: until a reset every statement at least asks. */
  readonly tainted: boolean;
  /** What the gate would say of a line and why, for people; touches no file system. Null when nothing is judged. */
  explain(line: string): string | null;
}

const recorded: Ruling = { decision: 'allow', by: 'broker', rules: ['recorded'], say: '', policy: null };

/** Level `recorded`: lets everything through; the session records it. */
export const openRecordingGate = (): Gate => ({
  judge: () => recorded,
  settle: () => {},
  reset: () => {},
  tainted: false,
  explain: () => null,
});
