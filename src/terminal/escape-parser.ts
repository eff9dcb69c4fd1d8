// Cuts terminal text into what it prints and the control functions it carries: ECMA-48 and DEC sequences, recognised by
// a state table in the manner of Paul Williams' VT500 parser (vt100.net/emu/dec_ansi_parser). It decides nothing.
import { type Action, lookUp, type State, tableFor } from './escape-table.ts';

export type TerminalEvent =
  | { readonly kind: 'print'; readonly text: string }
  /** One C0 or C1 control, or DEL, that starts no sequence. */
  | { readonly kind: 'control'; readonly code: number }
  | { readonly kind: 'escape'; readonly intermediates: string; readonly final: string }
  /** `private` is one of `< = > ?` or empty; `parameters` is the raw text, digits with `;` and `:`. */
  | {
      readonly kind: 'csi';
      readonly private: string;
      readonly parameters: string;
      readonly intermediates: string;
      readonly final: string;
    }
  /** ESC O and what follows: a shifted character in output, a key in input. */
  | { readonly kind: 'ss3'; readonly parameters: string; readonly final: string }
  | { readonly kind: 'osc' | 'sos' | 'pm' | 'apc'; readonly data: string; readonly truncated: boolean }
  | {
      readonly kind: 'dcs';
      readonly private: string;
      readonly parameters: string;
      readonly intermediates: string;
      readonly final: string;
      readonly data: string;
      readonly truncated: boolean;
    };

export interface EscapeParser {
  /** The events that end in this text; an unfinished sequence waits for the next call. Prints may come in pieces. */
  feed(text: string): TerminalEvent[];
}

/** Longer sequences are no sequences of any terminal: a CSI is dropped, a string loses its tail. UTF-16 units. */
const longestParameters = 256;
const longestIntermediates = 4;
const longestString = 4096;

const stringKinds = new Map<number, 'osc' | 'sos' | 'pm' | 'apc'>([
  [0x5d, 'osc'],
  [0x58, 'sos'],
  [0x5e, 'pm'],
  [0x5f, 'apc'],
]);

/**
 * @param direction `output` follows the terminal's own rules. In `input`, what comes from a keyboard, ESC and a key is
 * that key with alt, and any control ends an unfinished sequence: nothing a person presses by mistake swallows keys.
 */
export function createEscapeParser(direction: 'input' | 'output'): EscapeParser {
  const table = tableFor(direction);
  let state: State = 'ground';
  let marker = '';
  let parameters = '';
  let intermediates = '';
  let final = '';
  let data = '';
  let truncated = false;
  let stringKind: 'dcs' | 'osc' | 'sos' | 'pm' | 'apc' = 'osc';

  const clear = (): void => {
    marker = parameters = intermediates = final = data = '';
    truncated = false;
  };

  const perform = (action: Action, letter: string, code: number, events: TerminalEvent[]): void => {
    switch (action) {
      case 'print':
        events.push({ kind: 'print', text: letter });
        return;
      case 'execute':
        events.push({ kind: 'control', code });
        return;
      case 'clear':
        clear();
        return;
      case 'openString':
        clear();
        // An 8-bit introducer is its 7-bit form plus 0x40.
        stringKind = stringKinds.get(code >= 0x80 ? code - 0x40 : code) ?? 'sos';
        return;
      case 'mark':
        marker = letter;
        return;
      case 'parameter':
        if (parameters.length < longestParameters) parameters += letter;
        else truncated = true;
        return;
      case 'collect':
        if (intermediates.length < longestIntermediates) intermediates += letter;
        else truncated = true;
        return;
      case 'escape':
        if (!truncated) events.push({ kind: 'escape', intermediates, final: letter });
        return;
      case 'csi':
        if (!truncated) events.push({ kind: 'csi', private: marker, parameters, intermediates, final: letter });
        return;
      case 'ss3':
        if (!truncated) events.push({ kind: 'ss3', parameters, final: letter });
        return;
      case 'hook':
        stringKind = 'dcs';
        final = letter;
        return;
      case 'put':
        if (data.length < longestString) data += letter;
        else truncated = true;
        return;
      case 'endString':
        if (stringKind !== 'dcs') events.push({ kind: stringKind, data, truncated });
        else events.push({ kind: 'dcs', private: marker, parameters, intermediates, final, data, truncated });
        return;
      case 'none':
        return;
    }
  };

  return {
    feed(text) {
      const events: TerminalEvent[] = [];
      let at = 0;
      while (at < text.length) {
        if (state === 'ground') {
          const start = at;
          while (at < text.length && isGraphic(text.charCodeAt(at))) at++;
          if (at > start) events.push({ kind: 'print', text: text.slice(start, at) });
          if (at === text.length) break;
        }
        const code = text.codePointAt(at) ?? 0;
        const letter = String.fromCodePoint(code);
        const [action, next] = lookUp(table, state, code);
        perform(action, letter, code, events);
        state = next;
        at += letter.length;
      }
      return events;
    },
  };
}

function isGraphic(unit: number): boolean {
  return (unit >= 0x20 && unit < 0x7f) || unit >= 0xa0;
}
