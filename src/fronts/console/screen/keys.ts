// Ink's key events as the console's keys. Chords are none of ours.
import type { Key as InkKey } from 'ink';
import type { Key } from '../model/key.ts';

const names = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  // The key above Enter sends DEL (0x7f), which Ink calls delete.
  ['delete', 'backspace'],
] as const satisfies readonly (readonly [keyof InkKey, Key['name']])[];

export function readKey(input: string, key: InkKey): Key | null {
  if (key.ctrl || (key.meta && !key.escape)) return null;
  const named = names.find(([flag]) => key[flag]);
  if (named !== undefined) return { name: named[1] };
  return input === '' ? null : { name: 'text', text: input };
}
