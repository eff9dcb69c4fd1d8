// The colour of an effect, and of its place in the statement.
import type { EffectKind } from '../../../language/effect.ts';
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
