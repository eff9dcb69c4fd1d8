// Makes rules for tokens that are told by their own shape: a fixed beginning, then so many characters of an alphabet.
// The rule's pattern and its examples come from the same parts, so no source text holds anything secret-shaped.

import { type Alphabet, alphabets, sampleOf } from './alphabet.ts';
import { entropy } from './checks/entropy.ts';
import { isFiller } from './checks/placeholder.ts';
import type { Rule } from './rule.ts';
import { tokenTail } from './tail.ts';

/** A literal, or characters of an alphabet, at least `min` and at most `max` of them. */
export type Part = string | { readonly of: Alphabet; readonly min: number; readonly max: number };

/** Exactly `count` characters. */
export function run(of: Alphabet, count: number, max = count): Part {
  return { of, min: count, max };
}

export interface TokenShape {
  readonly kind: string;
  /** Alternatives for the literal at the beginning; each is a trigger. */
  readonly prefixes: readonly string[];
  readonly parts: readonly Part[];
  /** Holds a literal of the parts and triggers in place of the prefixes, when those are too common or empty. */
  readonly trigger?: string;
  /** The beginnings that trigger, when the prefix alone is too common. */
  readonly triggers?: readonly string[];
  /** Words the token may be glued to. */
  readonly after?: RegExp;
  /** Least entropy (bits a character) of what follows the prefix; 2.6 when absent. */
  readonly entropy?: number;
  readonly check?: (token: string) => boolean;
  readonly finds?: readonly string[];
  readonly ignores?: readonly string[];
}

export function token(shape: TokenShape): Rule {
  const { kind, prefixes, parts, trigger, check } = shape;
  const source = `(?:${prefixes.map(escapeRegex).join('|')})${parts.map(sourceOf).join('')}${rightEdge(parts)}`;
  const whole = new RegExp(source, 'y');
  const least = shape.entropy ?? 2.6;
  const beginsWith = prefixes.length > 0 && prefixes[0] !== '';
  const before = trigger === undefined ? undefined : lengthsBefore(prefixes, parts, trigger);

  const isFree = (text: string, at: number): boolean =>
    isFreeBefore(text, at) || shape.after?.test(text.slice(0, at)) === true;
  const accept = (text: string): boolean => {
    const prefix = prefixes.find((candidate) => text.startsWith(candidate)) ?? '';
    const body = text.slice(prefix.length);
    if (check && !check(text)) return false;
    return !isFiller(body) && entropy(body) >= least;
  };
  const match = (text: string, at: number): { start: number; end: number } | undefined => {
    for (const start of startsOf(at, before)) {
      if (!isFree(text, start)) continue;
      whole.lastIndex = start;
      if (whole.test(text)) return { start, end: whole.lastIndex };
    }
    return undefined;
  };

  return {
    kind,
    group: 'secrets',
    triggers: shape.triggers ?? (trigger === undefined ? prefixes : [trigger]),
    find(text, at) {
      const span = match(text, at);
      return span && { ...span, masked: accept(text.slice(span.start, span.end)) };
    },
    opens(text, at, after) {
      if (tokenTail(text) > after) return -1;
      if (beginsWith && trigger === undefined && !prefixes.some((prefix) => text.startsWith(prefix, at))) return -1;
      const start = startsOf(at, before).find((candidate) => isFree(text, candidate));
      if (start === undefined) return -1;
      return start;
    },
    ...(!shape.after &&
      trigger === undefined && { mayFind: (bytes, _after, _end, _open, at, start) => isFreeAt(bytes, at, start) }),
    finds: [...generatedFinds(shape), ...(shape.finds ?? [])],
    ignores: [...generatedIgnores(shape), ...(shape.ignores ?? [])],
  };
}

/** No letter or digit stands before, unless it is part of an escape (`\n`, `%3D`). */
export function isFreeBefore(text: string, at: number): boolean {
  if (at === 0) return true;
  if (!isAlnum(text.charCodeAt(at - 1))) return true;
  if (text[at - 2] === '\\' && /[nrtbf]/.test(text[at - 1]!)) return true;
  return text[at - 3] === '%' && /^[0-9A-Fa-f]{2}$/.test(text.slice(at - 2, at));
}

/** The same of bytes, in doubt yes. */
function isFreeAt(bytes: Uint8Array, at: number, start: number): boolean {
  return at === start || !isAlnum(bytes[at - 1]!) || bytes[at - 2] === 0x5c || bytes[at - 3] === 0x25;
}

function isAlnum(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

function startsOf(at: number, before: { min: number; max: number } | undefined): number[] {
  if (!before) return [at];
  const starts: number[] = [];
  for (let length = before.max; length >= before.min; length--) if (at - length >= 0) starts.push(at - length);
  return starts;
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function sourceOf(part: Part): string {
  return typeof part === 'string' ? escapeRegex(part) : `[${alphabets[part.of].pattern}]{${part.min},${part.max}}`;
}

// A token of fixed length is none if it goes on: then it is something else.
function rightEdge(parts: readonly Part[]): string {
  return typeof parts.at(-1) === 'string' ? '(?![A-Za-z0-9])' : '(?![A-Za-z0-9_])';
}

/** How many characters may stand before the trigger: it contains one of the literal parts. */
function lengthsBefore(prefixes: readonly string[], parts: readonly Part[], trigger: string) {
  let min = Math.min(...prefixes.map((prefix) => prefix.length));
  let max = Math.max(...prefixes.map((prefix) => prefix.length));
  for (const part of parts) {
    if (typeof part === 'string' && trigger.includes(part)) break;
    min += typeof part === 'string' ? part.length : part.min;
    max += typeof part === 'string' ? part.length : part.max;
  }
  const inside = trigger.indexOf(parts.find((part) => typeof part === 'string' && trigger.includes(part)) as string);
  return { min: min - inside, max: max - inside };
}

function render(shape: TokenShape, prefix: string, size: 'min' | 'max', seed: number): string {
  return parts(shape, prefix, (part, index) => sampleOf(part.of, Math.min(part[size], part.min + 40), seed + index));
}

function parts(
  shape: TokenShape,
  prefix: string,
  fill: (part: Exclude<Part, string>, index: number) => string,
): string {
  return prefix + shape.parts.map((part, index) => (typeof part === 'string' ? part : fill(part, index))).join('');
}

function generatedFinds(shape: TokenShape): string[] {
  if (shape.check) return [];
  return shape.prefixes.flatMap((prefix, index) => [
    `use ⟦${render(shape, prefix, 'min', index)}⟧ now`,
    `{"x":"⟦${render(shape, prefix, 'max', index + 7)}⟧"}`,
  ]);
}

function generatedIgnores(shape: TokenShape): string[] {
  const prefix = shape.prefixes[0]!;
  const short = parts(shape, prefix, (part, index) => sampleOf(part.of, Math.max(0, Math.min(part.min - 3, 4)), index));
  const filler = parts(shape, prefix, (part) => alphabets[part.of].filler.repeat(part.min));
  const glued = `zz9${render(shape, prefix, 'min', 3)}`;
  return shape.trigger === undefined
    ? [`use ${short} now`, `use ${filler} now`, `use ${glued} now`]
    : [`use ${filler} now`];
}
