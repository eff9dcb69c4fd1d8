// A stream cut at character borders: a character that is split over chunks waits for its rest, as in the recording.
import { unfinishedLength } from '../../asciicast/utf8-tail.ts';

export interface CharacterCutter {
  feed(bytes: Uint8Array): Uint8Array;
  /** What is held, at most 3 bytes. */
  flush(): Uint8Array;
}

const nothing = new Uint8Array(0);

export function createCharacterCutter(): CharacterCutter {
  let held: Uint8Array = nothing;
  return {
    feed(chunk) {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const whole = bytes.length - unfinishedLength(bytes);
      held = whole === bytes.length ? nothing : Uint8Array.from(bytes.subarray(whole));
      return bytes.subarray(0, whole);
    },
    flush() {
      const rest = held;
      held = nothing;
      return rest;
    },
  };
}
