// One follower of a session. What happens while the screen it begins with is still being drawn waits, in order.
import type { Follow, Follower } from '../live.ts';
import type { SessionEvent } from '../sink.ts';
import type { DrawnScreen } from './screen.ts';

export interface Following {
  /** The first event comes in a later turn of the event loop than this resolves in. */
  readonly begun: Promise<Follow>;
  tell(time: number, event: SessionEvent): void;
  end(): void;
}

export interface FollowingParts {
  readonly follower: Follower;
  readonly mark: (done: (screen: DrawnScreen) => void) => void;
  /** µs since the recording began. */
  readonly now: () => number;
  /** It was closed, or dropped because it threw. */
  readonly left: () => void;
}

/** When more bytes than this wait for the screen, a newer screen is asked for instead. */
const mostWaiting = 8 * 1024 * 1024;

export function beginFollowing({ follower, mark, now, left }: FollowingParts): Following {
  const { promise: begun, resolve } = Promise.withResolvers<Follow>();
  let waiting: (() => void)[] | null = [];
  let size = 0;
  let marks = 0;
  let isOpen = true;

  const close = () => {
    if (isOpen) left();
    isOpen = false;
    waiting = null;
  };
  const say = (work: () => void) => {
    if (!isOpen) return;
    try {
      work();
    } catch {
      close();
    }
  };
  const goOn = () => {
    const held = waiting ?? [];
    waiting = null;
    for (const work of held) say(work);
  };
  const begin = () => {
    waiting = [];
    size = 0;
    const mine = ++marks;
    const time = now();
    mark((screen) => {
      if (mine !== marks) return;
      marks = Number.POSITIVE_INFINITY;
      resolve({ screen, time, close });
      setImmediate(goOn);
    });
  };
  const soon = (work: () => void, bytes: number) => {
    if (waiting === null) return say(work);
    size += bytes;
    if (size > mostWaiting && marks !== Number.POSITIVE_INFINITY) begin();
    else waiting.push(work);
  };
  begin();

  return {
    begun,
    tell: (time, event) => soon(() => follower.event(time, event), 'bytes' in event ? event.bytes.length : 0),
    end: () =>
      soon(() => {
        follower.ended();
        close();
      }, 0),
  };
}
