// A reader follows what only makes sense over several lines (a private key, a table, a manifest), line by line.

export interface ReaderSpan {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly shown?: (value: string) => string;
}

export interface LineReader {
  /** It wants to see the next line whatever stands in it. */
  readonly busy: boolean;
  /** The line may change its meaning until it is complete: nothing of it may leave before. */
  readonly holdsLine: boolean;
  /**
   * What to mask in a line, or in the first part of one. `end` says what comes next: nothing yet (the same text comes
   * again, longer), another part of the line, or another line; only then is the text taken notice of.
   */
  read(text: string, end: 'open' | 'part' | 'line'): ReaderSpan[];
}
