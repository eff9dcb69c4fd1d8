// The story of a session, told once, top to bottom: admitted, recorded, conducted statement by statement, closed.
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
import { failed, type Verdict, verdictText } from './verdict.ts';

/** Runs the whole session of an accepted client; resolves when the client was told its end. Never rejects. */
export async function runSession(client: Client, services: Services): Promise<void> {
  const admission = admit(client, services);
  if (admission.kind === 'turned-away') return turnAway(client, services, admission.reason, admission.verdict);

  const { target, mode } = admission;
  const session = newId('ses');
  const began = services.clock.micros();
  const level = `${services.level}${target.sharedUser ? ' (shared user)' : ''}`;
  const lifetime = createLifetime(services.limits, client.gone, services.shutdown);
  try {
    const recording = await services.openRecording({ session, client, target, mode, level });
    const transcript = createTranscript({
      sinks: [services.openChannel(client), recording.recorder],
      openStage: services.openStage,
      pty: client.terminal !== null,
      failed: (error, sink) => lifetime.end({ name: `${sink.name} failed`, verdict: failed(sentenceOf(error)) }),
      active: lifetime.active,
      within: lifetime.within,
    });
    const journal = createJournal(services.store, { session, identity: client.identity.name, target: target.name });
    const room = { client, services, target, mode, session, level, began, recording, lifetime, transcript, journal };
    const ended = await conduct(room);
    await leave(room, await closeSession(room, ended));
  } catch (error) {
    services.log.error({ session, err: error }, 'the session could not be recorded');
    await turnAway(client, services, 'failed', failed(sentenceOf(error)), session);
  } finally {
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
  const { identity, proof, address, target, nonce } = client;
  const fingerprint = proof.fingerprint;
  try {
    await services.store.append({
      type: 'refused',
      identity: identity.name,
      data: { reason, address, login: target, fingerprint },
    });
  } catch (error) {
    services.log.error({ err: error }, 'a refusal could not be logged');
  }
  const subject = { request: null, session, target, nonce };
  const pty = client.terminal !== null;
  await client.write(pty ? 'stdout' : 'stderr', Buffer.from(verdictText(verdict, subject, pty)));
  await client.exit({ status: verdict.exit, signal: null });
}
