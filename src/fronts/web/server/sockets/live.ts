// A session as it goes on, for one viewer: its screen first, then every event. Who reads too slowly is left behind and
// begins again from the screen; the session never waits for a viewer.
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { Identity } from '../../../../identity/identity.ts';
import type { Follow } from '../../../../sinks/live.ts';
import type { SessionRow } from '../../../../store/store.ts';
import { alisEnd, alisMagic, createAlisEncoder } from '../alis.ts';
import type { RouteParts } from '../web-env.ts';

export interface LiveParts extends Pick<RouteParts, 'screens' | 'access' | 'limits' | 'log'> {
  readonly row: SessionRow;
  readonly viewer: Identity;
}

/** Private codes (RFC 6455 §7.4.2): after them the player stays where it is. */
const codes = { over: 4000, failed: 4010 } as const;

/** ms between two looks at whether a slow viewer has read */
const patience = 50;

export function serveLive(socket: WebSocket, { screens, access, limits, log, row, viewer }: LiveParts): void {
  const encoder = createAlisEncoder();
  const gone = new AbortController();
  let follow: Follow | null = null;

  const end = () => {
    socket.send(alisEnd);
    socket.close(codes.over, 'the session is over');
  };
  const fail = (error: unknown) => {
    if (gone.signal.aborted) return;
    log.error({ err: error, session: row.id }, 'a session could not be shown');
    socket.close(codes.failed, 'the session cannot be shown');
  };

  async function begin(): Promise<void> {
    follow = await screens.follow(row.id, {
      event(time, event) {
        if (socket.bufferedAmount <= limits.viewerLag) socket.send(encoder.event(time, event));
        else leaveBehind();
      },
      ended: end,
    });
    if (follow === null) end();
    else if (gone.signal.aborted) follow.close();
    else socket.send(encoder.reset(follow));
  }

  function leaveBehind(): void {
    follow?.close();
    follow = null;
    catchUp().catch(fail);
  }

  async function catchUp(): Promise<void> {
    while (socket.bufferedAmount > 0) await sleep(patience, undefined, { signal: gone.signal });
    await begin();
  }

  async function open(): Promise<void> {
    // That somebody looks is on record before they see anything.
    if (row.state === 'live') await access.watched(viewer, row);
    if (gone.signal.aborted) return;
    socket.send(alisMagic);
    await begin();
  }

  socket.on('close', () => {
    gone.abort();
    follow?.close();
  });
  open().catch(fail);
}
