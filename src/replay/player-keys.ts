// The keys of the player: raw bytes of a keyboard → commands, one after the other.
import type { Readable } from 'node:stream';

export type PlayerCommand = 'pause' | 'step' | 'forward' | 'back' | 'next-marker' | 'previous-marker' | 'quit';

export interface PlayerKeys {
  /** The next command, at once when one waits; null when none came within `milliseconds` (may be Infinity). */
  next(milliseconds: number): Promise<PlayerCommand | null>;
  close(): void;
}

const commands: Readonly<Record<string, PlayerCommand>> = {
  ' ': 'pause',
  '.': 'step',
  '\u001b[C': 'forward',
  '\u001bOC': 'forward',
  '\u001b[D': 'back',
  '\u001bOD': 'back',
  ']': 'next-marker',
  '[': 'previous-marker',
  q: 'quit',
  '\u0003': 'quit',
};

/** Longest wait that setTimeout understands. */
const longestWait = 2 ** 31 - 1;

/** Listens to `input` (null: no keyboard); an abort counts as `quit`. */
export function listenToKeys(input: Readable | null, signal: AbortSignal): PlayerKeys {
  const queue: PlayerCommand[] = [];
  let wake = () => {};
  let rest = '';

  const push = (command: PlayerCommand) => {
    queue.push(command);
    wake();
  };
  const read = (chunk: Buffer) => {
    const text = rest + chunk.toString('latin1');
    rest = /\u001b[[O]?$/.exec(text)?.[0] ?? '';
    const keys = text.slice(0, text.length - rest.length).match(/\u001b[[O][\d;]*[^\d;]|[\s\S]/g) ?? [];
    for (const key of keys) {
      const command = commands[key];
      if (command !== undefined) push(command);
    }
  };
  const abort = () => push('quit');

  input?.on('data', read);
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();

  return {
    next: async (milliseconds) => {
      if (queue.length === 0 && milliseconds > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(milliseconds, longestWait));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return queue.shift() ?? null;
    },
    close: () => {
      input?.off('data', read);
      input?.pause();
      signal.removeEventListener('abort', abort);
    },
  };
}
