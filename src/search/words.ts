// What the index takes for words: runs of letters, digits and marks, and what Unicode leaves to private use.

const letters = '\\p{L}\\p{N}\\p{M}\\p{Co}';

/** Sources of regular expressions with the flag `u`. */
export const inWord = `[${letters}]`;
export const betweenWords = `[^${letters}]+`;

const between = new RegExp(betweenWords, 'u');

export function wordsOf(text: string): string[] {
  return text.split(between).filter((word) => word !== '');
}
