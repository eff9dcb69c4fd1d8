// Private keys over several lines or within one: PEM (RFC 7468), OpenSSH, PGP (RFC 9580 §6), SSH2 and PuTTY. The
// body is masked line by line as it streams, nothing waits for the end; a key that was cut off ends where its shape
// does. Certificates and public keys stay.
import type { LineReader, ReaderSpan } from '../reader.ts';

export const privateKeyWords = ['private key', 'private-lines'];

const begin = /-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}|^[ \t]*Private-Lines: \d{1,4}/;
const end = /-{4,5} ?END |Private-MAC:/;
const header =
  /^[\s>|"'+*#-]*(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|MessageID|Subject|x-[\w-]+|Private-MAC|Private-Hash):/i;
const linePrefix =
  /(?:[ \t>|+*#"'\x60.-]|\xe2\x94[\x82\x83])*(?:\d{1,6}[:\t|] ?[ \t]*)?(?:[\w./-]{1,80}[:-](?=[A-Za-z0-9+/=]{40}))?["']?/y;
const body = /(?:[A-Za-z0-9+/=]|\\{1,4}[nr])+/y;
const blanks = /[ \t]+/y;
const closing = /^["'\x60]?[ \t]*(?:[+.\\,;)]{0,2}|\||\xe2\x94[\x82\x83])[ \t]*$/;
/** A key is not longer (bytes). */
const longest = 32_768;
const fullLine = 40;

interface State {
  readonly inside: boolean;
  /** Bytes of the body so far. */
  readonly seen: number;
  /** The last body line was shorter than a full one: only an end may follow. */
  readonly ending: boolean;
  /** The body goes on in the middle of a line. */
  readonly midLine: boolean;
}

const outside: State = { inside: false, seen: 0, ending: false, midLine: false };

export class PrivateKeyReader implements LineReader {
  get holdsLine(): boolean {
    return this.busy;
  }
  #state = outside;

  get busy(): boolean {
    return this.#state.inside;
  }

  read(text: string, line: 'open' | 'part' | 'line'): ReaderSpan[] {
    if (!this.#state.inside && !/PRIVATE KEY|Private-Lines/.test(text)) return [];
    const spans: ReaderSpan[] = [];
    const state = readText(text, this.#state, spans);
    if (line !== 'open') this.#state = { ...state, midLine: line === 'part' && state.inside };
    return spans;
  }
}

function readText(text: string, before: State, spans: ReaderSpan[]): State {
  let state = before;
  let at = 0;
  for (;;) {
    if (!state.inside) {
      const match = begin.exec(text.slice(at));
      if (!match) return state;
      at += match.index + match[0].length;
      state = { inside: true, seen: 0, ending: false, midLine: true };
      if (at === text.length) return { ...state, midLine: false };
    }
    const stop = end.exec(text.slice(at));
    const limit = stop ? at + stop.index : text.length;
    state = readBody(text.slice(0, limit), at, state, spans);
    if (!stop) return state;
    at = limit + stop[0].length;
    state = outside;
  }
}

function readBody(text: string, from: number, state: State, spans: ReaderSpan[]): State {
  const rest = text.slice(from);
  if (rest.trim() === '') return state.seen > 0 && !state.midLine && rest === '' ? { ...state, ending: true } : state;
  if (header.test(rest)) return state;
  if (state.seen > longest) return outside;
  let at = from;
  if (!state.midLine) {
    linePrefix.lastIndex = at;
    if (linePrefix.test(text)) at = linePrefix.lastIndex;
  }
  const found: ReaderSpan[] = [];
  blanks.lastIndex = at;
  if (blanks.test(text)) at = blanks.lastIndex;
  for (;;) {
    body.lastIndex = at;
    if (!body.test(text)) break;
    found.push({ kind: 'private-key', start: at, end: body.lastIndex });
    at = body.lastIndex;
    blanks.lastIndex = at;
    if (blanks.test(text)) at = blanks.lastIndex;
  }
  const size = found.reduce((sum, { start, end }) => sum + text.slice(start, end).replace(/\\+[nr]/g, '').length, 0);
  const left = text.slice(at);
  if (!shaped(text, found, state)) return outside;
  // A line break in a program's string is no key.
  if (size > 0) spans.push(...found);
  if (left !== '' && !closing.test(left)) return outside;
  const short = size > 0 && size < fullLine;
  return { inside: true, seen: state.seen + size, ending: state.ending || short, midLine: state.midLine };
}

// A first word of full length, or a last line: one word that may be the rest of base64.
function shaped(text: string, found: ReaderSpan[], state: State): boolean {
  const first = found[0];
  if (!first) return state.seen === 0;
  if (state.midLine || first.end - first.start >= fullLine) return true;
  const word = text.slice(first.start, first.end);
  if (found.length > 1 || state.ending || state.seen === 0)
    return found.length > 1 ? state.seen === 0 && first.end - first.start >= 16 : state.seen === 0 || /=/.test(word);
  return (
    /=|[0-9+/]/.test(word) ||
    (word.length % 4 === 0 && word.length > 8) ||
    (first.end === text.length && word.length <= 3)
  );
}
