// Whom and where a rule is about.

import { compileGlob } from './glob.ts';
import { asList } from './lists.ts';
import type { Question } from './policy.ts';
import type { RuleDocument } from './schema.ts';

/** Who asks, and where. */
export type Scope = Pick<Question, 'agent' | 'target'>;

/** True when every key that is given fits; names and labels may have `*`. */
export function holds(when: RuleDocument['when'], { agent, target }: Scope): boolean {
  if (!when) return true;
  const labels = Object.entries(when.target?.labels ?? {});
  return (
    fits(when.agent?.name, [agent.name]) &&
    fits(when.agent?.role, agent.roles) &&
    fits(when.target?.name, [target.name]) &&
    fits(when.target?.kind, [target.kind]) &&
    labels.every(([key, wanted]) => fits(wanted, Object.hasOwn(target.labels, key) ? [target.labels[key]!] : [])) &&
    (when.target?.sharedUser === undefined || when.target.sharedUser === (target.sharedUser ?? false))
  );
}

function fits(wanted: string | readonly string[] | undefined, given: readonly string[]): boolean {
  if (wanted === undefined) return true;
  const globs = asList(wanted).map((name) => compileGlob(name, 'words'));
  return given.some((value) => globs.some((glob) => glob.matches(value)));
}
