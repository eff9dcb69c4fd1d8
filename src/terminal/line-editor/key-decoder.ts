// Turns what a terminal sends into keys. Everything that is not a key the line editor knows, replies of the terminal
// above all (device attributes, cursor position, colours, mouse, focus), is dropped.
import { createEscapeParser, type TerminalEvent } from '../escape-parser.ts';

export type KeyName =
  | 'enter'
  | 'interrupt'
  | 'delete-or-end'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'home'
  | 'end'
  | 'word-left'
  | 'word-right'
  | 'backspace'
  | 'delete'
  | 'kill-word-left'
  | 'kill-blank-word-left'
  | 'kill-word-right'
  | 'kill-to-start'
  | 'kill-to-end'
  | 'yank'
  | 'transpose'
  | 'redraw'
  | 'unknown';

export type Key = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'key'; readonly name: KeyName };

// What a letter does with control (^A is 1). Lines are ended by single bytes only, by no sequence: the editor relies on
// it to tell what follows a submission.
const controls: Readonly<Record<number, KeyName>> = {
  1: 'home',
  2: 'left',
  3: 'interrupt',
  4: 'delete-or-end',
  5: 'end',
  6: 'right',
  8: 'backspace',
  10: 'enter',
  11: 'kill-to-end',
  12: 'redraw',
  13: 'enter',
  14: 'down',
  16: 'up',
  20: 'transpose',
  21: 'kill-to-start',
  23: 'kill-blank-word-left',
  25: 'yank',
  127: 'backspace',
};
const withAlt: Readonly<Record<string, KeyName>> = {
  b: 'word-left',
  f: 'word-right',
  d: 'kill-word-right',
  '\b': 'kill-word-left',
  '\x7f': 'kill-word-left',
  '\r': 'enter',
  '\n': 'enter',
  '\x03': 'interrupt',
};
const finals: Readonly<Record<string, KeyName>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  // rxvt: ctrl and an arrow
  c: 'word-right',
  d: 'word-left',
};
const numbered: Readonly<Record<string, KeyName>> = { 1: 'home', 3: 'delete', 4: 'end', 7: 'home', 8: 'end' };

export interface KeyDecoder {
  feed(text: string): Key[];
}

export function createKeyDecoder(): KeyDecoder {
  const parser = createEscapeParser('input');
  /** Between ESC[200~ and ESC[201~: what comes is text, whatever it looks like. */
  let pasting = false;
  /** Characters still to come of an old mouse report (CSI M and three of any kind). */
  let mouse = 0;

  const decode = (event: TerminalEvent): Key | null => {
    switch (event.kind) {
      case 'print': {
        const letters = mouse > 0 ? Array.from(event.text) : null;
        const text = letters === null ? event.text : letters.slice(mouse).join('');
        mouse = Math.max(0, mouse - (letters?.length ?? 0));
        return text === '' ? null : { kind: 'text', text };
      }
      case 'control':
        if (mouse > 0 && event.code >= 0x7f) {
          mouse--;
          return null;
        }
        mouse = 0;
        if (pasting) return pastedControl(event.code);
        return event.code === 0 || event.code > 0x7f ? null : named(controls[event.code] ?? 'unknown');
      case 'csi':
        if (event.parameters === '201' && event.final === '~') pasting = false;
        if (pasting || event.private !== '' || event.intermediates !== '') return null;
        if (event.parameters === '200' && event.final === '~') pasting = true;
        if (event.parameters === '' && event.final === 'M') mouse = 3;
        return cursorKey(event.parameters, event.final);
      case 'ss3':
        return pasting ? null : known(modified(finals[event.final], event.parameters));
      case 'escape':
        return pasting || event.intermediates !== '' ? null : known(withAlt[event.final]);
      default:
        return null;
    }
  };

  return {
    feed: (text) => parser.feed(text).flatMap((event) => decode(event) ?? []),
  };
}

/** In a paste only newline and tab are more than nothing. */
function pastedControl(code: number): Key {
  if (code === 10 || code === 13) return { kind: 'text', text: '\n' };
  return code === 9 ? { kind: 'text', text: '\t' } : named('unknown');
}

/** `CSI 1;5C`: parameters are a number and a modifier. */
function cursorKey(parameters: string, final: string): Key | null {
  const [number = '', modifier = ''] = parameters.split(';');
  if (final === '~') return known(number === '3' && modifier !== '' ? 'kill-word-right' : numbered[number]);
  if (final === 'M' || !/^1?$/.test(number)) return null;
  return known(modified(finals[final], modifier));
}

/** With alt (3, 4) or control (5 to 8) an arrow moves by words; shift alone changes nothing. */
function modified(name: KeyName | undefined, modifier: string): KeyName | undefined {
  if (!/^[3-8]$/.test(modifier)) return name;
  if (name === 'left') return 'word-left';
  return name === 'right' ? 'word-right' : name;
}

function known(name: KeyName | undefined): Key | null {
  return name === undefined ? null : named(name);
}

function named(name: KeyName): Key {
  return { kind: 'key', name };
}
