// What the safe display shows, as the text that it stands for.

/** Reads the notation of the safe display back, as a person would with the table in hand. */
export function readBack(shown: string): string {
  const named = new Map([
    ['␛', '\x1b'],
    ['⏎', '\n'],
    ['␍', '\r'],
    ['⇥', '\t'],
    ['␡', '\x7f'],
  ]);
  return shown.replace(/<U\+([0-9A-F]{4,6})>|[⏎⇥\u{2400}-\u{2421}]/gu, (sign, code?: string) =>
    code === undefined
      ? (named.get(sign) ?? String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0x2400))
      : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
