// Patterns over one word or one path segment: `*` any characters, in paths also `?` and `[…]`. Matching takes at most
// pattern × text steps whatever the input, so no pattern or path can stall the gate.

interface CharClass {
  readonly negated: boolean;
  /** Inclusive ranges of UTF-16 units. */
  readonly ranges: readonly (readonly [low: number, high: number])[];
}

const anyText = Symbol('*');
const anyChar = Symbol('?');
type Token = string | typeof anyText | typeof anyChar | CharClass;

export interface Glob {
  /** The one text it matches, null when it has a wildcard. */
  readonly literal: string | null;
  /** True for `*` alone. */
  readonly any: boolean;
  readonly tokens: readonly Token[];
  matches(text: string): boolean;
}

/** `words`: only `*` is special. `paths`: `*`, `?`, `[a-z]`, `[!a-z]`. A backslash makes the next character literal. */
export function compileGlob(source: string, dialect: 'words' | 'paths'): Glob {
  const tokens = tokenise(source, dialect);
  const literal = tokens.every((token) => typeof token === 'string') ? tokens.join('') : null;
  if (literal !== null) return { literal, any: false, tokens, matches: (text) => text === literal };
  const any = tokens.length === 1 && tokens[0] === anyText;
  return { literal, any, tokens, matches: any ? () => true : matcherOf(tokens) };
}

// `x*` and `*x` are most of what people write, and cheaper without the general matcher.
function matcherOf(tokens: readonly Token[]): Glob['matches'] {
  const [head, tail] = [tokens.slice(0, -1), tokens.slice(1)];
  const text = (part: readonly Token[]) => (part.every((token) => typeof token === 'string') ? part.join('') : null);
  const [prefix, suffix] = [text(head), text(tail)];
  if (prefix !== null && tokens.at(-1) === anyText) return (word) => word.startsWith(prefix);
  if (suffix !== null && tokens[0] === anyText) return (word) => word.endsWith(suffix);
  return (word) => matchTokens(tokens, word);
}

function tokenise(source: string, dialect: 'words' | 'paths'): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length; at++) {
    const char = source[at] as string;
    const charClass = dialect === 'paths' && char === '[' ? readClass(source, at) : null;
    if (char === '\\' && at + 1 < source.length) tokens.push(source[++at] as string);
    else if (char === '*' && tokens.at(-1) !== anyText) tokens.push(anyText);
    else if (char === '?' && dialect === 'paths') tokens.push(anyChar);
    else if (charClass) {
      tokens.push(charClass.token);
      at = charClass.end;
    } else if (char !== '*') tokens.push(char);
  }
  return tokens;
}

/** A `]` right after the opening is a member (POSIX 2.13.1); null when nothing closes it: then `[` is a plain letter. */
function readClass(source: string, start: number): { readonly token: CharClass; readonly end: number } | null {
  const negated = source[start + 1] === '!' || source[start + 1] === '^';
  const first = start + (negated ? 2 : 1);
  const end = source.indexOf(']', first + 1);
  if (end < 0) return null;
  const ranges: [number, number][] = [];
  for (let at = first; at < end; at++) {
    const low = source.charCodeAt(at);
    const isRange = source[at + 1] === '-' && at + 2 < end;
    ranges.push([low, isRange ? source.charCodeAt(at + 2) : low]);
    if (isRange) at += 2;
  }
  return { token: { negated, ranges }, end };
}

// The classic two pointers: on a mismatch only the last `*` takes one character more.
function matchTokens(tokens: readonly Token[], text: string): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let retry = 0;
  while (at < text.length) {
    const current = tokens[token];
    if (current === anyText) {
      star = token++;
      retry = at;
    } else if (current !== undefined && accepts(current, text.charCodeAt(at))) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++retry;
    } else return false;
  }
  while (tokens[token] === anyText) token++;
  return token === tokens.length;
}

function accepts(token: Token, unit: number): boolean {
  if (typeof token === 'string') return token.charCodeAt(0) === unit;
  if (typeof token === 'symbol') return true;
  return token.ranges.some(([low, high]) => low <= unit && unit <= high) !== token.negated;
}

/** The pattern that matches exactly this text, in either dialect. */
export function escapeGlob(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&');
}

/** True when some text may match both. Two classes count as overlapping: the caller is looking for danger. */
export function intersects(left: Glob, right: Glob): boolean {
  if (left.literal !== null) return right.matches(left.literal);
  if (right.literal !== null) return left.matches(right.literal);
  const [a, b] = [left.tokens, right.tokens];
  const width = b.length + 1;
  // From the ends backwards: meets[i * width + j] says whether a[i…] and b[j…] share a text.
  const meets = new Uint8Array((a.length + 1) * width);
  for (let i = a.length; i >= 0; i--) {
    for (let j = b.length; j >= 0; j--) {
      const cell = (di: number, dj: number) => meets[(i + di) * width + j + dj] === 1;
      const x = a[i];
      const y = b[j];
      const found =
        x === undefined && y === undefined
          ? true
          : x === anyText
            ? cell(1, 0) || (y !== undefined && cell(0, 1))
            : y === anyText
              ? cell(0, 1) || (x !== undefined && cell(1, 0))
              : x !== undefined && y !== undefined && overlap(x, y) && cell(1, 1);
      meets[i * width + j] = found ? 1 : 0;
    }
  }
  return meets[0] === 1;
}

function overlap(left: Token, right: Token): boolean {
  if (typeof left === 'string') return accepts(right, left.charCodeAt(0));
  if (typeof right === 'string') return accepts(left, right.charCodeAt(0));
  return true;
}

/** True when the first character is not a literal one: as a glob of bash it matches no leading dot. */
export function beginsWild(glob: Glob): boolean {
  return glob.tokens.length > 0 && typeof glob.tokens[0] !== 'string';
}
