// Builtins that change the working directory: where every later relative path begins.
import { type Call, has } from '../call.ts';
import { silentBuiltin as builtin } from '../entry.ts';
import { placesOf } from '../paths.ts';
import { joinPlaces } from '../state.ts';
import { isText, type Value } from '../value.ts';

/** `cd` may fail: afterwards the shell is in the new folder or still in the old one. */
function moveTo(call: Call, target: Value | null): void {
  const { state } = call;
  const before = state.cwds;
  const cdpath = state.get('CDPATH') !== undefined;
  // Without `./` in front a folder may be looked up in CDPATH.
  const places = target === null || cdpath ? [] : placesOf(target, before, true);
  const known = places.length > 0 && places.every(({ path, glob }) => path !== null && !glob);
  const after = known ? [...new Set(places.map(({ path }) => path as string))] : null;
  state.cwds = joinPlaces(before, after);
  state.outcome = { ok: after, failed: before };
}

export const folderBuiltins = [
  builtin({
    names: ['cd'],
    options: 'LPe@ **',
    effects: (call, given) => {
      const [target] = given.operands;
      // Links are followed first: what `..` then means is not known.
      const isPhysical = has(given, '-P') && isText(target) && target.includes('..');
      const home = call.state.get('HOME');
      if (target === undefined) moveTo(call, isText(home) ? home : null);
      else moveTo(call, target === '-' || target === '' || isPhysical ? null : target);
      call.output = { lines: [], exact: true };
    },
    examples: [
      ['cd src && cat a', 'run cat a', 'read src/a'],
      ['cd ..; cat a', 'run cat a', 'read a', 'read /a'],
      ['cd - && cat a', 'run cat a', 'read ?'],
      ['cd -P src/.. && cat a', 'run cat a', 'read ?'],
      ['cd && cat a', 'run cat a', 'read /h/a'],
    ],
  }),
  builtin({
    names: ['pushd', 'popd'],
    effects: (call, { operands }) => moveTo(call, call.name === 'pushd' ? pushed(operands) : null),
    examples: [
      ['pushd src && cat a', 'run cat a', 'read src/a'],
      ['popd; cat a', 'run cat a', 'read ?'],
      ['pushd +1; cat a', 'run cat a', 'read ?'],
    ],
  }),
  builtin({ names: ['dirs'], examples: [['dirs -v']] }),
];

const pushed = ([target]: readonly Value[]): Value | null =>
  isText(target) && !/^[-+]/.test(target) && target !== '' ? target : null;
