// The client's bytes, handed to whoever they are for: the running program, or the source of statements. Nobody reads
// from the client until `open`, so nothing is lost and nothing piles up.
import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { StreamRedactor } from '../redaction/redaction.ts';
import type { StreamDigest } from '../store/events.ts';
import type { Executor } from '../targets/target.ts';
import { takeTurns } from './fair-turn.ts';
import type { StatementSource } from './sources/source.ts';
import type { WatchedStream } from './watched-stream.ts';

/** Which input goes into the recording: none, what the terminal echoes (no password prompts), or all of it. */
export type InputRecording = 'never' | 'echoed' | 'always';

export interface InputRouter {
  /** Begins to read the client; idempotent. */
  open(): void;
  /** While a person decides. Exec mode gathers what the program would read; at a terminal ctrl-C is noticed. */
  wait(interrupted: () => void): WaitingInput;
  /** A signal of the client's: cancels what waits for a person. False when nothing waits. */
  interrupt(): boolean;
  /** From here to `toSource` the bytes are the program's; what was gathered comes first. */
  toProgram(executor: Executor, record: InputRecording, watched: WatchedStream | null): void;
  /** `untaken` came after the program's end: it is the source's. Returns what the program was given. */
  toSource(untaken: Uint8Array): StreamDigest;
}

export interface WaitingInput {
  /** Resolves when the client's input has ended, or more than `limit` bytes came, or after `ms`, or on abort. */
  look(limit: number, ms: number, signal: AbortSignal): Promise<'ended' | 'more' | 'open'>;
  /** What was gathered so far. */
  readonly bytes: Buffer;
  /** Nobody waits any more. */
  end(): void;
}

export interface InputParts {
  readonly input: Readable;
  readonly source: StatementSource;
  /** At a terminal what is typed may be a password: then not even a digest of it is kept. */
  readonly pty: boolean;
  readonly record: (bytes: Uint8Array) => void;
  /** Sees what a program is given: where it finds something, no digest is kept that a guess could be tried on. */
  readonly detector: () => StreamRedactor;
  readonly active: () => void;
}

const interruptKey = 0x03;
const noTally = { bytes: 0, hash: null, detector: null };
/** An input of fewer bytes may be a password by itself: no digest of it is kept that a guess could be tried on. */
export const isGuessable = (bytes: number) => bytes > 0 && bytes < 64;

export function createInputRouter(parts: InputParts): InputRouter {
  const { input, source, pty } = parts;
  const inTurn = takeTurns();
  let program: Executor | null = null;
  /** What the program is given passes here, where it must be watched. */
  let gatekeeper: WatchedStream | null = null;
  let recording: InputRecording = 'never';
  let underway: Promise<void> = Promise.resolve();
  /** Counts the programs. */
  let run = 0;
  let ended = false;
  let opened = false;
  let gathered = Buffer.alloc(0);
  let waiting: (() => void) | null = null;
  let room = () => {};
  let news = () => {};
  let tally: { bytes: number; hash: Hash | null; detector: StreamRedactor | null } = { ...noTally };

  /** In order, and not before it is known whether the terminal echoes. */
  function feedEchoed(executor: Executor, bytes: Uint8Array): Promise<void> {
    const keeper = gatekeeper;
    const mine = run;
    underway = underway.then(async () => {
      const echoes = await executor.echoes();
      // Its program has ended meanwhile, and the next one may run: it is the source's, like all that comes after an end.
      if (program === null || run !== mine) return held(source.feed(bytes));
      count(bytes);
      if (echoes) parts.record(bytes);
      await (keeper === null ? executor.write(bytes) : keeper.feed(bytes));
    });
    return underway;
  }

  function count(bytes: Uint8Array) {
    tally.bytes += bytes.length;
    tally.hash?.update(bytes);
    tally.detector?.feed(bytes);
  }

  /** Nothing more comes for the program; what is underway arrives first. */
  function endProgramInput(executor: Executor) {
    const keeper = gatekeeper;
    void underway.then(() => {
      void keeper?.end();
      executor.endInput();
    });
  }

  function toRunning(executor: Executor, bytes: Uint8Array): void | Promise<void> {
    if (recording === 'echoed') return feedEchoed(executor, bytes);
    count(bytes);
    if (recording === 'always') parts.record(bytes);
    return gatekeeper === null ? executor.write(bytes) : gatekeeper.feed(bytes);
  }

  /** Keeps what an exec's program will read; the client waits once there is plenty. */
  function gather(bytes: Uint8Array): void | Promise<void> {
    gathered = Buffer.concat([gathered, bytes]);
    news();
    if (gathered.length <= plenty) return undefined;
    return new Promise((resolve) => {
      room = resolve;
    });
  }

  function route(bytes: Uint8Array): void | Promise<void> {
    parts.active();
    if (program !== null) return toRunning(program, bytes);
    // What was typed before ctrl-C goes with it, as at any terminal.
    const interrupt = waiting !== null && pty ? bytes.lastIndexOf(interruptKey) : -1;
    const rest = interrupt === -1 ? bytes : bytes.subarray(interrupt + 1);
    if (interrupt !== -1) waiting?.();
    return source.inputWhileRunning === 'program' && source.gathers ? gather(rest) : source.feed(rest);
  }

  /** Nobody reads on until the reader before has room again. */
  function held(wait: void | Promise<void>) {
    if (wait === undefined) return;
    input.pause();
    wait.then(() => input.resume());
  }

  function open() {
    if (opened) return;
    opened = true;
    input.on('data', (bytes: Uint8Array) => {
      held(inTurn(() => route(bytes)));
    });
    input.on('end', () => {
      ended = true;
      if (program !== null) endProgramInput(program);
      source.end();
      news();
    });
  }

  function look(limit: number, ms: number, signal: AbortSignal): Promise<'ended' | 'more' | 'open'> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle('open'), ms);
      const abort = () => settle('open');
      const settle = (found: 'ended' | 'more' | 'open') => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        news = () => {};
        resolve(found);
      };
      news = () => {
        if (gathered.length > limit) settle('more');
        else if (ended) settle('ended');
      };
      signal.addEventListener('abort', abort);
      if (signal.aborted) abort();
      news();
    });
  }

  return {
    open,
    wait(interrupted) {
      waiting = interrupted;
      open();
      return {
        look,
        get bytes() {
          return gathered;
        },
        end() {
          waiting = null;
        },
      };
    },
    interrupt() {
      waiting?.();
      return waiting !== null;
    },
    toProgram(executor, record, watched) {
      if (source.inputWhileRunning === 'source') return;
      recording = record;
      program = executor;
      gatekeeper = watched;
      run += 1;
      underway = Promise.resolve();
      tally = pty ? { ...noTally } : { bytes: 0, hash: createHash('sha256'), detector: parts.detector() };
      const first = Buffer.concat([gathered, source.takeTyped()]);
      gathered = Buffer.alloc(0);
      if (first.length > 0) held(toRunning(executor, first));
      room();
      if (ended) endProgramInput(executor);
    },
    toSource(untaken) {
      program = null;
      gatekeeper = null;
      if (untaken.length > 0) held(source.feed(untaken));
      tally.bytes -= untaken.length;
      tally.detector?.flush();
      const secret = isGuessable(tally.bytes) || (tally.detector?.counts.size ?? 0) > 0;
      return { bytes: tally.bytes, sha256: secret ? null : (tally.hash?.digest('hex') ?? null) };
    },
  };
}

/** Bytes gathered for a program before the client is asked to wait. */
const plenty = 512 * 1024;
