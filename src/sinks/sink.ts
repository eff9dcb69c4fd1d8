// Port: whatever receives session events in order: the agent's channel, the recorder, a live viewer.

/** Event codes of asciicast v3 (o i r m x); `stream` tells the two output channels of RFC 4254 §5.2 apart. */
export type SessionEvent =
  | { readonly type: 'output'; readonly stream: OutputStream; readonly bytes: Uint8Array }
  | { readonly type: 'input'; readonly bytes: Uint8Array }
  | { readonly type: 'resize'; readonly cols: number; readonly rows: number }
  | { readonly type: 'marker'; readonly label: string }
  | { readonly type: 'exit'; readonly status: number };

export type OutputStream = 'stdout' | 'stderr';

/** Where a recording stands: bytes written and the sha256 (hex) of all of them. Known only for whole lines. */
export interface RecordingPosition {
  readonly offset: number;
  readonly sha256: string;
}

export interface Sink {
  readonly name: string;
  /**
   * Takes the event at once, in call order; never blocks. A promise asks the caller to wait before it sends more
   * (back-pressure) and rejects when the sink has failed. Throws when it failed before.
   */
  write(event: SessionEvent): void | Promise<void>;
  /** Ends it; resolves when everything is delivered. Idempotent. */
  close(): Promise<void>;
}

/** The sink that must not fail: a session without its recording ends (invariant 2). */
export interface Recorder extends Sink {
  /** Resolves when everything written so far is on stable storage. @throws when it cannot be. */
  sync(): Promise<RecordingPosition>;
}
