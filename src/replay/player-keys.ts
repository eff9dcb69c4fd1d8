// The keys of the player: raw bytes of a keyboard → commands, one after the other.
import type { Readable } from 'node:stream';
import { createEscapeParser, type TerminalEvent } from '../terminal/escape-parser.ts';

export type PlayerCommand = 'pause' | 'step' | 'forward' | 'back' | 'next-marker' | 'previous-marker' | 'quit';

export interface PlayerKeys {
  /** The next command, at once when one waits; null when none came within `milliseconds` (may be Infinity). */
  next(milliseconds: number): Promise<PlayerCommand | null>;
  /** True after ctrl-C or an abort, which do not wait their turn: a long jump stops. */
  readonly interrupted: boolean;
  close(): void;
}

const letters: Readonly<Record<string, PlayerCommand>> = {
  ' ': 'pause',
  '.': 'step',
  ']': 'next-marker',
  '[': 'previous-marker',
  q: 'quit',
};
const arrows: Readonly<Record<string, PlayerCommand>> = { C: 'forward', D: 'back' };
const controlC = 3;

function commandsOf(event: TerminalEvent): readonly (PlayerCommand | undefined)[] {
  if (event.kind === 'print') return [...event.text].map((letter) => letters[letter]);
  return event.kind === 'csi' || event.kind === 'ss3' ? [arrows[event.final]] : [];
}

/** Longest wait that setTimeout understands. */
const longestWait = 2 ** 31 - 1;

/** Listens to `input` (null: no keyboard); an abort of `signal` is like ctrl-C. */
export function listenToKeys(input: Readable | null, signal: AbortSignal): PlayerKeys {
  const queue: PlayerCommand[] = [];
  let wake = () => {};
  let interrupted = false;
  const parser = createEscapeParser('input');

  const push = (command: PlayerCommand) => {
    queue.push(command);
    wake();
  };
  const interrupt = () => {
    interrupted = true;
    push('quit');
  };
  const read = (chunk: Buffer) => {
    for (const event of parser.feed(chunk.toString('latin1'))) {
      if (event.kind === 'control' && event.code === controlC) interrupt();
      for (const command of commandsOf(event)) if (command !== undefined) push(command);
    }
  };
  input?.on('data', read);
  signal.addEventListener('abort', interrupt);
  if (signal.aborted) interrupt();

  return {
    get interrupted() {
      return interrupted;
    },
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
      signal.removeEventListener('abort', interrupt);
    },
  };
}
