// Port: full-text search over statements and their masked output.
import type { Decision } from '../policy/policy.ts';

/** A piece of a snippet; `hit` pieces are what was searched for. */
export interface SnippetPiece {
  readonly text: string;
  readonly hit: boolean;
}

export interface SearchHit {
  readonly session: string;
  readonly request: string;
  readonly sequence: number;
  readonly identity: string;
  readonly target: string;
  /** ISO 8601 UTC of the submission. */
  readonly time: string;
  readonly decision: Decision | null;
  readonly statement: string;
  /** Where the words were found. */
  readonly found: 'statement' | 'output';
  readonly snippet: readonly SnippetPiece[];
  /** Seconds from the start of the recording to the statement's marker; null when it is not known. */
  readonly moment: number | null;
}

export type SearchResult =
  | { readonly kind: 'hits'; readonly hits: readonly SearchHit[]; readonly cursor: string | null }
  /** What is wrong with the query, as a sentence with the remedy. */
  | { readonly kind: 'invalid'; readonly sentence: string };

export interface SearchQuestion {
  /**
   * `words "phrases" agent: target: verdict: rule: after: before:`. All must hold; `word*` finds what begins like it; a
   * path, an option or a host name is the phrase of its parts; `req_…` and `ses_…` are that request and that session.
   * Values of agent, target and rule may have `*`.
   */
  readonly query: string;
  /** Target names the viewer may see; `*` stands for any run of characters. */
  readonly targets: readonly string[];
  /** 1–100 */
  readonly limit: number;
  /** From an earlier result, or null. */
  readonly cursor: string | null;
}

export interface SearchIndex {
  /** Newest first. */
  search(question: SearchQuestion): Promise<SearchResult>;
  /** Takes a closed session in, in the background; returns at once. Idempotent. */
  add(session: string): void;
  /** A session that goes on has new statements: the next search finds them. What they printed is found when it ended. */
  stir(session: string): void;
  /** Resolves when all that was added before can be found. */
  settled(): Promise<void>;
  forget(session: string): Promise<void>;
  close(): Promise<void>;
}
