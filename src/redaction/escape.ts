// Escape sequences of a terminal, as far as the redactor must know them: where one ends, and whether it moves the
// cursor (ECMA-48 §5.4; OSC with BEL as xterm does). A sequence that is broken or longer than the bounds ends where
// it breaks, and the rest is ordinary text: nothing hides behind an introducer.

const longestControl = 256;
const longestString = 4096;
const introducer = 0x1b;

export interface Escape {
  readonly end: number;
  /** The text of an OSC, DCS, APC or PM, as offsets; absent for all others. */
  readonly payload?: { readonly start: number; readonly end: number };
  /** It sets the cursor elsewhere: what stands before and behind it may not be neighbours on the screen. */
  readonly moves: boolean;
}

const plain = (end: number): Escape => ({ end, moves: false });
// CUU CUD CUF CUB CNL CPL CHA CUP, HVP, VPA: A–H, f, d.
const moving = new Set([...'ABCDEFGHfd'].map((char) => char.charCodeAt(0)));

/** The sequence that begins with the ESC at `start`, or `undefined` when `bytes` end before it does. */
export function readEscape(bytes: Uint8Array, start: number, limit = bytes.length): Escape | undefined {
  const kind = bytes[start + 1];
  if (start + 1 >= limit || kind === undefined) return undefined;
  if (kind === 0x5b) return readControl(bytes, start, limit);
  if (kind === 0x5d || kind === 0x50 || kind === 0x5f || kind === 0x5e) return readString(bytes, start, limit);
  if (kind < 0x20 || kind > 0x7e) return plain(start + 1);
  let at = start + 1;
  while (at < limit && bytes[at]! >= 0x20 && bytes[at]! <= 0x2f && at - start < longestControl) at++;
  if (at >= limit) return undefined;
  return plain(bytes[at]! >= 0x30 && bytes[at]! <= 0x7e ? at + 1 : at);
}

function readControl(bytes: Uint8Array, start: number, limit: number): Escape | undefined {
  for (let at = start + 2; at < limit; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x40 && byte <= 0x7e) return { end: at + 1, moves: moving.has(byte) };
    if (byte < 0x20 || byte > 0x7e || at - start > longestControl) return plain(at);
  }
  return undefined;
}

function readString(bytes: Uint8Array, start: number, limit: number): Escape | undefined {
  const from = start + 2;
  for (let at = from; at < limit; at++) {
    const byte = bytes[at]!;
    if (byte === 0x07) return { end: at + 1, payload: { start: from, end: at }, moves: false };
    if (byte === introducer) {
      if (at + 1 >= limit) return undefined;
      if (bytes[at + 1] === 0x5c) return { end: at + 2, payload: { start: from, end: at }, moves: false };
      return { end: at, payload: { start: from, end: at }, moves: false };
    }
    if (byte === 0x0a || at - start >= longestString) return plain(from);
  }
  return undefined;
}
