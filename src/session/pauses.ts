// When a stream pauses, what it holds back is looked at: once soon, and once more when it seems that nothing follows.

/** Longest pause (ms) in which something is held back for what may follow. */
const capPause = 500;

export interface PauseLooks {
  /** ms up to the first look. */
  readonly first: number;
  /** Bytes held back; while there are none nothing is looked at. */
  readonly held: () => number;
  readonly idle: () => void;
  readonly cap: () => void;
}

export interface Pauses {
  /** Something came. */
  over(): void;
  /** No more looks until something comes. */
  stop(): void;
}

/** One timer at a time, not one per write: it looks how long nothing came, and waits for what is missing. */
export function lookInPauses({ first, held, idle, cap }: PauseLooks): Pauses {
  let timer: NodeJS.Timeout | null = null;
  let last = 0;
  let looked = false;

  function look() {
    timer = null;
    const quiet = performance.now() - last;
    if (quiet >= capPause) cap();
    else if (quiet >= first && !looked) {
      looked = true;
      idle();
    }
    if (held() > 0) timer = setTimeout(look, Math.max(1, (looked ? capPause : first) - quiet));
  }

  return {
    over() {
      last = performance.now();
      looked = false;
      if (timer === null && held() > 0) timer = setTimeout(look, first);
    },
    stop() {
      clearTimeout(timer ?? undefined);
      timer = null;
    },
  };
}
