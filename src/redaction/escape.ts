// Escape sequences of a terminal, as far as the redactor must know them: where one ends, whether it moves the cursor,
// and its text (ECMA-48 §5.4; OSC with BEL as xterm does). A sequence that is broken or longer than the bounds ends
// where it breaks, and the rest is ordinary text: nothing hides behind an introducer. Answers are numbers, because
// coloured output has a sequence every few words.

const longestControl = 256;
const longestString = 4096;
const introducer = 0x1b;
const controlIntroducer = 0x5b;
const bell = 0x07;

// CUU CUD CUF CUB CNL CPL CHA CUP, HVP, VPA: A–H, f, d.
const moving = new Uint8Array(256);
for (const char of 'ABCDEFGHfd') moving[char.charCodeAt(0)] = 1;

/** Behind the sequence that begins with the ESC at `start`, or -1 when the bytes before `limit` end before it does. */
export function escapeEnd(bytes: Uint8Array, start: number, limit: number): number {
  if (start + 1 >= limit) return -1;
  const kind = bytes[start + 1]!;
  if (kind === controlIntroducer) return controlEnd(bytes, start, limit);
  if (isString(kind)) return stringEnd(bytes, start, limit);
  if (kind < 0x20 || kind > 0x7e) return start + 1;
  let at = start + 1;
  while (at < limit && bytes[at]! >= 0x20 && bytes[at]! <= 0x2f && at - start < longestControl) at++;
  if (at >= limit) return -1;
  return bytes[at]! >= 0x30 && bytes[at]! <= 0x7e ? at + 1 : at;
}

/** True when the sequence sets the cursor elsewhere: what stands around it may not be neighbours on the screen. */
export function movesCursor(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes[start + 1] === controlIntroducer && moving[bytes[end - 1]!] === 1;
}

/** Behind the text of an OSC, DCS, APC or PM, which begins at `start + 2`; there too when the sequence has none. */
export function payloadEnd(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start + 2 || !isString(bytes[start + 1]!)) return start + 2;
  if (bytes[end - 1] === bell) return end - 1;
  return bytes[end - 1] === 0x5c && bytes[end - 2] === introducer ? end - 2 : end;
}

function isString(kind: number): boolean {
  return kind === 0x5d || kind === 0x50 || kind === 0x5f || kind === 0x5e;
}

function controlEnd(bytes: Uint8Array, start: number, limit: number): number {
  for (let at = start + 2; at < limit; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x40 && byte <= 0x7e) return at + 1;
    if (byte < 0x20 || byte > 0x7e || at - start > longestControl) return at;
  }
  return -1;
}

function stringEnd(bytes: Uint8Array, start: number, limit: number): number {
  for (let at = start + 2; at < limit; at++) {
    const byte = bytes[at]!;
    if (byte === bell) return at + 1;
    if (byte === introducer) {
      if (at + 1 >= limit) return -1;
      return bytes[at + 1] === 0x5c ? at + 2 : at;
    }
    if (byte === 0x0a || at - start >= longestString) return start + 2;
  }
  return -1;
}
