// How the output of a statement is masked: what the rules say that match it, the strictest over all that it runs.
import { type EffectVerdict, type Redact, redactLevels } from './policy.ts';
import type { RuleDocument } from './schema.ts';

/** What the target says where no rule does: at least `secrets`, at most `all`. */
const usual = redactLevels.indexOf('secrets') + 0.5;

/** Grows with what is masked; null is what the target says. */
export function strictnessOf(redact: Redact | null): number {
  return redact === null ? usual : redactLevels.indexOf(redact.level);
}

const stricter = (left: Redact | null, right: Redact | null) =>
  strictnessOf(right) > strictnessOf(left) ? right : left;

/**
 * A rule that masks more counts wherever it has a word. One that masks less counts only where every program of the
 * statement is surely matched by such a rule: the output of the others is in the same stream.
 */
export function redactOf(effects: readonly EffectVerdict[], rules: ReadonlyMap<string, RuleDocument>): Redact | null {
  const levels = effects.flatMap(({ effect, matches }) => {
    const said = matches.flatMap(({ rule, certain }): readonly Redact[] => {
      const level = rules.get(rule)?.redact;
      return level !== undefined && (certain || level === 'all') ? [{ level, rule }] : [];
    });
    if (said.length > 0) return [said.reduce<Redact | null>(stricter, said[0] as Redact)];
    return effect.kind === 'run' || (effect.kind === 'opaque' && effect.of === null) ? [null] : [];
  });
  const runs = effects.some(({ effect }) => effect.kind === 'run');
  return runs ? levels.reduce(stricter) : levels.reduce(stricter, null);
}
