// An effect in words, and the colour its place in the statement gets.

import type { Effect, EffectKind } from '../../../language/effect.ts';
import type { EffectVerdict } from '../../../policy/policy.ts';
import type { Style } from '../text/row.ts';

export const effectStyle: Readonly<Record<EffectKind, Style>> = {
  run: 'run',
  read: 'read',
  write: 'write',
  delete: 'delete',
  net: 'net',
  restart: 'write',
  privilege: 'danger',
  define: 'run',
  set: 'run',
  raw: 'danger',
  discloses: 'danger',
  opaque: 'unclear',
};

/** What it does to what; untrusted text. */
export function effectText(effect: Effect): string {
  switch (effect.kind) {
    case 'run':
      return effect.argv.map((word) => (word === null ? '‹unknown›' : quote(word))).join(' ');
    case 'read':
    case 'write':
    case 'delete':
    case 'define': {
      const what = effect.path ?? effect.name ?? '‹unknown path›';
      return `${what}${effect.tree === true ? ' and all below' : ''}${effect.glob === true ? ' (pattern)' : ''}`;
    }
    case 'net':
      return effect.host ?? '‹unknown host›';
    case 'restart':
    case 'privilege':
    case 'discloses':
      return effect.what;
    case 'set':
      return effect.name;
    case 'raw':
      return effect.program;
    case 'opaque':
      return effect.reason;
  }
}

const quote = (word: string) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word}'`);

const strictness = { allow: 0, ask: 1, deny: 2 };
const weight: Readonly<Record<EffectKind, number>> = {
  run: 0,
  define: 1,
  set: 1,
  read: 2,
  write: 3,
  restart: 3,
  net: 4,
  delete: 5,
  raw: 6,
  discloses: 6,
  privilege: 6,
  opaque: 7,
};

/** The style of each place in the statement: of the strictest effect there, then of the gravest. */
export function statementStyles(verdicts: readonly EffectVerdict[], length: number): readonly Style[] {
  const styles: Style[] = Array.from({ length }, () => 'plain');
  const ordered = verdicts.toSorted(
    (one, other) =>
      strictness[one.decision] - strictness[other.decision] || weight[one.effect.kind] - weight[other.effect.kind],
  );
  for (const { effect } of ordered) styles.fill(effectStyle[effect.kind], ...effect.span);
  return styles;
}
