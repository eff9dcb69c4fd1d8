// Port: what may run. A policy judges one analysed statement in its context and says which rules it went by.
import type { Analysis } from '../language/effect.ts';

/** The strictest wins: allow < ask < deny. */
export type Decision = 'allow' | 'ask' | 'deny';

export type Mode = 'interactive' | 'exec' | 'script';

export interface Question {
  readonly statement: string;
  readonly analysis: Analysis;
  readonly agent: { readonly name: string; readonly roles: readonly string[]; readonly attended: boolean };
  readonly target: {
    readonly name: string;
    readonly kind: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  /** Values of `${workspace}` and `${home}` in path globs; absolute. */
  readonly workspace: string;
  readonly home: string;
  /** The real path of an effect's path on the target (symlinks followed as far as it exists); identity when unknown. */
  readonly resolve?: (path: string) => string;
}

export interface Judgement {
  readonly decision: Decision;
  /** Ids of the rules that decided, strictest first; `default:<effect kind>` where no rule matched. */
  readonly rules: readonly string[];
  /** Why, in a sentence for the agent; from the rule's `say` where it has one. */
  readonly say: string;
}

export interface Policy {
  /** sha256 of the policy's text, in hex; every decision stores it. */
  readonly digest: string;
  judge(question: Question): Judgement;
}
