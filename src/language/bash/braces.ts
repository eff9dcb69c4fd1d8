// Brace expansion of plain text: `{a,b{c,d}}`, `{1..9}`, `{a..e..2}`. Bounded: what would make too many words is null.
import { mostBraceWords } from './budget.ts';

/** The texts a braced part makes; null when there are too many or quotes and expansions are inside. */
export function braceTexts(text: string): readonly string[] | null {
  if (/[$`'"\\]/.test(text)) return null;
  return expand(text, { left: mostBraceWords * 4 });
}

function expand(text: string, budget: { left: number }): string[] | null {
  if (budget.left-- <= 0) return null;
  const open = text.indexOf('{');
  if (open < 0) return [text];
  const close = closing(text, open);
  if (close < 0) return prefixed(text.slice(0, open + 1), expand(text.slice(open + 1), budget));
  const rest = expand(text.slice(close + 1), budget);
  if (!rest) return null;
  const inner = choices(text.slice(open + 1, close), budget);
  if (inner === null || inner.length * rest.length > mostBraceWords) return null;
  return inner.flatMap((one) => rest.map((tail) => text.slice(0, open) + one + tail));
}

const prefixed = (prefix: string, texts: string[] | null): string[] | null =>
  texts?.map((text) => prefix + text) ?? null;

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function choices(inner: string, budget: { left: number }): string[] | null {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= inner.length; at++) {
    const char = inner[at];
    if (char === '{') depth++;
    else if (char === '}') depth--;
    else if (char === undefined || (char === ',' && depth === 0)) {
      parts.push(inner.slice(start, at));
      start = at + 1;
    }
  }
  if (parts.length === 1)
    return sequence(inner) ?? prefixed('{', expand(inner, budget))?.map((text) => `${text}}`) ?? null;
  const expanded = parts.map((part) => expand(part, budget));
  return expanded.includes(null) ? null : (expanded as string[][]).flat();
}

/** `1..9`, `01..10`, `a..e`, with a step; undefined when it is no sequence. */
function sequence(inner: string): string[] | null | undefined {
  const match = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(inner);
  if (!match) return undefined;
  const [, from, to, by] = match as unknown as [string, string, string, string?];
  const letters = /[A-Za-z]/.test(from);
  if (letters !== /[A-Za-z]/.test(to)) return undefined;
  // Between upper and lower case lie `[`, `\`, `]` and the backquote.
  if (letters && /[A-Z]/.test(from) !== /[A-Z]/.test(to)) return null;
  const [first, last] = letters ? [from.charCodeAt(0), to.charCodeAt(0)] : [Number(from), Number(to)];
  const step = Math.abs(Number(by ?? 1)) || 1;
  if (Math.abs(last - first) / step > mostBraceWords) return null;
  const width = !letters && /^-?0\d/.test(`${from}`) ? from.length : !letters && /^-?0\d/.test(to) ? to.length : 0;
  const texts: string[] = [];
  for (let n = first; first <= last ? n <= last : n >= last; n += first <= last ? step : -step) {
    texts.push(
      letters
        ? String.fromCharCode(n)
        : n < 0
          ? `-${String(-n).padStart(width - 1, '0')}`
          : String(n).padStart(width, '0'),
    );
  }
  return texts;
}
