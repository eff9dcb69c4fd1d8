// The page behind `?`.
import type { Row } from '../text/row.ts';

const keys: readonly (readonly [string, string])[] = [
  ['↑ ↓', 'move'],
  ['PgUp PgDn ← →', 'scroll the card'],
  ['Tab', 'requests, sessions, rules'],
  ['a', 'approve exactly what is shown'],
  ['d', 'deny, with a note for the agent'],
  ['s', 'allow similar for this run: a temporary rule'],
  ['w', 'watch the session'],
  ['k', 'kill the session'],
  ['l', 'lock or unlock an agent, a target, everything'],
  ['x', 'revoke the selected rule'],
  ['/', 'filter'],
  ['q', 'quit'],
];

const signs: readonly string[] = [
  'Colours: what a place in the statement would do, as in the list "it would".',
  '␛ ⏎ ␍ ⇥ and <U+202E> stand for characters that cannot be seen.',
  'Plain lines for scripts and screen readers: ssh -T console@… (then `help`).',
];

export const helpRows: readonly Row[] = [
  ...keys.map(([key, does]): Row => [{ text: `  ${key.padEnd(15)}`, style: 'title' }, { text: does }]),
  [],
  ...signs.map((text): Row => [{ text: `  ${text}`, style: 'dim' }]),
];
