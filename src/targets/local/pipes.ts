// Real, anonymous kernel pipes. Node's own `pipe` stdio is a socketpair: a bash that reads a socket may take itself
// for a network login and source ~/.bashrc, and /dev/stdin cannot be opened. A FIFO would not do either: opened by
// /dev/stdin after the client's end-of-file, it waits for a writer for ever.
import { spawn } from 'node:child_process';
import { closeSync, constants, fchownSync, openSync } from 'node:fs';
import type { Account } from './account.ts';

export interface Pipe {
  /** Our end, non-blocking, for a net.Socket (never an fs stream: it would park a thread of the pool in `read`). */
  readonly ours: number;
  /** The child's end, blocking; close it after the child was started. */
  readonly theirs: number;
}

export interface PipeSource {
  /** A pipe the child writes and we read. With an owner that account may re-open it by /dev/stdout. */
  fromChild(owner: Account | null): Promise<Pipe>;
  /** A pipe we write and the child reads. */
  toChild(owner: Account | null): Promise<Pipe>;
}

/** Makes pipes in batches, because a batch costs a process. */
export function createPipeSource(): PipeSource {
  const spare: number[] = [];
  let filling: Promise<void> | null = null;

  const take = async (): Promise<number> => {
    for (;;) {
      const pipe = spare.pop();
      if (pipe !== undefined) return pipe;
      filling ??= makePipes()
        .then((made) => void spare.push(...made))
        .finally(() => {
          filling = null;
        });
      await filling;
    }
  };

  const open = async (ourMode: number, theirMode: number, owner: Account | null): Promise<Pipe> => {
    const both = await take();
    try {
      // Each end is its own open file description, so that ours can be non-blocking and the child's is not.
      const ours = openAgain(both, ourMode | constants.O_NONBLOCK);
      const theirs = openAgain(both, theirMode);
      if (owner !== null && !owner.own) fchownSync(both, owner.uid, owner.gid);
      return { ours, theirs };
    } finally {
      closeSync(both);
    }
  };

  return {
    fromChild: (owner) => open(constants.O_RDONLY, constants.O_WRONLY, owner),
    toChild: (owner) => open(constants.O_WRONLY, constants.O_RDONLY, owner),
  };
}

/** Another open file description of the pipe that `descriptor` means. */
export function openAgain(descriptor: number, mode: number): number {
  return openSync(`/proc/self/fd/${descriptor}`, mode);
}

// Node cannot call pipe(2). Bash does for a process substitution, and what a process has open its owner can open.
const held = [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31];
const holdPipes = `${held.map((descriptor) => `exec ${descriptor}<> <(:);`).join(' ')} echo ready; read -r -u 1`;

/** Descriptors of new pipes, each open for both directions. */
async function makePipes(): Promise<number[]> {
  const holder = spawn('/bin/bash', ['--noprofile', '--norc', '-c', holdPipes], {
    env: { SHLVL: '1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await new Promise((resolve, reject) => {
      holder.once('error', reject).once('exit', () => reject(new Error('bash could not make pipes')));
      holder.stdout.once('data', resolve);
    });
    const mode = constants.O_RDWR | constants.O_NONBLOCK;
    return held.map((descriptor) => openSync(`/proc/${holder.pid}/fd/${descriptor}`, mode));
  } finally {
    // It reads its own stdout, the other end of this socket, and leaves at end-of-file.
    holder.stdout.destroy();
  }
}
