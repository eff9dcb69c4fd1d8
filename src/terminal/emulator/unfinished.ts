// The beginning of an escape sequence whose end has not come: it has to be said again before what follows.

/** Longer ones are strings of no effect on the picture; UTF-16 units. */
const longest = 4096;

/** ESC and the 8-bit forms of what opens a sequence (ECMA-48 §5.3). */
const introducers = new Set([0x1b, 0x90, 0x98, 0x9b, 0x9d, 0x9e, 0x9f]);

/** @param text ends within a sequence */
export function keepUnfinished(text: string): string {
  let from = text.length - 1;
  while (from > 0 && !introducers.has(text.charCodeAt(from))) from -= 1;
  // Controls within a sequence took effect when they came.
  const rest = text.slice(from + 1, from + longest).replace(/[\u0000-\u001f]/g, '');
  return text.slice(from, from + 1) + rest;
}
