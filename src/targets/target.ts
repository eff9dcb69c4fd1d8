// Port: a named place where statements run, and an opened one that runs them one at a time.
import type { Mode } from '../policy/policy.ts';
import type { OutputStream } from '../sinks/sink.ts';

export interface TerminalSize {
  /** 1–1000, clamped at the door. */
  readonly cols: number;
  /** 1–500, clamped at the door. */
  readonly rows: number;
}

export interface Terminal extends TerminalSize {
  /** The client's TERM. */
  readonly type: string;
}

export interface Opening {
  readonly session: string;
  readonly mode: Mode;
  /** Null without a PTY: then stdout and stderr stay apart. */
  readonly terminal: Terminal | null;
  /** What the door let through of the client's variables (LANG …); the target adds its own fixed list. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Takes everything the target prints, in order. A promise asks the executor to stop reading that stream until it
   * settles: nothing is queued without bound.
   */
  readonly output: (stream: OutputStream, bytes: Uint8Array) => void | Promise<void>;
}

export type Outcome =
  /**
   * The statement finished and the executor takes the next one. `status` 128+n after signal n; `untaken` are the bytes
   * written after its end.
   */
  | { readonly kind: 'finished'; readonly status: number; readonly cwd: string; readonly untaken: Uint8Array }
  /** The statement ended the executor itself: the program of exec mode ended, or the shell by `exit`. */
  | { readonly kind: 'ended'; readonly status: number; readonly signal: string | null }
  /** The executor is gone or deaf: its state is lost, `reason` says how in a half sentence. */
  | { readonly kind: 'lost'; readonly reason: string };

export interface Executor {
  /** What programs find in their environment when they start. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where the next statement would run; absolute. */
  readonly cwd: string;
  /**
   * Runs one whole statement and resolves when it ended **and** all it printed went to `output`. `previous` is the
   * `$?` it shall see. One at a time. Never rejects for what a statement does; rejects when it cannot be started.
   */
  run(statement: string, previous: number): Promise<Outcome>;
  /** Hands bytes to the running program; a promise asks to wait (back-pressure). Dropped when nothing runs. */
  write(bytes: Uint8Array): void | Promise<void>;
  /** End of the client's input (RFC 4254 §5.3 EOF): the program of exec mode reads end-of-file. */
  endInput(): void;
  resize(size: TerminalSize): void;
  /** Delivers a signal (RFC 4254 §6.9 name, without SIG) to what runs in the foreground. */
  signal(name: string): void;
  /**
   * False when the terminal does not echo what is typed (a password prompt), or when it cannot be told: such input is
   * never recorded. True without a terminal.
   */
  echoes(): Promise<boolean>;
  /** Ends the whole process tree, also what left it by setsid; resolves when no process of the session is found. */
  close(): Promise<void>;
}

/** DESIGN's names of what holds in a session; the suffix ` (shared user)` is added where it applies. */
export type Level = 'recorded' | 'line-checked';

export interface Target {
  readonly name: string;
  readonly kind: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly language: string;
  /** True when statements run under the broker's own uid, or as root. */
  readonly sharedUser: boolean;
  /** Where sessions start, the home and the name of the account they run under; paths are absolute. */
  readonly workspace: string;
  readonly home: string;
  readonly user: string;
  /** The real path: symlinks followed as far as the path exists. Where that cannot be known, the path itself. */
  resolve(path: string): string;
  /** @throws OstiaryError when the target is unavailable (exit 69). */
  open(opening: Opening): Promise<Executor>;
  /** Ends processes a former broker's session left behind; returns how many were found. */
  reap(session: string): Promise<number>;
}
