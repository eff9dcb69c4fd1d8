// The client's bytes, handed to whoever they are for: the running program, or the source of statements. Nobody reads
// from the client until `open`, so nothing is lost and nothing piles up.
import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { StreamDigest } from '../store/events.ts';
import type { Executor } from '../targets/target.ts';
import type { StatementSource } from './sources/source.ts';

/** Which input goes into the recording: none, what the terminal echoes (no password prompts), or all of it. */
export type InputRecording = 'never' | 'echoed' | 'always';

export interface InputRouter {
  /** Begins to read the client; idempotent. */
  open(): void;
  /** From here to `toSource` the bytes are the program's. */
  toProgram(executor: Executor, record: InputRecording): void;
  /** Returns what the program was given. */
  toSource(): StreamDigest;
}

export interface InputParts {
  readonly input: Readable;
  readonly source: StatementSource;
  /** At a terminal what is typed may be a password: then not even a digest of it is kept. */
  readonly pty: boolean;
  readonly record: (bytes: Uint8Array) => void;
  readonly active: () => void;
}

export function createInputRouter(parts: InputParts): InputRouter {
  const { input, source } = parts;
  let program: Executor | null = null;
  let recording: InputRecording = 'never';
  let ended = false;
  let opened = false;
  let tally: { bytes: number; hash: Hash | null } = { bytes: 0, hash: null };

  async function feedEchoed(executor: Executor, bytes: Uint8Array) {
    if (await executor.echoes()) parts.record(bytes);
    await executor.write(bytes);
  }

  function route(bytes: Uint8Array): void | Promise<void> {
    parts.active();
    if (program === null) return source.feed(bytes);
    tally.bytes += bytes.length;
    tally.hash?.update(bytes);
    if (recording === 'echoed') return feedEchoed(program, bytes);
    if (recording === 'always') parts.record(bytes);
    return program.write(bytes);
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
    toProgram(executor, record) {
      if (source.inputWhileRunning === 'source') return;
      recording = record;
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
