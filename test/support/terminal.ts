// A person's terminal: a real program on a real PTY, typed at and read like one.
import { type IPty, spawn } from 'node-pty';
import { onTestFinished } from 'vitest';

export interface TypedTerminal {
  /** Everything shown so far, escape sequences and all. */
  readonly shown: string;
  /** Bytes for what is not UTF-8. */
  type(keys: string | Buffer): void;
  /** Waits until the pattern shows in what came since the last match; returns what came up to its end. */
  see(pattern: string | RegExp, seconds?: number): Promise<string>;
  resize(cols: number, rows: number): void;
  /** Resolves with the program's exit status. */
  readonly exited: Promise<number>;
  kill(signal: string): void;
}

export interface TerminalOptions {
  readonly cols?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export function openTerminal(program: string, args: readonly string[], options: TerminalOptions = {}): TypedTerminal {
  const { cols = 80, rows = 24, env = {} } = options;
  const pty: IPty = spawn(program, [...args], {
    cols,
    rows,
    name: 'xterm-256color',
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: '/nonexistent', ...env },
  });
  let shown = '';
  let from = 0;
  let wake = () => {};
  let over = false;
  pty.onData((text) => {
    shown += text;
    wake();
  });
  const exited = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode }) => {
      over = true;
      resolve(exitCode);
      wake();
    });
  });
  onTestFinished(() => {
    if (!over) pty.kill('SIGKILL');
  });

  return {
    get shown() {
      return shown;
    },
    type: (keys) => pty.write(keys),
    async see(pattern, seconds = 20) {
      const deadline = Date.now() + seconds * 1000;
      for (;;) {
        const rest = shown.slice(from);
        const end = endOfMatch(rest, pattern);
        if (end !== -1) {
          from += end;
          return rest.slice(0, end);
        }
        if (over || Date.now() > deadline) {
          throw new Error(
            `${over ? 'the program ended' : 'nothing came'} before ${pattern} showed; it shows:\n${JSON.stringify(rest)}`,
          );
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 200);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    resize: (newCols, newRows) => pty.resize(newCols, newRows),
    exited,
    kill: (signal) => pty.kill(signal),
  };
}

function endOfMatch(text: string, pattern: string | RegExp): number {
  if (typeof pattern === 'string') {
    const at = text.indexOf(pattern);
    return at === -1 ? -1 : at + pattern.length;
  }
  const found = pattern.exec(text);
  return found === null ? -1 : found.index + found[0].length;
}
