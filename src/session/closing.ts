// The last chapter: the reason is told, the recording sealed, the log closed. A step that fails is logged and the
// others still happen.
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ending } from '../fronts/front.ts';
import type { RecordingPosition } from '../sinks/sink.ts';
import { announce, type Ended, type Room } from './room.ts';

/** How long a session that was ended from outside waits for its client to read why, in ms. */
const grace = 3000;

/** Tells the client its end. One that does not read it is not waited for beyond the session's own limits. */
export async function leave({ client, lifetime }: Room, ending: Ending): Promise<void> {
  const told = client.exit(ending);
  await (lifetime.reason === null ? lifetime.within(told) : Promise.race([told, delay(grace, null, { ref: false })]));
  client.abandon();
}

/** Returns what the client's channel is to end with. */
export async function closeSession(room: Room, ended: Ended): Promise<Ending> {
  const { lifetime, transcript, recording, journal } = room;
  // A client that was just told why its statement did not run is not told again why the session ends.
  const verdict = lifetime.reason === null || ended.told ? ended.verdict : lifetime.reason.verdict;
  if (verdict !== null) announce(room, verdict, null, transcript.masks());
  const { status, signal } = verdict === null ? ended.ending : { status: verdict.exit, signal: null };

  await transcript.flush();
  transcript.note({ type: 'exit', status: signal === null ? status : 128 + signalNumber(signal) });
  const position = await attempt(room, 'sealing the recording', async (): Promise<RecordingPosition> => {
    const sealed = await recording.recorder.sync();
    await recording.recorder.close();
    return sealed;
  });
  await attempt(room, 'logging the end', () =>
    journal.write(
      journal.event('closed', {
        status,
        signal,
        reason: lifetime.reason?.name ?? ended.reason,
        duration: room.services.clock.micros() - room.began,
        recorded: position?.offset ?? 0,
        offset: position?.offset ?? null,
        sha256: position?.sha256 ?? null,
      }),
    ),
  );
  return { status, signal };
}

async function attempt<T>(room: Room, what: string, step: () => Promise<T>): Promise<T | null> {
  try {
    return await step();
  } catch (error) {
    room.services.log.error({ session: room.session, err: error }, `${what} failed`);
    return null;
  }
}

function signalNumber(name: string): number {
  return (constants.signals as Record<string, number>)[`SIG${name}`] ?? 0;
}
