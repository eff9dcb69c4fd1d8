// Port: how a target's statements are read. A language tells whole statements from unfinished ones and finds what a
// statement would do.
import type { Analysis, Span } from './effect.ts';

/** `invalid` is whole but not understood: no further line can mend it. */
export type Completeness = 'complete' | 'incomplete' | 'invalid';

export interface Split {
  /** Whole statements in order, each the exact text including inner newlines, without its last newline. */
  readonly statements: readonly string[];
  /** What follows the last whole statement: '' or the start of an unfinished one. */
  readonly rest: string;
}

/** What is known of the place a session starts in. Paths are absolute. */
export interface Place {
  readonly cwd: string;
  readonly home: string;
  readonly user: string;
}

/** One session's reading: remembers cwd, variables and functions from statement to statement. */
export interface Reading {
  readonly cwd: string;
  /** True once something ran that changed shell state beyond what the reading follows: every later statement asks. */
  readonly tainted: boolean;
  /** What this statement would do now. Changes nothing. Same text and state, same answer. */
  analyse(statement: string): Analysis;
  /** Carries the state over a statement that ran. `cwd` is what the executor reported. */
  settle(statement: string, outcome: { readonly status: number; readonly cwd: string }): void;
}

/** A word as its program gets it. */
export interface WordText {
  readonly text: string;
  /** Where this part of `text` (half-open, UTF-16 units, not empty) is written in the statement; null where an expansion (one `$`) is in it. */
  place(start: number, end: number): Span | null;
}

export interface Language {
  readonly name: string;
  /** Never `complete` for text that the target's own parser would wait to see the end of. */
  completeness(text: string): Completeness;
  /**
   * Cuts a submission into statements at the newlines where a shell would run what it has. Blank lines and lines of
   * comments are no statements. `atEnd` says that no more text follows: then the rest is a statement too.
   */
  split(text: string, atEnd: boolean): Split;
  read(place: Place): Reading;
  /** The words of a statement that is one simple command of literal words and nothing else; otherwise null. */
  literalWords(statement: string): readonly string[] | null;
  /**
   * Where the statement is literal text inside one word or a here-document, which a mask may cover on a card: ordered,
   * disjoint, never a command word, a name that is assigned, a quote, an escape, an operator, an expansion or a pattern.
   * Empty when the statement is not understood.
   */
  literals(statement: string): readonly Span[];
  /** Words that are written with quotes or escapes, without them. */
  wordTexts(statement: string): readonly WordText[];
  /**
   * The words of the command that writes to the statement's standard output, null where a word is not literal: only
   * when the statement is one pipeline of simple commands and its last one keeps that output; otherwise null.
   */
  lastCommand(statement: string): readonly (string | null)[] | null;
}
