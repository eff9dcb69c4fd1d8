// The packs that ship, one readable line each.
import { coding } from './coding.ts';
import { credentials } from './credentials.ts';
import { destructive } from './destructive.ts';
import type { Pack } from './pack.ts';
import { readonly } from './readonly.ts';

const packs: readonly Pack[] = [readonly, coding, credentials, destructive];

const groupsOf = (pack: Pack) => [...new Set(pack.entries.flatMap((entry) => entry.group ?? []))];

export const packNames: readonly string[] = packs.flatMap((pack) => [
  `builtin:${pack.name}`,
  ...groupsOf(pack).map((group) => `builtin:${pack.name}/${group}`),
]);

/** Lines whose verdict shows what a policy is like. */
export const packExamples: readonly string[] = packs.flatMap(({ examples }) => [
  ...examples.covers,
  ...examples.ignores,
]);

/** `builtin:coding@1`, or one group of it: `builtin:coding@1/build`. */
export function findPack(reference: string): Pack | null {
  const [name, group] = reference.replace(/^builtin:/, '').split('/');
  const pack = packs.find((candidate) => candidate.name === name);
  if (!pack || group === undefined) return pack ?? null;
  const entries = pack.entries.filter((entry) => entry.group === group);
  return entries.length > 0 ? { ...pack, entries } : null;
}
