// A look at the raw bytes behind a telling name, before anything is read: most such names are just words in a text.

/** Characters on each side of a keyword that a name has at most. */
export const longestName = 64;

/** Blanks and quotes behind a name that are looked through. */
const mostBetween = 24;

/** False when no assignment can stand behind the name that goes on at `after`; never false where one is read. */
export function mayAssignBytes(
  bytes: Uint8Array,
  after: number,
  end: number,
  open: boolean,
  _at: number,
  start: number,
): boolean {
  let at = after;
  while (at < end && isNameCode(bytes[at]!)) at++;
  const to = at;
  let blank = false;
  let quote = false;
  if (bytes[at] === 0x5b) at = afterLength(bytes, at, end);
  while (at < end && at - to < mostBetween && (isBlankCode(bytes[at]!) || closers[bytes[at]!] === 1)) {
    if (isBlankCode(bytes[at]!)) blank = true;
    else quote = true;
    at++;
  }
  if (at >= end) return open;
  if (assigns(bytes, at, end, open, at === to, quote)) return true;
  if (!blank) return false;
  // Behind a closing quote only `value="…"` and the like; behind a blank an opening one.
  if (quote) return isBlankCode(bytes[to]!) || at - to >= mostBetween || tells(bytes, at, end, open);
  let from = after;
  while (from > start && after - from < longestName && isNameCode(bytes[from - 1]!)) from--;
  // Told (`is`, `for`), of a type (`string`), a flag, a plain, dotted or joined name, or the argument of a command.
  if (tells(bytes, at, end, open) || bytes[from] === 0x2d || isJoined(bytes, from, to)) return true;
  const before = from > start ? bytes[from - 1]! : 0x0a;
  const second = from > start + 1 ? bytes[from - 2]! : 0x0a;
  if (before === 0x0a || before === 0x2f || (isBlankCode(before) && second <= 0x20)) return true;
  return plainLengths.has(to - from) || setters[second] === 1;
}

/** Behind the `[` and the digits of an array's length. */
function afterLength(bytes: Uint8Array, at: number, end: number): number {
  let next = at + 1;
  while (next < end && bytes[next]! >= 0x30 && bytes[next]! <= 0x39) next++;
  return next;
}

/** Whether the character that is neither name, blank nor quote assigns, or begins what does. */
function assigns(bytes: Uint8Array, at: number, end: number, open: boolean, direct: boolean, quote: boolean): boolean {
  const code = bytes[at]!;
  if (assigners[code] === 1) return true;
  if (code === 0x2c) return quote;
  const seconds = twofold[code];
  if (seconds === undefined || (code === 0x28 && !direct)) return false;
  return at + 1 < end ? seconds[bytes[at + 1]!] === 1 : open;
}

function isJoined(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === 0x2e || bytes[at] === 0x5f) return true;
  return false;
}

/** 1 at the codes of the characters. */
export function codes(text: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const char of text) table[char.charCodeAt(0)] = 1;
  return table;
}

const closers = codes('"\'`\\])');
const assigners = codes('=:>|%\xe2');
/** Characters that count only with one of certain others behind: `+=`, `??=`, `</key>`, `("…")`. */
const twofold: readonly (Uint8Array | undefined)[] = Array.from({ length: 256 }, (_, code) => {
  const seconds = { '+': '=', '!': '=', '.': '=', '?': '=?', '<': '/', '(': '"\'`\\ \t' }[String.fromCharCode(code)];
  return seconds === undefined ? undefined : codes(seconds);
});
/** `is`, `was`, `by`, `for`, `of`, `to`, types, and the kinds of encryption routers write. */
const tellers = new Set(
  [
    'is',
    'wa',
    'by',
    'fo',
    'of',
    'to',
    'st',
    'an',
    'te',
    'va',
    'co',
    'de',
    '-v',
    '-s',
    '/d',
    '/t',
    '[]',
    '0 ',
    '5 ',
    '7 ',
  ].map((pair) => (pair.charCodeAt(0) << 8) | pair.charCodeAt(1)),
);

function tells(bytes: Uint8Array, at: number, end: number, open: boolean): boolean {
  if (at + 1 >= end) return open;
  return tellers.has((lower[bytes[at]!]! << 8) | lower[bytes[at + 1]!]!);
}

const lower = Uint8Array.from({ length: 256 }, (_, code) => String.fromCharCode(code).toLowerCase().charCodeAt(0));
const setters = codes('VvGgXxTtEeSsLlRrMm');
/** Of `token`, `secret`, `passwd`, `apikey`, `password`, `accesskey`, `passphrase`, and a keyword by itself. */
const plainLengths = new Set([5, 6, 7, 8, 9, 10, 11, 12]);

export function isNameCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46
  );
}

export function isBlankCode(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
