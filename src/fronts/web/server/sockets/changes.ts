// Tells a page what to read again. Only the name of a list goes out, never what is in it.
import type { WebSocket } from 'ws';
import type { z } from 'zod';
import { type Identity, isGranted } from '../../../../identity/identity.ts';
import type { AuditEventType } from '../../../../store/events.ts';
import type { change } from '../../api.ts';
import type { WebParts } from '../parts.ts';

type Change = z.infer<typeof change>['changed'];

/** What changes the session list, or the statements of a session. */
const ofSessions: ReadonlySet<AuditEventType> = new Set([
  'opened',
  'submitted',
  'decided',
  'started',
  'finished',
  'dropped',
  'withheld',
  'recovered',
  'closed',
  'purged',
]);

/** ms between two hints of one kind */
const pause = 250;

export function serveChanges(
  socket: WebSocket,
  viewer: Identity,
  { desk, store }: Pick<WebParts, 'desk' | 'store'>,
): void {
  const waiting = new Map<Change, NodeJS.Timeout>();

  /** The first of many is told soon, and once. */
  function hint(changed: Change): void {
    if (waiting.has(changed)) return;
    const tell = () => {
      waiting.delete(changed);
      // Whoever does not read this little needs no more hints: one is there already.
      if (socket.bufferedAmount === 0) socket.send(JSON.stringify({ changed }));
    };
    waiting.set(changed, setTimeout(tell, pause));
  }

  const leaveDesk = desk.subscribe(viewer, ({ kind }) => {
    if (kind === 'asked' || kind === 'changed' || kind === 'settled') hint('requests');
    if (kind === 'locks') hint('locks');
  });
  const leaveStore = store.log.onCommit((events) => {
    // Commits come by the thousand; nothing more is to say before this hint is out.
    if (waiting.has('sessions')) return;
    for (const { type, target } of events) {
      if (ofSessions.has(type) && target !== undefined && isGranted(viewer, target)) hint('sessions');
    }
  });
  socket.on('close', () => {
    leaveDesk();
    leaveStore();
    for (const timer of waiting.values()) clearTimeout(timer);
  });
}
