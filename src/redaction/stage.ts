// The one place every byte and text passes before anything leaves (invariant 3). One stage per output stream.

export interface RedactionStage {
  /** Takes bytes of one stream in order, gives what may leave now; the rest is held until more comes. */
  feed(bytes: Uint8Array): Uint8Array;
  /** Gives everything held. After it the stage starts anew. */
  flush(): Uint8Array;
  /** A short text as a whole: an echoed line, a marker, a reason, a title. */
  text(text: string): string;
}

const nothing = new Uint8Array(0);

/** Lets everything through: what a session without redaction has in its place. */
export const openStage: RedactionStage = { feed: (bytes) => bytes, flush: () => nothing, text: (text) => text };
