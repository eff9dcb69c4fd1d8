// The shape of a redaction rule, and the check that a rule does what its examples say.

/** Half-open range of character offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place a rule looked at: `masked` says whether it is a finding; a refused one is not looked at again. */
export interface Found extends Span {
  readonly masked: boolean;
}

export interface Rule {
  /** Names the finding in masks, counts and policy: lower case, digits, hyphens. */
  readonly kind: string;
  readonly group: 'secrets' | 'pii';
  /** Words that must stand in the text before the rule is asked; letters in any case, a digit stands for any digit. */
  readonly triggers: readonly string[];
  /** The value that belongs to the trigger at [at, after), in a line or a piece of one without its line end. */
  find(text: string, at: number, after: number): Found | undefined;
  /**
   * Where a value begins that `text` may have cut off at its end, or -1. `text.length` means: all is there but the
   * value. Once it answers, more text can turn it into a finding, and only text from there on is masked then.
   */
  opens(text: string, at: number, after: number): number;
  /**
   * A cheap look at the bytes of the text around a trigger at [at, after): false when the rule would surely find
   * nothing there. The text is [start, end); `open`: more bytes may follow.
   */
  mayFind?(bytes: Uint8Array, after: number, end: number, open: boolean, at: number, start: number): boolean;
  /** Values may hold blanks (quoted phrases, digit groups): such an open value is held back beyond a blank. */
  readonly roomy?: boolean;
  /** Texts with the part to be masked between `⟦` and `⟧`. */
  readonly finds: readonly string[];
  /** Texts that must stay as they are. */
  readonly ignores: readonly string[];
}
