// What a verb came to, as text for the channel.
import { hiddenCharacters } from '../../../terminal/hidden.ts';
import type { Done } from './run-verb.ts';

export function printDone({ lines, json }: Done, asJson: boolean): string {
  const printed = asJson ? json.map(printJson) : lines;
  return printed.map((line) => `${line}\n`).join('');
}

/** JSON that a terminal shows as it is: what cannot be seen is written as an escape (RFC 8259 §7). */
function printJson(value: object): string {
  return JSON.stringify(value).replace(hiddenCharacters, (letter) =>
    Array.from(
      { length: letter.length },
      (_, unit) => `\\u${letter.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
