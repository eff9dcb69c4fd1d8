// The client's bytes, handed to whoever they are for: the running program, or the source of statements. Nobody reads
// from the client until `open`, so nothing is lost and nothing piles up.
import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { StreamDigest } from '../store/events.ts';
import type { Executor } from '../targets/target.ts';
import type { StatementSource } from './sources/source.ts';

export interface InputRouter {
  /** Begins to read the client; idempotent. */
  open(): void;
  /** From here to `toSource` the bytes are the program's. */
  toProgram(executor: Executor): void;
  /** Returns what the program was given. */
  toSource(): StreamDigest;
}

export interface InputParts {
  readonly input: Readable;
  readonly source: StatementSource;
  /** At a terminal what is typed may be a password: then not even a digest of it is kept. */
  readonly pty: boolean;
  /** Records the bytes where that is wanted; called only while the terminal echoes. */
  readonly record: ((bytes: Uint8Array) => void) | null;
  readonly active: () => void;
}

export function createInputRouter(parts: InputParts): InputRouter {
  const { input, source } = parts;
  let program: Executor | null = null;
  let ended = false;
  let opened = false;
  let tally: { bytes: number; hash: Hash | null } = { bytes: 0, hash: null };

  async function feedRecorded(executor: Executor, bytes: Uint8Array, record: (bytes: Uint8Array) => void) {
    if (await executor.echoes()) record(bytes);
    await executor.write(bytes);
  }

  function route(bytes: Uint8Array): void | Promise<void> {
    parts.active();
    if (program === null) return source.feed(bytes);
    tally.bytes += bytes.length;
    tally.hash?.update(bytes);
    return parts.record === null ? program.write(bytes) : feedRecorded(program, bytes, parts.record);
  }

  /** Nobody reads on until the reader before has room again. */
  function held(wait: void | Promise<void>) {
    if (wait === undefined) return;
    input.pause();
    wait.then(() => input.resume());
  }

  return {
    open() {
      if (opened) return;
      opened = true;
      input.on('data', (bytes: Uint8Array) => {
        held(route(bytes));
      });
      input.on('end', () => {
        ended = true;
        program?.endInput();
        source.end();
      });
    },
    toProgram(executor) {
      if (source.inputWhileRunning === 'source') return;
      program = executor;
      tally = { bytes: 0, hash: parts.pty ? null : createHash('sha256') };
      const typed = source.takeTyped();
      if (typed.length > 0) held(route(typed));
      if (ended) executor.endInput();
    },
    toSource() {
      program = null;
      return { bytes: tally.bytes, sha256: tally.hash?.digest('hex') ?? null };
    },
  };
}
