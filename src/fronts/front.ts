// Port: a door. It authenticates, turns a protocol's channel into a client, and leaves the rest to the broker.
import type { Readable } from 'node:stream';
import type { Identity, IdentityProvider, Proof } from '../identity/identity.ts';
import type { OutputStream } from '../sinks/sink.ts';
import type { Terminal, TerminalSize } from '../targets/target.ts';

/** The login name of the people's own door. */
export const consoleLogin = 'console';

/** One session channel (RFC 4254 §6) of one identity, accepted, paused, nothing decided yet. */
export interface Client {
  readonly identity: Identity;
  readonly proof: Proof;
  /** `con_…`: the SSH connection; its sessions may share temporary rules. */
  readonly connection: string;
  /** `127.0.0.1:50514` */
  readonly address: string;
  /** Where it wants to go: the login name. */
  readonly target: string;
  readonly request: { readonly kind: 'shell' } | { readonly kind: 'exec'; readonly command: Uint8Array };
  readonly terminal: Terminal | null;
  /** What may pass on to the target: LANG (UTF-8 only). TERM is in `terminal`. */
  readonly environment: Readonly<Record<string, string>>;
  /** OSTIARY_NONCE, ≤ 64 characters; goes into JSON lines only. */
  readonly nonce: string | null;
  /** OSTIARY_REASON, ≤ 512 printable characters: why the agent does it, in its own words; for people only. */
  readonly reason: string | null;
  /** OSTIARY_WAIT in whole seconds, ≤ 86,400: how long the agent would wait for a person. */
  readonly wait: number | null;
  /** The client's bytes; ends at its EOF, closes without `end` when it is gone. Paused until somebody reads. */
  readonly input: Readable;
  /** Aborts when the channel or connection is gone: nothing can be delivered any more. */
  readonly gone: AbortSignal;
  /** Aborts when the identity has no place here any more; its reason is half a sentence. Nothing further may run. */
  readonly dismissed: AbortSignal;
  /** Sends output; a promise asks to wait until the window has room. Never throws: after `gone` bytes are dropped. */
  write(stream: OutputStream, bytes: Uint8Array): void | Promise<void>;
  /** One listener each; what came before it was set is delivered at once. */
  onResize(listener: (size: TerminalSize) => void): void;
  onSignal(listener: (name: string) => void): void;
  /** Flushes both streams, sends exit-status or exit-signal, EOF and CLOSE (RFC 4254 §5.3, §6.10). Idempotent. */
  exit(ending: Ending): Promise<void>;
  /** Closes the channel without waiting for what the client has not read. Idempotent; nothing after a clean exit. */
  abandon(): void;
}

export interface Ending {
  /** Exit status 0–255; ignored where `signal` is given. */
  readonly status: number;
  /** RFC 4254 §6.10 signal name without SIG, or null. */
  readonly signal: string | null;
}

export interface Refusal {
  readonly reason: string;
  readonly address: string;
  readonly identity?: string;
  readonly login?: string;
  readonly fingerprint?: string;
  /** How many refusals of this address were only counted since its last event: a flood cannot fill the log. */
  readonly suppressed?: number;
}

/** What a front needs from the house. */
export interface House {
  readonly identities: IdentityProvider;
  /** Runs the whole session of an accepted client; resolves when it has exited. Never rejects. */
  enter(client: Client): Promise<void>;
  /** A connection is gone, and all that held for it alone. */
  disconnected(connection: string): void;
  /** A refusal at the door is an audit event. */
  refused(refusal: Refusal): void;
}

export interface Front {
  /** Begins to listen. @throws OstiaryError PORT_TAKEN, CANNOT_LISTEN. Resolves with the address, `127.0.0.1:2222`. */
  listen(): Promise<string>;
  /** Stops listening, ends what is open. */
  close(): Promise<void>;
}
