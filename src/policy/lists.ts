// The lists of a rule: one text or many, with sets, packs and `${…}` in them, made ready to be compared.
import { compileGlob, escapeGlob, type Glob } from './glob.ts';
import { findPack } from './packs/registry.ts';
import { compilePathGlob, type PathGlob } from './path-glob.ts';
import type { Question } from './policy.ts';
import type { PolicyDocument } from './schema.ts';

type Texts = string | readonly string[] | undefined;

/** Nothing, one text or many, as a list. */
export function asList<T extends string>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** True for `$name`, but not for `${workspace}/…`. */
export function isSet(item: string): boolean {
  return item.startsWith('$') && !item.startsWith('${');
}

/** At `defines` a text is a path glob or the name of a function. */
export function looksLikePath(item: string): boolean {
  return /^(?:\/|\*\*|\$\{)/.test(item);
}

/** Puts the members of a set in its place. */
export function expandSets(items: Texts, sets: PolicyDocument['sets']): readonly string[] {
  return asList(items).flatMap((item) => (isSet(item) ? asList(sets?.[item.slice(1)]) : [item]));
}

/** Replaces `${workspace}` and `${home}` by the scope's paths, taken literally. */
export function fillIn(scope: Pick<Question, 'workspace' | 'home'>): (glob: string) => string {
  const literal = (path: string) => (path === '/' ? '' : escapeGlob(path));
  const values = { workspace: literal(scope.workspace), home: literal(scope.home) };
  return (glob) => glob.replace(/^\$\{(workspace|home)\}/, (_, name: keyof typeof values) => values[name]) || '/';
}

export function pathGlobs(items: readonly string[], place: (glob: string) => string): readonly PathGlob[] {
  return items
    .flatMap((item) => (item.startsWith('builtin:') ? (findPack(item)?.paths ?? []) : [item]))
    .map((item) => compilePathGlob(place(item)));
}

export function packVariables(item: string): readonly string[] {
  return item.startsWith('builtin:') ? (findPack(item)?.variables ?? []) : [item];
}

export interface NameList {
  readonly globs: readonly Glob[];
  /** Has `**`: any name, also an unknown one. */
  readonly everything: boolean;
}

export function nameList(items: readonly string[]): NameList {
  return { globs: items.map((item) => compileGlob(item, 'words')), everything: items.includes('**') };
}
