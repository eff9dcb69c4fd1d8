// Makes rules from a pattern that begins at its trigger: the context, and the value in it.
import type { Rule } from './rule.ts';

export interface PatternShape {
  readonly kind: string;
  readonly group?: 'secrets' | 'pii';
  readonly triggers: readonly string[];
  /** Matched from `back` characters before the trigger at most, else at it; the group `v` is the value. All bounded. */
  readonly pattern: RegExp;
  /** Where matching begins, for a trigger at [at, after). */
  readonly begin?: (text: string, at: number, after: number) => number;
  /** A character that must stand within the next `reach` ones: cheaper to look for than to try the pattern. */
  readonly needs?: { readonly char: string; readonly reach: number };
  /** Characters, as in a regex between brackets, one of which stands right behind the trigger. */
  readonly follows?: string;
  /** No letter, digit, `_`, `-` or `.` stands before the trigger. */
  readonly lone?: boolean;
  /** What the pattern looks through in vain, sticky: other triggers in it would find nothing either. */
  readonly vain?: RegExp;
  readonly accept: (value: string, text: string, start: number) => boolean;
  /** Matches, up to the end of the text, what may still become the context and the value; the group `v` as above. */
  readonly partial?: RegExp;
  readonly roomy?: boolean;
  readonly finds: readonly string[];
  readonly ignores: readonly string[];
}

export function pattern(shape: PatternShape): Rule {
  const whole = new RegExp(shape.pattern.source, `${shape.pattern.flags}dy`);
  const partial = shape.partial && new RegExp(shape.partial.source, `${shape.partial.flags}dy`);
  const begin = shape.begin ?? ((_text: string, at: number) => at);
  const run = (regex: RegExp, text: string, from: number): [number, number] | undefined => {
    if (from < 0) return undefined;
    regex.lastIndex = from;
    const match = regex.exec(text);
    return match?.indices?.groups?.v;
  };
  const follows = shape.follows === undefined ? undefined : codesOf(shape.follows);
  return {
    kind: shape.kind,
    group: shape.group ?? 'secrets',
    triggers: shape.triggers,
    roomy: shape.roomy ?? false,
    find(text, at, after) {
      if (shape.needs && !stands(text, at, shape.needs)) return undefined;
      const from = begin(text, at, after);
      const range = run(whole, text, from);
      if (!range && from >= 0 && shape.vain) {
        shape.vain.lastIndex = after;
        shape.vain.test(text);
        return { start: at, end: Math.max(after, shape.vain.lastIndex), masked: false };
      }
      if (!range) return undefined;
      return { start: range[0], end: range[1], masked: shape.accept(text.slice(...range), text, range[0]) };
    },
    opens(text, at, after) {
      if (shape.needs && text.length - at > shape.needs.reach) return -1;
      const range = run(partial ?? whole, text, begin(text, at, after));
      return range && range[1] === text.length ? range[0] : -1;
    },
    ...((follows || shape.lone) && {
      mayFind: (bytes, after, end, open, at, start) => {
        if (shape.lone && at > start && inName[bytes[at - 1]!] === 1) return false;
        return !follows || (after < end ? follows[bytes[after]!] === 1 : open);
      },
    }),
    finds: shape.finds,
    ignores: shape.ignores,
  };
}

function stands(text: string, at: number, needs: { readonly char: string; readonly reach: number }): boolean {
  const found = text.indexOf(needs.char, at);
  return found >= 0 && found - at <= needs.reach;
}

const inName = codesOf(String.raw`\w.-`);

function codesOf(characters: string): Uint8Array {
  const one = new RegExp(`[${characters}]`);
  return Uint8Array.from({ length: 256 }, (_, code) => (one.test(String.fromCharCode(code)) ? 1 : 0));
}
