// Hints that something changed, over one WebSocket for the whole page; it comes back by itself when it breaks.
import { useEffect, useEffectEvent } from 'react';
import { signedOut, socketUrl } from './call.ts';

type Subject = 'requests' | 'sessions' | 'locks';

const subjects: readonly string[] = ['requests', 'sessions', 'locks'] satisfies Subject[];
const hints = new EventTarget();
/** ms before it is tried again: grows with every failure. */
const firstPause = 500;
const longestPause = 15_000;

let pause = firstPause;
let opened = false;
let over = false;

/** Call once somebody is signed in. Idempotent. */
export function openChanges(): void {
  if (opened) return;
  opened = true;
  connect();
  signedOut.addEventListener('out', () => {
    over = true;
  });
}

function connect(): void {
  const socket = new WebSocket(socketUrl('/changes'));
  socket.onopen = () => {
    // What happened while nobody listened is not told: everything is read again.
    if (pause !== firstPause) for (const subject of subjects) hints.dispatchEvent(new Event(subject));
    pause = firstPause;
  };
  socket.onmessage = ({ data }) => {
    const subject = subjectOf(data);
    if (subject !== null) hints.dispatchEvent(new Event(subject));
  };
  socket.onclose = () => {
    if (over) return;
    setTimeout(connect, pause);
    pause = Math.min(pause * 2, longestPause);
  };
}

function subjectOf(data: unknown): string | null {
  try {
    const { changed } = JSON.parse(String(data)) as { changed?: unknown };
    return typeof changed === 'string' && subjects.includes(changed) ? changed : null;
  } catch {
    return null;
  }
}

/** ms: many hints of one moment are one look, and looks keep a distance. */
const gather = 100;
const distance = 800;

/** Calls back after hints on this subject. */
export function useChanges(subject: Subject, look: () => void): void {
  const lookNow = useEffectEvent(look);
  useEffect(() => {
    let waiting: number | undefined;
    let last = 0;
    const hear = () => {
      waiting ??= window.setTimeout(
        () => {
          waiting = undefined;
          last = performance.now();
          lookNow();
        },
        Math.max(gather, last + distance - performance.now()),
      );
    };
    hints.addEventListener(subject, hear);
    return () => {
      hints.removeEventListener(subject, hear);
      window.clearTimeout(waiting);
    };
  }, [subject]);
}
