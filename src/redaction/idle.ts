// What a stalled stream may not show yet although no rule has begun: words that could be the first part of a value
// whose mark comes at its end (an address before its @, digits, a key with a suffix).

const shown = 8;
const masked = 14;

/** Index in `text` of a last word that must wait (`idle`) or be masked (`cap`); undefined when it may leave. */
export function suspectFrom(text: string, reason: 'idle' | 'cap', personal: boolean): number | undefined {
  const word = /[A-Za-z0-9_.+%~-]{1,256}$/.exec(text);
  const mixed = word !== null && /[0-9]/.test(word[0]) && /[A-Za-z]/.test(word[0]);
  if (reason === 'cap') return mixed && word[0].length >= masked ? word.index : undefined;
  if (personal) {
    const digits = /[+(]?[0-9][0-9 ().-]{2,47}$/.exec(text);
    if (digits && word) return Math.min(digits.index, word[0].length >= shown ? word.index : digits.index);
    if (digits) return digits.index;
    if (word && word[0].length >= shown) return word.index;
  }
  return mixed && word[0].length >= shown ? word.index : undefined;
}
