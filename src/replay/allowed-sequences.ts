// Which control sequences a recording may play on a person's terminal: cursor, erase, line editing, SGR, scroll margins
// and alternate screen (ECMA-48 §8.3, xterm ctlseqs). What is not listed here does not exist: above all nothing that
// makes a terminal answer, that sets a title or the clipboard, or that changes what keys and mouse send.
import type { TerminalEvent } from '../terminal/escape-parser.ts';

export type Csi = Omit<Extract<TerminalEvent, { kind: 'csi' }>, 'kind'>;

const cursorAndErase = 'ABCDEFGHIJKLMPSTXZ@`adefrsu';

/** DEC private modes that change only the picture: autowrap, cursor visible, alternate screens. */
const privateModes = new Set([7, 25, 47, 1047, 1048, 1049]);
const insertMode = 4;

/** Larger numbers only make terminals slow. */
const largest = 9999;
const mostRepeats = 1000;

/** The sequence as it may be sent, or null. `before` is the character last printed, for REP. */
export function allowCsi({ private: prefix, parameters, intermediates, final }: Csi, before = ''): string | null {
  if (intermediates !== '') return null;
  if (final === 'h' || final === 'l') return allowModes(prefix, parameters, final);
  if (prefix !== '') return null;
  if (final === 'm') return `\u001b[${parameters}m`;
  if (parameters.includes(':')) return null;
  const numbers = parameters === '' ? [] : parameters.split(';').map(Number);
  if (final === 'b') return before.repeat(Math.min(numbers[0] || 1, mostRepeats));
  if (!cursorAndErase.includes(final) || numbers.some((number) => number > largest)) return null;
  // ED 3 would erase the viewer's own scroll-back; with parameters, `s` and `T` are margins and mouse tracking.
  if (final === 'J' && numbers[0] === 3) return null;
  if ((final === 's' || final === 'u') && numbers.length > 0) return null;
  if (final === 'T' && numbers.length > 1) return null;
  return `\u001b[${parameters}${final}`;
}

function allowModes(prefix: string, parameters: string, final: string): string | null {
  const numbers = parameters.split(/[;:]/).map(Number);
  const isAllowed = (number: number) => (prefix === '?' ? privateModes.has(number) : number === insertMode);
  if (prefix !== '?' && prefix !== '') return null;
  const kept = numbers.filter(isAllowed);
  return kept.length === 0 ? null : `\u001b[${prefix}${kept.join(';')}${final}`;
}

/** ESC sequences: save and restore the cursor, index, next line, reverse index. */
export function allowEscape(intermediates: string, final: string): string | null {
  return intermediates === '' && '78DEM'.includes(final) ? `\u001b${final}` : null;
}

/** C0 controls: backspace, tab, line feed (as which terminals take VT and FF), return. No bell. */
export function allowControl(code: number): string {
  if (code === 0x0b || code === 0x0c) return '\n';
  return code === 0x08 || code === 0x09 || code === 0x0a || code === 0x0d ? String.fromCharCode(code) : '';
}

const lines = '◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·';

/** DEC Special Graphics (VT100 line drawing, 0x60–0x7e) in Unicode. */
export function drawLines(text: string): string {
  return text.replace(/[`-~]/g, (character) => lines[character.charCodeAt(0) - 0x60] ?? character);
}
