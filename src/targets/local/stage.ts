// Where the programs of a session read and print: a terminal, or pipes that keep stdout and stderr apart.
import { closeSync, constants } from 'node:fs';
import { Socket } from 'node:net';
import type { Opening, Terminal, TerminalSize } from '../target.ts';
import type { Account } from './account.ts';
import { createOutlet, type Outlet } from './outlet.ts';
import { openAgain, type PipeSource } from './pipes.ts';
import { openPty } from './pty.ts';

export interface Stage {
  /** Path of the terminal; null without one. */
  readonly terminal: string | null;
  /** The first process's stdin, stdout, stderr; null is /dev/null. Closed by `handOver`. */
  readonly descriptors: readonly (number | null)[];
  /** To be called when the first process was started; `close` does it too. */
  handOver(): void;
  /** Resolves when everything the programs printed up to now was delivered. */
  settle(): Promise<void>;
  write(bytes: Uint8Array): void | Promise<void>;
  /** Forgets input that no program has taken yet. */
  dropInput(): void;
  endInput(): void;
  resize(size: TerminalSize): void;
  close(): void;
}

const settleAll = async (outlets: readonly Outlet[]) => {
  await Promise.all(outlets.map((outlet) => outlet.settle()));
};

/** Closes the descriptors when called first, and only then. */
function closeOnce(descriptors: readonly (number | null)[]): () => void {
  const open = new Set(descriptors.filter((descriptor) => descriptor !== null));
  return () => {
    for (const descriptor of open) closeSync(descriptor);
    open.clear();
  };
}

/** Bytes that Linux gives of a terminal in one read (N_TTY_BUF_SIZE less one). */
const terminalRead = 4095;

const resume = Uint8Array.of(0x11); // ctrl-Q, the START character

export function openTerminalStage(terminal: Terminal, output: Opening['output'], account: Account): Stage {
  const pty = openPty(terminal, account);
  const slave = pty.openSlave();
  const handOver = closeOnce([slave]);
  const outlet = createOutlet({
    source: pty.output,
    deliver: (bytes) => output('stdout', bytes),
    inlet: pty.inlet,
    fullRead: terminalRead,
    restart: () => pty.type(resume),
  });
  return {
    terminal: pty.path,
    descriptors: [slave, slave, slave],
    handOver,
    settle: outlet.settle,
    write: pty.type,
    dropInput: pty.dropTyped,
    // A terminal's input has no end; like sshd, leave ctrl-D to whoever types.
    endInput: () => {},
    resize: pty.resize,
    close: () => {
      handOver();
      outlet.close();
      pty.close();
    },
  };
}

export interface PipeStageOptions {
  /** Whether the programs read the client's input; /dev/null otherwise. */
  readonly input: boolean;
  /**
   * Whether the output ends when everything printed so far was delivered; otherwise when the last process that could
   * still print is gone.
   */
  readonly fenced: boolean;
}

export async function openPipeStage(
  output: Opening['output'],
  account: Account,
  pipes: PipeSource,
  { input, fenced }: PipeStageOptions,
): Promise<Stage> {
  const out = await pipes.fromChild(account);
  const err = await pipes.fromChild(account);
  const fed = input ? await pipes.toChild(account) : null;
  const sources = [out, err].map(({ ours }) => new Socket({ fd: ours, readable: true, writable: false }));
  const inlets = [out, err].map(({ theirs }) =>
    fenced ? openAgain(theirs, constants.O_WRONLY | constants.O_NONBLOCK) : null,
  );
  const outlets = (['stdout', 'stderr'] as const).map((stream, index) =>
    createOutlet({
      source: sources[index]!,
      deliver: (bytes) => output(stream, bytes),
      inlet: inlets[index]!,
      fullRead: null,
    }),
  );
  const stdin = fed ? new Socket({ fd: fed.ours, readable: false, writable: true }) : null;
  // EPIPE: the program does not read on. What it has not read is dropped.
  stdin?.on('error', () => {});
  let taken: PromiseWithResolvers<void> | null = null;
  const proceed = () => {
    taken?.resolve();
    taken = null;
  };
  stdin?.on('drain', proceed).on('close', proceed);
  const given = [fed?.theirs ?? null, out.theirs, err.theirs];
  const handOver = closeOnce(given);
  const closeInlets = closeOnce(inlets);
  return {
    terminal: null,
    descriptors: given,
    handOver,
    settle: () => settleAll(outlets),
    write: (bytes) => {
      if (stdin === null || !stdin.writable || stdin.write(bytes)) return;
      taken ??= Promise.withResolvers<void>();
      return taken.promise;
    },
    dropInput: () => {},
    // `end` alone half-closes, which a pipe cannot; the descriptor must go for the reader to see the end.
    endInput: () => stdin?.end(() => stdin.destroy()),
    resize: () => {},
    close: () => {
      handOver();
      for (const outlet of outlets) outlet.close();
      closeInlets();
      stdin?.destroy();
    },
  };
}
