// One SSH connection: who it is, then its session channels; everything else is refused with an event.
import type { EventEmitter } from 'node:events';
import type { Connection } from 'ssh2';
import { newId } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { Resident } from '../../identity/identity.ts';
import { showSafely } from '../../terminal/safe-display.ts';
import type { Client, House, Refusal } from '../front.ts';
import type { Admitted } from './admission.ts';
import { createAuthentication, type Entrant } from './authentication.ts';
import type { Counter, SshLimits } from './limits.ts';
import { serveSession } from './session-channel.ts';
import { createTransport, endForCertain } from './transport.ts';

/** Somebody who has proved who they are, as long as they are connected. */
export interface Inside {
  readonly resident: Resident;
  /** Opens nothing more, and ends: at once, or when its sessions have told why. */
  leave(why: string, when: 'now' | 'soon'): void;
}

export interface Door {
  readonly identities: House['identities'];
  readonly limits: SshLimits;
  /** Open session channels by identity name. */
  readonly sessions: Counter;
  readonly inside: Set<Inside>;
  readonly log: Log;
  enter(client: Client): void;
  disconnected: House['disconnected'];
  refused(refusal: Refusal): void;
}

/** Our patch (facts D14): a refusal with its reason. */
type Reject = (description?: string) => void;

/** How long sessions that end may take to tell their clients why. */
const farewellMilliseconds = 3000;

/** Vendor requests of well-meaning clients that want no more than the failure they get. */
const harmless = /^(winadj|simple)@putty\.projects\.tartarus\.org$|^(eow|keepalive)@openssh\.com$/;

export function serveConnection(connection: Connection, { socket, address, proved }: Admitted, door: Door): void {
  const id = newId('con');
  const ending = new AbortController();
  const gone = ending.signal;
  const channels = new Set<AbortController>();
  const transport = createTransport(connection, socket, gone);
  const authentication = createAuthentication({
    identities: door.identities,
    tries: door.limits.tries,
    failed: (failure) => door.refused({ ...failure, address }),
    exhausted: transport.end,
  });

  connection.on('error', (error) => {
    door.log.debug({ connection: id, address, error: showSafely(error.message) }, 'an SSH connection failed');
    close();
  });
  connection.on('authentication', authentication.judge);
  connection.on('ready', () => {
    const entrant = authentication.entrant();
    // What was sent in the same breath as a fatal error is still parsed: it must open nothing.
    if (entrant && !gone.aborted) admit(entrant);
  });
  // `end` too: a client that closed its side and does not read would hold the other side open.
  connection.once('end', close);
  connection.once('close', close);

  function close(): void {
    if (gone.aborted) return;
    ending.abort();
    for (const channel of channels) channel.abort();
    if (authentication.entrant()) door.disconnected(id);
    const offer = authentication.entrant() ? null : authentication.refusedOffer();
    if (offer) door.refused({ ...offer, address });
    // Not transport.end(): after a fatal error ssh2 throws when it shall say anything more.
    endForCertain(socket);
  }

  function admit(entrant: Entrant): void {
    proved();
    transport.renewKeys(door.limits);
    const { name } = entrant.identity;
    const { fingerprint } = entrant.proof;
    const refused = (reason: string) =>
      door.refused({
        reason,
        address,
        identity: name,
        login: entrant.login,
        fingerprint,
      });

    const dismissed = new AbortController();
    const inside: Inside = {
      resident: { name, fingerprint, target: entrant.login },
      leave(why, when) {
        dismissed.abort(why);
        const end = () => {
          transport.end();
          // Not when the client has read it: what it sends until then counts for nothing.
          close();
        };
        if (when === 'now' || channels.size === 0) end();
        else setTimeout(end, farewellMilliseconds).unref();
      },
    };
    door.inside.add(inside);
    gone.addEventListener('abort', () => door.inside.delete(inside), { once: true });

    connection.on('session', (accept, reject) => {
      if (gone.aborted || dismissed.signal.aborted) {
        reject();
        return;
      }
      if (!door.sessions.take(name)) {
        const sentence = `${name} has ${door.limits.sessionsPerIdentity} sessions open, no more are allowed`;
        refused(sentence);
        (reject as Reject)(`ostiary: ${sentence}`);
        return;
      }
      const session = accept();
      const channel = new AbortController();
      channels.add(channel);
      session.on('close', () => channel.abort());
      channel.signal.addEventListener(
        'abort',
        () => {
          channels.delete(channel);
          door.sessions.release(name);
        },
        { once: true },
      );
      serveSession(session, {
        identity: entrant.identity,
        proof: entrant.proof,
        connection: id,
        address,
        target: entrant.login,
        gone: channel.signal,
        dismissed: dismissed.signal,
        room: transport.room,
        limits: door.limits,
        enter: door.enter,
        refused,
      });
    });
    refuseForwards(connection, refused);
  }
}

// Forwards of every kind: agent, X11, direct-tcpip (-L, -D, -J, -W), tcpip-forward (-R) and Unix sockets.
function refuseForwards(connection: EventEmitter, refused: (reason: string) => void): void {
  connection.on('request', (_accept: unknown, reject: Reject | undefined, name: string) => {
    refused(`the request ${name} is not offered`);
    reject?.();
  });
  // Our patch (facts D14): whatever ssh2 refuses by itself, a channel type or a channel request.
  connection.on('refused', (kind: string, name: string, reject?: Reject) => {
    if (harmless.test(name)) return;
    refused(`the ${kind} ${showSafely(name.slice(0, 64))} is not offered`);
    reject?.('ostiary: forwarding is not offered here');
  });
}
