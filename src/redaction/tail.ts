// Where the last word of a text begins, for several notions of a word. Rules ask this about the same text many times.

/** The index at which the run of characters that reaches the end of the text begins. */
export type TailStart = (text: string) => number;

/** `ends`: characters that no word of this kind holds. */
export function tailStart(ends: (code: number) => boolean): TailStart {
  let lastText = '';
  let lastStart = 0;
  return (text) => {
    if (text === lastText) return lastStart;
    let at = text.length;
    while (at > 0 && !ends(text.charCodeAt(at - 1))) at--;
    lastText = text;
    lastStart = at;
    return at;
  };
}

/** Letters, digits and what tokens are joined with. */
export const tokenTail = tailStart((code) => {
  const letter = code | 0x20;
  if ((letter >= 0x61 && letter <= 0x7a) || (code >= 0x2d && code <= 0x3a)) return false;
  return code !== 0x5f && code !== 0x7e && code !== 0x2b && code !== 0x3d && code !== 0x25;
});

/** Everything but blanks and quotes. */
export const plainTail = tailStart((code) => code <= 0x20 || code === 0x22 || code === 0x27 || code === 0x60);
