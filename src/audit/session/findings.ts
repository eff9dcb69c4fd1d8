// What a check of a session found, in the order it was found.
import type { Finding } from '../audit.ts';

export interface Findings {
  readonly list: readonly Finding[];
  /** Something does not agree: the session is not sound. */
  breaks(code: string, sentence: string): void;
  /** Something to be known. */
  note(code: string, sentence: string): void;
}

export function createFindings(): Findings {
  const list: Finding[] = [];
  return {
    list,
    breaks: (code, sentence) => void list.push({ code, sentence, breaks: true }),
    note: (code, sentence) => void list.push({ code, sentence, breaks: false }),
  };
}
