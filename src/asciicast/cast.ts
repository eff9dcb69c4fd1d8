// What a terminal recording is made of, independent of the file format's version (asciicast v2, v3).
import type { Json } from '../core/canonical-json.ts';

/** The same shape as a session event, so that the session's events can be written as they come. */
export type CastEvent =
  | { readonly type: 'output'; readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }
  | { readonly type: 'input'; readonly bytes: Uint8Array }
  | { readonly type: 'resize'; readonly cols: number; readonly rows: number }
  | { readonly type: 'marker'; readonly label: string }
  | { readonly type: 'exit'; readonly status: number };

export interface TimedEvent {
  /** Microseconds since the start of the recording, an integer that never decreases. */
  readonly micros: number;
  readonly event: CastEvent;
}

/** Our own header key: what the recording is evidence of. Other readers ignore it. */
export interface OstiaryHeader {
  readonly session: string;
  readonly identity: string;
  readonly owner: string;
  readonly target: string;
  readonly mode: string;
  readonly level: string;
  /** False when no terminal was there: then lines end in a bare line feed and a player must add the return. */
  readonly pty: boolean;
  readonly [key: string]: Json | undefined;
}

export interface CastHeader {
  readonly cols: number;
  readonly rows: number;
  /** The client's TERM. */
  readonly type?: string;
  /** Start in seconds since 1970. */
  readonly timestamp?: number;
  readonly title?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Present in our own recordings only; then event codes `f` and `b` have our meaning. */
  readonly ostiary?: OstiaryHeader;
}
