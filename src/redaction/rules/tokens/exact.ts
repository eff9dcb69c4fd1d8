// Tokens whose prefix, length and alphabet say so much that even a body of repeated or counted letters is one:
// only what documentation writes on purpose (`xxxx`, `EXAMPLE`) is left alone.
import { alphabets, sampleOf } from '../../alphabet.ts';
import { pattern } from '../../pattern-rule.ts';
import type { Rule } from '../../rule.ts';
import { isFreeBefore, type Part, run } from '../../token.ts';

const onPurpose = /example|placeholder|redacted|change[-_]?me|your|x{5,}|0{8,}|[*.]{3}/i;

function exact(kind: string, prefixes: readonly string[], parts: readonly Part[]): Rule {
  const body = parts.map(sourceOf).join('');
  const written = (seed: number): string =>
    parts.map((part, index) => (typeof part === 'string' ? part : sampleOf(part.of, part.min, seed + index))).join('');
  const filled = parts.map((part) => (typeof part === 'string' ? part : 'x'.repeat(part.min))).join('');
  const lettered = parts
    .map((part) => (typeof part === 'string' ? part : alphabets[part.of].letters.at(-1)!.repeat(part.min)))
    .join('');
  return pattern({
    kind,
    triggers: prefixes,
    begin: (text, at) => (isBegun(text, at) && prefixes.some((prefix) => text.startsWith(prefix, at)) ? at : -1),
    pattern: new RegExp(`(?<v>(?:${prefixes.join('|')})${body})(?![A-Za-z0-9_])`),
    partial: new RegExp(`(?<v>(?:${prefixes.join('|')})[\\w-]{0,${longest(parts)}})$`),
    accept: (value) => !onPurpose.test(value),
    finds: prefixes.flatMap((prefix, index) => [`use ⟦${prefix}${written(index)}⟧ now`, `"⟦${prefix}${lettered}⟧"`]),
    ignores: [`use ${prefixes[0]}${filled} now`, `use ${prefixes[0]}abc now`, `zzz${prefixes[0]}${written(3)}`],
  });
}

/** Such a prefix is no end of a number; of another word it may be. */
function isBegun(text: string, at: number): boolean {
  return isFreeBefore(text, at) || /[0-9]/.test(text[at - 1]!);
}

function sourceOf(part: Part): string {
  return typeof part === 'string' ? part : `[${alphabets[part.of].pattern}]{${part.min},${part.max}}`;
}

function longest(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : part.max), 0);
}

export const exactTokens: readonly Rule[] = [
  exact('tailscale-key', ['tskey-'], [run('lower', 3, 12), '-', run('alnum', 8, 24), '-', run('alnum', 20, 40)]),
  exact('grafana-token', ['glsa_'], [run('alnum', 32), '_', run('anyhex', 8)]),
  exact('cloudflare-token', ['cfat_', 'cfut_', 'cfk_'], [run('alnum', 40), run('anyhex', 8)]),
  exact('groq-key', ['gsk_'], [run('alnum', 52)]),
  exact('age-key', ['AGE-SECRET-KEY-1'], [run('bech32', 58)]),
  exact('stripe-key', ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'], [run('alnum', 24, 250)]),
  exact('figma-token', ['figd_'], [run('url', 40, 64)]),
  exact('databricks-token', ['dapi'], [run('anyhex', 32)]),
];
