// Where a session's statements come from. One implementation per mode; the session asks for the next, and tells the
// source which bytes are for the program.
import type { TerminalSize } from '../../targets/target.ts';

/** One whole statement, or bytes that are none. */
export type Submitted =
  | { readonly kind: 'statement'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly text: string; readonly reason: string };

/** What the next prompt shows. */
export interface Standing {
  readonly status: number;
  readonly cwd: string;
  /** The gate has lost track of the shell: every statement asks until `ostiary reset`. */
  readonly tainted: boolean;
}

export interface StatementSource {
  /** The next statement, or null at the end of the client's wishes. */
  next(standing: Standing): Promise<Submitted | null>;
  /** Who reads the client's bytes while a statement runs. */
  readonly inputWhileRunning: 'program' | 'source';
  /** True when bytes that come before the program starts are for it, and for nobody else. */
  readonly gathers: boolean;
  /** Takes the client's bytes whenever they are not for a program. A promise asks to wait. */
  feed(bytes: Uint8Array): void | Promise<void>;
  /** Bytes that came since the statement was submitted, in writes of their own: the program it starts reads them. */
  takeTyped(): Uint8Array;
  /** A person was asked meanwhile: what was typed since Enter is the next line, whatever the answer. */
  keepTyped(): void;
  /** The client sends no more. */
  end(): void;
  resize(size: TerminalSize): void;
  /**
   * A statement was denied or interrupted: what was submitted together with it must not run. Returns the number of
   * bytes dropped.
   */
  drop(): number;
}

/** The largest statement, in bytes (facts: a bash reads its channel byte by byte; the analyser's cap is the same). */
export const maxStatementBytes = 32 * 1024;

/** Text that is too long or holds NUL is no statement: no shell would get it as it was shown. */
export function toSubmitted(text: string): Submitted {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxStatementBytes) {
    return unreadable(text, `the statement has ${bytes} bytes, at most ${maxStatementBytes} are read`);
  }
  const nul = text.indexOf('\0');
  if (nul !== -1) return unreadable(text, `the statement holds a NUL character at position ${nul}`);
  return { kind: 'statement', text };
}

export function unreadable(text: string, reason: string): Submitted {
  if (text.length <= maxStatementBytes) return { kind: 'unreadable', text, reason };
  // Cut between words: half a secret is not told from half a word.
  const cut = text.slice(0, maxStatementBytes);
  return { kind: 'unreadable', text: cut.slice(0, cut.search(/\s\S*$/) + 1), reason };
}
