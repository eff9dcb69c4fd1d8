// How random a text looks.

const counts = new Uint32Array(256);

/** Shannon entropy in bits a character, of a text of one-byte characters. */
export function entropy(text: string): number {
  counts.fill(0);
  for (let at = 0; at < text.length; at++) counts[text.charCodeAt(at) & 0xff]!++;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Longest run of neighbours in the alphabet or of digits (`abcdef`, `4321`), or of one character repeated. */
export function longestSequence(text: string): number {
  let longest = 1;
  for (const step of [1, -1, 0]) {
    let run = 1;
    for (let at = 1; at < text.length; at++) {
      run = text.charCodeAt(at) - text.charCodeAt(at - 1) === step ? run + 1 : 1;
      longest = Math.max(longest, run);
    }
  }
  return longest;
}
