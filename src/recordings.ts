// The recordings folder: opens a session's recorder, keeps the byte budgets, and refuses when the disk runs low.
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config/config.ts';
import type { Clock } from './core/clock.ts';
import type { Identity } from './identity/identity.ts';
import type { OpenedRecording, RecordingOrder } from './session/services.ts';
import { createRecorder, recordingPath } from './sinks/recorder.ts';
import type { StoreReader } from './store/store.ts';

export interface Recordings {
  /** A sentence when no session of this identity may begin now, else null. */
  admission(identity: Identity): string | null;
  open(order: RecordingOrder): Promise<OpenedRecording>;
}

const hour = 3_600_000; // ms

/** What even the shortest session needs. */
const smallest = 16 * 1024;

export function createRecordings(settings: Config['recordings'], store: StoreReader, clock: Clock): Recordings {
  /** Bytes of sessions that have not closed: the log knows only the closed ones. */
  const live = new Map<string, number>();

  const usedThisHour = (identity: string) =>
    store.recordedSince(identity, new Date(Date.parse(clock.now()) - hour).toISOString()) + (live.get(identity) ?? 0);

  return {
    admission(identity) {
      const { bavail, bsize } = statfsSync(settings.dir);
      if (bavail * bsize < settings.freeSpaceFloor) {
        return `the broker's disk is nearly full (${mebibytes(bavail * bsize)} free); no session begins until there is room`;
      }
      if (usedThisHour(identity.name) + smallest <= settings.maxIdentityHour) return null;
      return `your sessions of the last hour filled their ${mebibytes(settings.maxIdentityHour)} of recordings; try again later`;
    },
    async open({ session, client, target, mode, level, mask }) {
      const { identity, terminal } = client;
      const time = clock.now();
      const path = recordingPath(session, time);
      const before = usedThisHour(identity.name);
      let mine = 0;
      const onBytes = (count: number) => {
        mine += count;
        live.set(identity.name, (live.get(identity.name) ?? 0) + count);
      };
      const limit = Math.min(settings.maxSession, settings.maxIdentityHour - before);
      const recorder = await createRecorder({
        file: join(settings.dir, path),
        clock,
        limit,
        onBytes,
        header: {
          cols: terminal?.cols ?? 80,
          rows: terminal?.rows ?? 24,
          ...(terminal === null ? {} : { type: mask(terminal.type) }),
          timestamp: Math.floor(Date.parse(time) / 1000),
          title: `${identity.name} in ${target.name}`,
          ostiary: {
            session,
            identity: identity.name,
            owner: identity.owner,
            target: target.name,
            mode,
            level,
            pty: terminal !== null,
          },
        },
      });
      const close = recorder.close;
      return {
        path,
        recorder: {
          ...recorder,
          close: async () => {
            live.set(identity.name, (live.get(identity.name) ?? 0) - mine);
            mine = 0;
            await close();
          },
        },
      };
    },
  };
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MiB`;
}
