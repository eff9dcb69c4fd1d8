// What package managers and test runners share: their words, and options that point outside the project.
import type { Call } from '../call.ts';
import { isWithin, type Place } from '../paths.ts';
import { isText, prefixOf, type Value } from '../value.ts';

export const words = (call: Call): readonly string[] =>
  call.args.filter((word): word is string => isText(word) && !word.startsWith('-'));

export function unclear(call: Call, count: number): boolean {
  return call.args.slice(0, count).some((word) => !isText(word));
}

/** Tests or sources given by a path that leads out of the folder. */
export function namesOutside(call: Call, operands: readonly Value[] = call.args): boolean {
  return operands.some(
    (word) =>
      /^[/~]|(?:^|\/)\.\.(?:\/|$)/.test(prefixOf(word)) && !call.places(word).every((place) => isBelow(call, place)),
  );
}

function isBelow(call: Call, { path }: Place): boolean {
  return path !== null && (call.state.cwds ?? []).some((cwd) => isWithin(path, cwd));
}

/** The value of this option is no path below the project. */
export function leavesProject(call: Call, word: Value): boolean {
  const text = prefixOf(word);
  const value = text.includes('=') ? text.slice(text.indexOf('=') + 1) : call.args[call.args.indexOf(word) + 1];
  return !isText(value) || /^[/~]|\.\.|^http/.test(value);
}
