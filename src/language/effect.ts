// What a statement would do, as data: the currency between a language (which finds effects) and a policy (which
// judges them). Nothing here knows bash or rules.

export const effectKinds = [
  'run',
  'read',
  'write',
  'delete',
  'net',
  'restart',
  'privilege',
  'define',
  'set',
  'raw',
  'discloses',
  'opaque',
] as const;
export type EffectKind = (typeof effectKinds)[number];

/** Half-open range of UTF-16 units in the statement's text. */
export type Span = readonly [start: number, end: number];

interface Common {
  /** Index (in the same analysis) of the run this one derives from, e.g. the read of `cat f`; null when it stands on
   * its own: a run, a redirection, an assignment. */
  readonly of: number | null;
  readonly span: Span;
}

export type Effect = Common &
  (
    | {
        readonly kind: 'run';
        /** Unwrapped words after expansion; null is a word that cannot be known. The first is never null. */
        readonly argv: readonly (string | null)[];
        /** Indices of the wrappers (env, sudo, xargs …) around it are runs of their own; this says it is nested. */
        readonly nested: boolean;
      }
    | {
        readonly kind: 'read' | 'write' | 'delete' | 'define';
        /** Absolute path, `.` and `..` folded; null when unknown. `define` of a function or alias has a name instead. */
        readonly path: string | null;
        readonly name?: string;
        /** True when everything below the path is meant (`rm -r`, `grep -r`). */
        readonly tree?: boolean;
        /**
         * True when the path is a pattern of which any match may be meant (`cat src/*.ts`, `/app/src/*.ts`): `*`, `?`,
         * `[…]` as in bash (none matches a leading dot or a `/`), `**` for any run of folders whose names do not begin
         * with a dot (`rg` below `/app` is `/app/**`), `\\` before a character that stands for itself.
         */
        readonly glob?: boolean;
      }
    | { readonly kind: 'net'; readonly host: string | null }
    | { readonly kind: 'restart' | 'privilege'; readonly what: string }
    | { readonly kind: 'set'; readonly name: string }
    | { readonly kind: 'raw'; readonly program: string }
    /** A secret or personal value stands in the statement or its input; `what` is the redaction rule that found it. */
    | { readonly kind: 'discloses'; readonly what: string }
    /** Not understood: `reason` is a few words a person can act on. Never better than ask. */
    | { readonly kind: 'opaque'; readonly reason: string }
  );

/** The reading of one statement. */
export interface Analysis {
  readonly effects: readonly Effect[];
  /**
   * Why the statement must be refused whatever the policy says: hygiene (an invisible character), a parse error, a
   * closed soft spot of the driver. Null when there is no such reason.
   */
  readonly refusal: { readonly reason: string; readonly hint?: string; readonly span?: Span } | null;
}
