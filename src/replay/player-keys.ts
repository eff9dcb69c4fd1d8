// The keys of the player: raw bytes of a keyboard → commands, one after the other.
import type { Readable } from 'node:stream';
import { createEscapeParser, type TerminalEvent } from '../terminal/escape-parser.ts';

export type PlayerCommand = 'pause' | 'step' | 'forward' | 'back' | 'next-marker' | 'previous-marker' | 'quit';

export interface PlayerKeys {
  /** The next command, at once when one waits; null when none came within `milliseconds` (may be Infinity). */
  next(milliseconds: number): Promise<PlayerCommand | null>;
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
  if (event.kind === 'control') return event.code === controlC ? ['quit'] : [];
  return event.kind === 'csi' || event.kind === 'ss3' ? [arrows[event.final]] : [];
}

/** Longest wait that setTimeout understands. */
const longestWait = 2 ** 31 - 1;

/** Listens to `input` (null: no keyboard); an abort counts as `quit`. */
export function listenToKeys(input: Readable | null, signal: AbortSignal): PlayerKeys {
  const queue: PlayerCommand[] = [];
  let wake = () => {};
  const parser = createEscapeParser('input');

  const push = (command: PlayerCommand) => {
    queue.push(command);
    wake();
  };
  const read = (chunk: Buffer) => {
    for (const event of parser.feed(chunk.toString('latin1'))) {
      for (const command of commandsOf(event)) if (command !== undefined) push(command);
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
