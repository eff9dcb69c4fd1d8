// What hostile output may cost an emulator: it repeats some functions as often as it is told, up to 2³¹ times, while
// nothing else in the thread runs. More often than the screen has places, once more changes nothing.
import type { Terminal } from '@xterm/headless';
import { inputOf, writeBufferOf } from './internals.ts';

/** Functions that are repeated (ECMA-48 §8.3), and the emulator's own name for each. */
const byRows = { S: 'scrollUp', T: 'scrollDown', '^': 'scrollDown', L: 'insertLines', M: 'deleteLines' } as const;
const byColumns = { I: 'cursorForwardTab', Z: 'cursorBackwardTab', '@': 'insertChars', P: 'deleteChars' } as const;
const byCells = { b: 'repeatPrecedingCharacter' } as const;

/**
 * Does what the emulator may fail at: after a resize some output leads it beside its own rows, and it reads in a timer,
 * where a fault would end the process. A screen that it lost begins anew.
 */
export function orBeginAnew<T>(terminal: Terminal, work: () => T): T | undefined {
  try {
    return work();
  } catch {
    terminal.reset();
    return undefined;
  }
}

export function guardTerminal(terminal: Terminal): void {
  const reader = writeBufferOf(terminal);
  const read = reader._action;
  reader._action = (text, promised) => orBeginAnew(terminal, () => read(text, promised));

  const { parser } = terminal;
  const input = inputOf(terminal);
  const limit = (names: Readonly<Record<string, string>>, most: () => number) => {
    for (const [final, name] of Object.entries(names)) {
      parser.registerCsiHandler({ final }, ([count]) => {
        if (Number(count) <= most()) return false;
        input[name]?.({ params: [most()], length: 1 });
        return true;
      });
    }
  };
  limit(byRows, () => terminal.rows);
  limit(byColumns, () => terminal.cols);
  limit(byCells, () => terminal.cols * terminal.rows);

  // Links (OSC 8) do not exist here: text of an agent is never made one, and its cells would count as underlined.
  parser.registerOscHandler(8, () => true);
}
