// The story of a session, told once, top to bottom: admitted, recorded, conducted statement by statement, closed.

import type { SessionEntry, SessionSeat } from '../approval/approval.ts';
import { sentenceOf } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Client } from '../fronts/front.ts';
import { admit } from './admission.ts';
import { closeSession, leave } from './closing.ts';
import { conduct } from './conduct.ts';
import { createJournal } from './journal.ts';
import { createLifetime } from './lifetime.ts';
import type { Services } from './services.ts';
import { createTranscript } from './transcript.ts';
import { failed, killed, type Verdict, verdictText } from './verdict.ts';

/** Runs the whole session of an accepted client; resolves when the client was told its end. Never rejects. */
export async function runSession(client: Client, services: Services): Promise<void> {
  const admission = admit(client, services);
  if (admission.kind === 'turned-away') return turnAway(client, services, admission.reason, admission.verdict);

  const { target, mode } = admission;
  const session = newId('ses');
  const began = services.clock.micros();
  const level = `${services.level}${target.sharedUser ? ' (shared user)' : ''}`;
  let seat: SessionSeat | null = null;
  const { gone, dismissed } = client;
  const lifetime = createLifetime(services.limits, { gone, dismissed, shutdown: services.shutdown });
  try {
    const redaction = services.openRedaction(target);
    const recording = await services.openRecording({ session, client, target, mode, level, mask: redaction.text });
    seat = services.desk.enter(entryOf(client, { session, target: target.name, mode, level }), {
      stopStatement: (why) => lifetime.interrupt(why),
      kill: (by) => lifetime.end({ name: `killed by ${by}`, verdict: killed(by) }),
    });
    const live = services.openLive(session, client);
    const transcript = createTranscript({
      sinks: [services.openChannel(client), recording.recorder, live],
      printed: seat.printed,
      redaction,
      pty: client.terminal !== null,
      columns: client.terminal?.cols ?? null,
      failed: (error, sink) => lifetime.end({ name: `${sink.name} failed`, verdict: failed(sentenceOf(error)) }),
      active: lifetime.active,
      within: lifetime.within,
    });
    const subject = { session, identity: client.identity.name, target: target.name };
    const journal = createJournal(services.store, subject, redaction.text);
    const room = {
      client,
      services,
      target,
      mode,
      session,
      level,
      began,
      recording,
      lifetime,
      redaction,
      transcript,
      journal,
      seat,
    };
    try {
      const ended = await conduct(room);
      const ending = await closeSession(room, ended);
      // Only now: whoever looked on finds the recording finished.
      await live.close();
      await leave(room, ending);
    } finally {
      transcript.close();
      await live.close();
    }
  } catch (error) {
    services.log.error({ session, err: error }, 'the session could not be recorded');
    await turnAway(client, services, 'failed', failed(sentenceOf(error)), session);
  } finally {
    seat?.leave();
    lifetime.dispose();
  }
}

/** No session: the client gets the sentence and its status, the log the reason. */
async function turnAway(
  client: Client,
  services: Services,
  reason: string,
  verdict: Verdict,
  session: string | null = null,
): Promise<void> {
  const { identity, proof, address, nonce } = client;
  const fingerprint = proof.fingerprint;
  // A login name that leads nowhere may be anything.
  const target = services.openRedaction(null).text(client.target);
  try {
    await services.store.append({
      type: 'refused',
      identity: identity.name,
      data: { reason, address, login: target, fingerprint },
    });
  } catch (error) {
    services.log.error({ err: error }, 'a refusal could not be logged');
  }
  const subject = { request: null, session, target, nonce, masks: {} };
  const pty = client.terminal !== null;
  await client.write(pty ? 'stdout' : 'stderr', Buffer.from(verdictText(verdict, subject, pty)));
  await client.exit({ status: verdict.exit, signal: null });
}

function entryOf(
  client: Client,
  session: Pick<SessionEntry, 'target' | 'mode' | 'level'> & { session: string },
): SessionEntry {
  const { identity, connection } = client;
  const { session: id, ...rest } = session;
  return { id, agent: identity.name, owner: identity.owner, connection, ...rest };
}
