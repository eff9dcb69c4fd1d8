// Lets input through only while a statement can read it: dropped when nothing runs, held while one starts or ends.

export interface InputGate {
  /** A promise asks to wait; it resolves when the bytes were taken, or dropped. */
  write(bytes: Uint8Array): void | Promise<void>;
  /** From now on input waits. */
  hold(): void;
  /** Passes on what has waited, and from now on everything at once. */
  open(): void;
  /** Returns what has waited; from now on everything is dropped. */
  shut(): Uint8Array;
}

export function createInputGate(take: (bytes: Uint8Array) => void | Promise<void>): InputGate {
  let state: 'shut' | 'held' | 'open' = 'shut';
  let waiting: { bytes: Uint8Array; proceed: (taken: void | Promise<void>) => void }[] = [];

  const release = (settle: (bytes: Uint8Array) => void | Promise<void>) => {
    const released = waiting;
    waiting = [];
    for (const { bytes, proceed } of released) proceed(settle(bytes));
  };

  return {
    write: (bytes) => {
      if (state === 'shut') return;
      if (state === 'open') return take(bytes);
      return new Promise<void>((proceed) => void waiting.push({ bytes, proceed }));
    },
    hold: () => {
      state = 'held';
    },
    open: () => {
      state = 'open';
      release(take);
    },
    shut: () => {
      state = 'shut';
      const untaken: Uint8Array[] = [];
      release((bytes) => void untaken.push(bytes));
      return Buffer.concat(untaken);
    },
  };
}
