// The player's way to a terminal: recorded bytes pass the output filter, and what they changed is put back at the end.
import type { Writable } from 'node:stream';
import { createReturnAdder } from '../terminal/add-returns.ts';
import { createOutputFilter } from './output-filter.ts';

export interface Screen {
  /** Shows recorded bytes now. */
  show(bytes: Uint8Array): Promise<void>;
  /** Takes recorded bytes on the way to another position; `settle` draws what matters of them. */
  skip(bytes: Uint8Array): Promise<void>;
  settle(): Promise<void>;
  /** An empty screen, as at the start of the recording. */
  clear(): Promise<void>;
  /** Leaves the terminal as a shell expects it. */
  restore(): Promise<void>;
}

/** What is skipped is drawn at the latest when it has this many characters: constant memory. */
const mostSkipped = 1024 * 1024;

/** @param pty whether the recording had a terminal */
export function createScreen(output: Writable, pty: boolean): Screen {
  let filter = createOutputFilter();
  let addReturns = createReturnAdder(pty);
  let skipped = '';

  /** Waits until it is delivered; a reader that left ends the play by its own signal, not here. */
  const write = (text: string) => new Promise<void>((resolve) => output.write(text, () => resolve()));
  const filtered = (bytes: Uint8Array) => filter.feed(addReturns(bytes));
  const settle = async () => {
    const text = skipped;
    skipped = '';
    await write(text);
  };

  return {
    show: (bytes) => write(filtered(bytes).text),
    skip: async (bytes) => {
      const { text, sinceClear } = filtered(bytes);
      skipped = sinceClear ?? skipped + text;
      if (skipped.length > mostSkipped) await settle();
    },
    settle,
    clear: async () => {
      const restoring = filter.restore();
      filter = createOutputFilter();
      addReturns = createReturnAdder(pty);
      skipped = '';
      await write(`${restoring}\u001b[H\u001b[2J`);
    },
    restore: async () => {
      await write(filter.restore());
    },
  };
}
