// Exec mode: the whole command string is one statement; the client's bytes go to its program.
import { type StatementSource, type Submitted, toSubmitted, unreadable } from './source.ts';

export function createExecSource(command: Uint8Array): StatementSource {
  let given = false;
  return {
    inputWhileRunning: 'program',
    gathers: true,
    async next() {
      if (given) return null;
      given = true;
      return decode(command);
    },
    // What comes is gathered for the program, so nothing arrives here.
    feed: () => {},
    end: () => {},
    takeTyped: () => new Uint8Array(0),
    keepTyped: () => {},
    resize: () => {},
    drop: () => 0,
  };
}

function decode(command: Uint8Array): Submitted {
  try {
    return toSubmitted(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(command));
  } catch {
    return unreadable(Buffer.from(command).toString('utf8'), 'the statement is not valid UTF-8');
  }
}
