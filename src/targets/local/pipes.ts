// Real kernel pipes. Node's own `pipe` stdio is a socketpair, and a bash that reads a socket may take itself for a
// network login and source ~/.bashrc; programs also cannot re-open a socket through /dev/stdin.
import { execFile } from 'node:child_process';
import { closeSync, constants, fchownSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

const batch = 12;

/** Makes pipes from nameless FIFOs, a batch of them at a time because each batch costs a process. */
export function createPipeSource(): PipeSource {
  const spare: number[] = [];
  let filling: Promise<void> | null = null;

  const take = async (): Promise<number> => {
    for (;;) {
      const fifo = spare.pop();
      if (fifo !== undefined) return fifo;
      filling ??= makeFifos(batch)
        .then((made) => void spare.push(...made))
        .finally(() => {
          filling = null;
        });
      await filling;
    }
  };

  const open = async (ourMode: number, theirMode: number, owner: Account | null): Promise<Pipe> => {
    const fifo = await take();
    try {
      // While `fifo` is open for both directions, no open of an end blocks. Each end is its own open file
      // description, so that ours can be non-blocking and the child's is not.
      const name = `/proc/self/fd/${fifo}`;
      const ours = openSync(name, ourMode | constants.O_NONBLOCK);
      const theirs = openSync(name, theirMode);
      if (owner !== null && !owner.own) fchownSync(fifo, owner.uid, owner.gid);
      return { ours, theirs };
    } finally {
      closeSync(fifo);
    }
  };

  return {
    fromChild: (owner) => open(constants.O_RDONLY, constants.O_WRONLY, owner),
    toChild: (owner) => open(constants.O_WRONLY, constants.O_RDONLY, owner),
  };
}

async function makeFifos(count: number): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-'));
  try {
    const names = Array.from({ length: count }, (_, index) => join(folder, String(index)));
    await promisify(execFile)('/usr/bin/mkfifo', ['-m', '600', ...names], { env: {} });
    return names.map((name) => openSync(name, constants.O_RDWR | constants.O_NONBLOCK));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
