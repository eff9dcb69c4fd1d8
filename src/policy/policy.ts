// Port: what may run. A policy judges one analysed statement in its context and says which rules it went by.
import type { Analysis, Effect } from '../language/effect.ts';

/** The strictest wins: allow < ask < deny. */
export type Decision = 'allow' | 'ask' | 'deny';

/** How much of the output is masked, the least first; `all` is secrets and personal data. */
export const redactLevels = ['off', 'pii', 'secrets', 'all'] as const;
export type RedactLevel = (typeof redactLevels)[number];

/** What a rule says of the output of a statement. */
export interface Redact {
  readonly level: RedactLevel;
  readonly rule: string;
}

export type Mode = 'interactive' | 'exec' | 'script';

export interface Question {
  readonly statement: string;
  readonly analysis: Analysis;
  readonly agent: { readonly name: string; readonly roles: readonly string[]; readonly attended: boolean };
  readonly target: {
    readonly name: string;
    readonly kind: string;
    readonly labels: Readonly<Record<string, string>>;
    /** True when statements run under the broker's own uid, or as root. */
    readonly sharedUser?: boolean;
  };
  /** Values of `${workspace}` and `${home}` in path globs; absolute, symlinks already followed. */
  readonly workspace: string;
  readonly home: string;
  /** The real path of an effect's path on the target (symlinks followed as far as it exists); identity when unknown. */
  readonly resolve?: (path: string) => string;
}

export interface Judgement {
  readonly decision: Decision;
  /**
   * Ids of the rules that decided each effect, strictest first; `default:<effect kind>` where no rule matched,
   * `built-in:refused` and `built-in:broker` for what no rule can change.
   */
  readonly rules: readonly string[];
  /** Why, in a sentence for the agent; from the rule's `say` where it has one. Printable, at most one line. */
  readonly say: string;
  /** How the output is masked; null: as the target says, also of what is denied. */
  readonly redact: Redact | null;
}

/** One rule that has a word on an effect. `certain` false: something unknown in the effect may be what it names. */
export interface Match {
  readonly rule: string;
  readonly decision: Decision;
  readonly certain: boolean;
}

export interface EffectVerdict {
  readonly effect: Effect;
  readonly decision: Decision;
  /** Every rule that has a word on it, not only the strictest; empty when the default decided. */
  readonly matches: readonly Match[];
  /** The rules that decided it, as in `Judgement.rules`. */
  readonly rules: readonly string[];
}

/** A judgement with its reasons. */
export interface Verdict extends Judgement {
  /** In the order of the analysis. */
  readonly effects: readonly EffectVerdict[];
}

/** At most `count` of `what` within `seconds`. */
export interface RateLimit {
  readonly rule: string;
  readonly what: 'commands' | 'asks';
  readonly count: number;
  readonly seconds: number;
  readonly say: string | null;
}

/** Who may decide; every given list must name one of the person's. */
export interface Approvers {
  readonly groups?: readonly string[];
  readonly roles?: readonly string[];
  /** The person behind the agent may not decide, under none of their names. */
  readonly notSelf?: boolean;
}

/** What the rules that asked want of the person who decides. */
export interface AskTerms {
  /** ms; the shortest of the rules, null where none says. */
  readonly ttl: number | null;
  readonly noteRequired: boolean;
  /** One entry per rule that says who; each must be content. */
  readonly approvers: readonly Approvers[];
}

export interface Policy {
  /** sha256 of the policy's text, in hex; every decision stores it. */
  readonly digest: string;
  judge(question: Question): Judgement;
  explain(question: Question): Verdict;
  /** `rules` are ids as in a judgement; unknown ones say nothing. */
  askTerms(rules: readonly string[]): AskTerms;
  /** The limits that hold for this agent on this target. */
  limits(scope: Pick<Question, 'agent' | 'target'>): readonly RateLimit[];
}
