// The sentence of a denial or a question: the rule's own words, or what the effect would do.
import type { Effect } from '../language/effect.ts';
import type { EffectVerdict } from './policy.ts';
import type { RuleDocument } from './schema.ts';

export function sayWhy(
  { effect, matches, decision, rules }: EffectVerdict,
  all: ReadonlyMap<string, RuleDocument>,
): string {
  const [speaker, own] = rules.map((rule) => [rule, all.get(rule)?.say] as const).find(([, say]) => say) ?? [];
  const what = describeEffect(effect);
  if (own !== undefined) {
    const sure = matches.some((match) => match.rule === speaker && match.certain);
    return sure ? own : `${what} may be what a rule keeps back (${own})`;
  }
  if (rules.includes('built-in:broker')) return `${what} touches the broker's own files`;
  if (matches.some((match) => !match.certain)) return `${what} may be what a rule keeps back`;
  if (decision === 'deny') return `${what} is not permitted`;
  return effect.kind === 'opaque' ? `not understood: ${show(effect.reason)}` : `${what} needs approval`;
}

/** What an effect does, as the subject of a sentence: `deleting /srv/www and all below it`. */
export function describeEffect(effect: Effect): string {
  switch (effect.kind) {
    case 'run':
      return `running ${show(effect.argv.map((word) => word ?? '<unknown>').join(' '))}`;
    case 'read':
    case 'write':
    case 'delete':
    case 'define': {
      const verb = { read: 'reading', write: 'writing', delete: 'deleting', define: 'changing' }[effect.kind];
      const what = effect.path ?? effect.name;
      if (what === undefined) return `${verb} an unknown path`;
      return `${verb} ${show(what)}${effect.tree ? ' and all below it' : ''}`;
    }
    case 'net':
      return effect.host === null ? 'connecting to an unknown host' : `connecting to ${show(effect.host)}`;
    case 'restart':
      return `restarting ${show(effect.what)}`;
    case 'privilege':
      return `gaining privilege (${show(effect.what)})`;
    case 'set':
      return `setting ${show(effect.name)}`;
    case 'raw':
      return `${show(effect.program)}, which reads commands itself,`;
    case 'discloses':
      return `disclosing what looks like a secret (${show(effect.what)})`;
    case 'opaque':
      return `not understood (${show(effect.reason)})`;
  }
}

/** Untrusted text for a sentence: one line of printable characters, at most 120. */
export function show(text: string): string {
  const visible = text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, (char) => `<U+${hex(char)}>`);
  return visible.length > 120 ? `${visible.slice(0, 119)}…` : visible;
}

function hex(char: string): string {
  return (char.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');
}
