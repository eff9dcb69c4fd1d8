// A verdict for people: the tree of effects with the rules that have a word on each, what is not known and where, and
// what would make the statement pass.
import type { Effect } from '../language/effect.ts';
import type { EffectVerdict, Question, Redact, Verdict } from './policy.ts';
import { describeEffect, show } from './say.ts';

export interface Explanation {
  readonly decision: Verdict['decision'];
  readonly rules: readonly string[];
  readonly say: string;
  readonly redact: Redact | null;
  readonly effects: readonly ExplainedEffect[];
  /** What could not be known; columns from 1 in UTF-16 units of the line. */
  readonly unknown: readonly { readonly what: string; readonly column: number; readonly text: string }[];
  /** Full sentences, one per thing that stands in the way; empty when it passes. */
  readonly remedies: readonly string[];
}

export interface ExplainedEffect {
  readonly effect: Effect;
  readonly what: string;
  readonly decision: Verdict['decision'];
  readonly rules: readonly string[];
  readonly matches: EffectVerdict['matches'];
  /** What derives from this run. */
  readonly effects: readonly ExplainedEffect[];
}

export function explainVerdict({ statement, analysis }: Question, verdict: Verdict): Explanation {
  const { decision, rules, say, redact } = verdict;
  const refused = analysis.refusal
    ? [`It is refused whatever the rules say: ${analysis.refusal.hint ?? analysis.refusal.reason}.`]
    : [];
  const standing = verdict.effects.filter((effect) => effect.decision !== 'allow');
  return {
    decision,
    rules,
    say,
    redact,
    effects: branch(verdict.effects, null),
    unknown: verdict.effects.flatMap(({ effect }) => {
      const what = unknownPart(effect);
      const [start, end] = effect.span;
      return what === null ? [] : [{ what, column: start + 1, text: show(statement.slice(start, end)) }];
    }),
    remedies: [...new Set([...refused, ...standing.map(remedyFor)])],
  };
}

function branch(effects: readonly EffectVerdict[], parent: number | null): readonly ExplainedEffect[] {
  return effects.flatMap(({ effect, decision, rules, matches }, index) => {
    if (effect.of !== parent) return [];
    const below = effect.kind === 'run' ? branch(effects, index) : [];
    return [{ effect, what: describeEffect(effect), decision, rules, matches, effects: below }];
  });
}

function unknownPart(effect: Effect): string | null {
  switch (effect.kind) {
    case 'run':
      return effect.argv.includes(null) ? 'a word' : null;
    case 'read':
    case 'write':
    case 'delete':
    case 'define':
      return effect.path === null && effect.name === undefined ? 'a path' : null;
    case 'net':
      return effect.host === null ? 'a host' : null;
    case 'opaque':
      return effect.reason;
    default:
      return null;
  }
}

function remedyFor({ effect, decision, rules, matches }: EffectVerdict): string {
  const what = describeEffect(effect);
  if (rules.includes('built-in:broker')) return `No rule can open the broker's own files (${what}).`;
  if (effect.kind === 'opaque') return `Write it so that it can be understood: ${show(effect.reason)}.`;
  const doubtful = matches.filter((match) => match.decision === decision && !match.certain);
  if (doubtful.length > 0) {
    const names = [...new Set(doubtful.map((match) => match.rule))].join(', ');
    return `Write out what is unknown, so that ${names} can be told not to mean it (${what}).`;
  }
  if (matches.some((match) => match.decision === decision)) {
    const verb = decision === 'deny' ? 'denies' : 'asks for';
    return `The rule ${rules.join(', ')} ${verb} it: only a change of that rule lets it pass (${what}).`;
  }
  const part = allowFor(effect);
  return part === null
    ? `Write out what is unknown (${what}): an unknown ${effect.kind} fits no pattern.`
    : `A rule with allow: ${part} would let it pass (${what}).`;
}

/** The part of a rule that allows just this effect; null when it has to be known first. */
function allowFor(effect: Effect): string | null {
  const keys = { read: 'reads', write: 'writes', delete: 'deletes', define: 'defines' } as const;
  const part = (key: string, value: string) => `{ ${key}: [${JSON.stringify(value)}] }`;
  switch (effect.kind) {
    case 'run':
      return part('run', effect.argv.includes(null) ? `${effect.argv[0]} **` : effect.argv.map(asWord).join(' '));
    case 'read':
    case 'write':
    case 'delete':
    case 'define': {
      const name = effect.path ?? effect.name;
      return name === undefined ? null : part(keys[effect.kind], effect.tree ? `${name}/**` : name);
    }
    case 'net':
      return effect.host === null ? part('net', '**') : part('net', effect.host);
    case 'set':
      return part('sets', effect.name);
    case 'discloses':
      return part('discloses', effect.what);
    case 'raw':
      return '{ run: […], tty: raw }';
    default:
      return part('effects', effect.kind);
  }
}

/** A word as a pattern: blanks cannot be written in one, so such a word becomes `*`. */
function asWord(word: string | null): string {
  return word === null || word === '' || /\s/.test(word) ? '*' : word.replace(/[\\*()|]/g, '\\$&');
}

/** The explanation as text, one line per effect. */
export function renderExplanation(explanation: Explanation): string {
  const { decision, rules, say, redact, effects, unknown, remedies } = explanation;
  const why = rules.length > 0 ? ` (${rules.join(', ')})` : '';
  return [
    `${decision}${why}${say && `: ${say}`}`,
    ...effects.flatMap((effect) => renderEffect(effect, 1)),
    ...unknown.map(({ what, column, text }) => `unknown: ${what} at column ${column}: ${text}`),
    ...(redact === null ? [] : [`output: redact: ${redact.level}  [${redact.rule}]`]),
    ...remedies.map((remedy) => `to pass: ${remedy}`),
  ].join('\n');
}

function renderEffect({ what, decision, rules, matches, effects }: ExplainedEffect, depth: number): readonly string[] {
  const others = matches
    .filter((match) => !rules.includes(match.rule))
    .map((match) => `${match.rule} would ${match.decision}`);
  const by = [rules.join(', '), ...new Set(others)].join('; ');
  const line = `${'  '.repeat(depth)}${decision.padEnd(5)} ${what}  [${by}]`;
  return [line, ...effects.flatMap((effect) => renderEffect(effect, depth + 1))];
}
