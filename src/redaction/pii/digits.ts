// Runs of digits and what separates them.

/** Where a number with its separators begins, -1 inside a word or a longer number. */
export function numberStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 24 && text[start] !== '+' && isNumberCode(text.charCodeAt(start - 1))) start--;
  while (start < text.length && isSeparatorCode(text.charCodeAt(start))) start++;
  const before = text[start - 1] ?? ' ';
  return /[\w#$,/-]/.test(before) && !/%2B$/i.test(text.slice(Math.max(0, start - 3), start)) ? -1 : start;
}

export function isDigitCode(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Blank, closing parenthesis, hyphen, full stop. */
export function isSeparatorCode(code: number): boolean {
  return code === 0x20 || code === 0x29 || code === 0x2d || code === 0x2e;
}

function isNumberCode(code: number): boolean {
  return isDigitCode(code) || isSeparatorCode(code) || code === 0x28 || code === 0x2b;
}

/** From its start on the text is digits and separators to its end. */
export function digitsOpen(text: string, start: number): number {
  return start >= 0 && text.length - start <= 48 && /^[0-9().+/ -]*$/.test(text.slice(start)) ? start : -1;
}
