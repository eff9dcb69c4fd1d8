// A pseudo-terminal: its master's bytes in and out with back-pressure, its slave for the programs.
import { chownSync, closeSync, constants, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import * as nodePty from 'node-pty';
import { isSystemError } from '../../core/errors.ts';
import type { TerminalSize } from '../target.ts';
import type { Account } from './account.ts';
import { keepFromChildren, letGo } from './launch.ts';

export interface Pty {
  /** `/dev/pts/N`. */
  readonly path: string;
  /** What the programs print. */
  readonly output: ReadStream;
  /** A non-blocking descriptor of the slave, for what the broker itself writes behind the programs. */
  readonly inlet: number;
  /** Opens the slave for a child to start; the caller closes it afterwards. */
  openSlave(): number;
  /** Types bytes; a promise means the terminal is full and resolves when they are all in, or dropped. */
  type(bytes: Uint8Array): void | Promise<void>;
  /** Forgets what was typed but did not fit yet. */
  dropTyped(): void;
  resize(size: TerminalSize): void;
  close(): void;
}

// node-pty's system calls alone. Its `spawn` drops output when a reader is slow at the end (it destroys the master
// 200 ms after the exit), writes without back-pressure and passes no descriptors; its `open` leaks the slave.
const { open, resize } = (
  nodePty as unknown as {
    native: {
      open(cols: number, rows: number): { master: number; slave: number; pty: string };
      resize(master: number, cols: number, rows: number): void;
    };
  }
).native;

export function openPty(size: TerminalSize, account: Account): Pty {
  const { master, slave, pty: path } = open(size.cols, size.rows);
  keepFromChildren(master);
  const output = new ReadStream(master);
  // EIO: all programs have closed the slave.
  output.on('error', () => {});
  if (!account.own) chownSync(path, account.uid, -1);
  const inlet = openSync(path, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  closeSync(slave);

  let typed: Uint8Array[] = [];
  let emptied = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | null = null;
  let alive = true;

  const dropTyped = () => {
    typed = [];
    if (timer !== null) clearTimeout(timer);
    timer = null;
    emptied.resolve();
  };

  const release = () => {
    if (!alive) return;
    alive = false;
    letGo(master);
    closeSync(inlet);
    dropTyped();
  };
  output.once('close', release);

  // The master cannot be polled for room through Node, hence retries; the wait grows while the program is stalled.
  const push = (wait: number) => {
    timer = null;
    let moved = false;
    while (typed.length > 0) {
      const count = typeSome(master, typed[0]!);
      if (count === 0) break;
      moved = true;
      if (count === typed[0]!.length) typed.shift();
      else typed[0] = typed[0]!.subarray(count);
    }
    if (typed.length === 0) emptied.resolve();
    else timer = setTimeout(push, wait, moved ? 1 : Math.min(wait * 2, 50));
  };

  return {
    path,
    inlet,
    output,
    openSlave: () => openSync(path, constants.O_RDWR | constants.O_NOCTTY),
    type: (bytes) => {
      if (!alive || bytes.length === 0) return;
      if (typed.length === 0) emptied = Promise.withResolvers();
      typed.push(bytes);
      if (timer === null) push(1);
      return typed.length === 0 ? undefined : emptied.promise;
    },
    dropTyped,
    resize: ({ cols, rows }) => {
      if (alive) resize(master, cols, rows);
    },
    close: () => {
      // The descriptor is closed within this call; its number may name another one right after.
      output.destroy();
      release();
    },
  };
}

/** Bytes the terminal took; 0 when it is full, all of them when it is gone. */
function typeSome(master: number, bytes: Uint8Array): number {
  try {
    return writeSync(master, bytes);
  } catch (error) {
    return isSystemError(error, 'EAGAIN') ? 0 : bytes.length;
  }
}
