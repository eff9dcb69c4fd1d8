// The composition root: makes every part from the config, joins them, and takes them apart again in order.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Desk, TokenGate } from './approval/approval.ts';
import { createDesk } from './approval/desk.ts';
import { codeInspector } from './approval/inspector.ts';
import { interruptPending } from './approval/interrupt.ts';
import { openActionKey } from './approval/token/action-key.ts';
import { createTokenGate, publishedKey } from './approval/token/token.ts';
import { type Archive, openArchive } from './archive.ts';
import { openCheckpointKey } from './audit/checkpoint-key.ts';
import { startCheckpoints } from './audit/checkpoints.ts';
import { publishersOf } from './audit/publisher.ts';
import { startRetention } from './audit/retention.ts';
import { type Config, storeFile, type TargetConfig } from './config/config.ts';
import { levelOf } from './config/level.ts';
import { systemClock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { openConsole } from './fronts/console/console.ts';
import { createSshFront } from './fronts/ssh/front.ts';
import { defaultLimits, type SshLimits } from './fronts/ssh/limits.ts';
import type { WebLink } from './fronts/web/server/web-front.ts';
import { createHouse } from './house.ts';
import type { Identity } from './identity/identity.ts';
import { createRoster } from './identity/roster.ts';
import { bash } from './language/bash/bash.ts';
import { openPolicies, type Policies, type Reload, type ReloadOptions } from './policies.ts';
import { createRecordings } from './recordings.ts';
import { recoverSessions } from './recovery.ts';
import { createSessionRedactions } from './redaction/levels.ts';
import { createReload, ownersOf } from './reload.ts';
import { openRecordingGate } from './session/gate.ts';
import { createPolicyGates } from './session/policy-gate.ts';
import type { Services } from './session/services.ts';
import { runSession } from './session/session.ts';
import { createChannelSink } from './sinks/channel.ts';
import { createLiveScreens, type ScreenRegistry } from './sinks/live/live-screens.ts';
import { openSqliteStore } from './store/sqlite.ts';
import { lockState } from './store/state-lock.ts';
import type { Store } from './store/store.ts';
import { createTarget } from './targets/registry.ts';
import type { Target } from './targets/target.ts';
import { version } from './version.ts';
import { openWeb } from './web.ts';

export interface Broker {
  /** `127.0.0.1:2222`, as bound. */
  readonly ssh: string;
  /** `ssh-ed25519 AAAA…`, for known_hosts. */
  readonly hostKey: string;
  /** The origin of the page; null where none is served. */
  readonly web: string | null;
  /** Signs this identity in to the page, once; null where no page is served. */
  link(name: string): WebLink | null;
  reload(options: ReloadOptions): Promise<Reload>;
  /** Ends every session with 70, then everything else. */
  close(reason: string): Promise<void>;
}

/** Recovers what a crash left, opens the door. @throws OstiaryError when a part cannot be had; nothing stays open. */
export async function startBroker(config: Config, log: Log): Promise<Broker> {
  mkdirSync(config.state, { recursive: true, mode: 0o700 });
  mkdirSync(config.recordings.dir, { recursive: true, mode: 0o700 });
  const parts = new AsyncDisposableStack();
  try {
    parts.use(lockState(config.state));
    const store = openSqliteStore({ file: storeFile(config), clock: systemClock });
    parts.defer(() => store.close());
    parts.use(startEvidence(config, log, store));
    const archive = parts.use(openArchive(config, store, log));
    const forget = [archive.replays.forget, archive.search.forget];
    const { dir: recordings, retention } = config.recordings;
    parts.use(startRetention({ store, log, clock: systemClock, recordings, retention, forget }));
    const broker = await openBroker(config, log, store, archive);
    return {
      ...broker,
      async close(reason) {
        await broker.close(reason);
        await parts.disposeAsync();
      },
    };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

function startEvidence({ state, audit }: Config, log: Log, store: Store): AsyncDisposable {
  const { every, ...places } = audit.checkpoints;
  const publishers = publishersOf(places);
  return startCheckpoints({ store, key: openCheckpointKey(state), clock: systemClock, log, publishers, every });
}

async function openBroker(config: Config, log: Log, store: Store, archive: Archive): Promise<Broker> {
  const clock = systemClock;
  const targets = new Map(config.targets.map((target) => [target.name, openTarget(target, log)]));
  await recoverSessions({ store, targets, recordings: config.recordings.dir, log });
  await interruptPending(store);
  const key = openActionKey(join(config.state, 'action_ed25519'));
  const data = { version, pid: process.pid, notes: [...config.warnings] };
  await store.append({ type: 'started-broker', data }, publishedKey(key));

  const roster = createRoster(ownersOf(config.identities));
  const policies = openPolicies(config, store, roster.named);
  const redactions = createSessionRedactions(config.redaction);
  const desk = createDesk({ store, clock, log, mask: redactions().text });
  const screens = createLiveScreens();
  const policy = () => policies?.current.digest ?? null;
  const tokens = createTokenGate({ key, store, clock, isLocked: desk.isLocked, policy });
  const shutdown = new AbortController();
  const { signal } = shutdown;
  const shared = { store, targets, log, policies, desk, tokens, screens, redactions, shutdown: signal };
  const services = createServices(config, shared);
  const { house, sessions } = createHouse({
    identities: roster,
    store,
    log,
    desk,
    mask: redactions().text,
    runSession: (client) => runSession(client, services),
    openConsole: (client) => openConsole(client, { desk, screens, clock, log, reload, watched, shutdown: signal, web }),
  });
  const watched = (session: string, by: Identity) => noteWatching(store, session, by);
  const { refused } = house;
  const page = openWeb(config, archive, {
    store,
    desk,
    screens,
    identity: roster.named,
    log,
    refused,
    mask: redactions().text,
  });
  const web = page === null ? null : (by: Identity) => page.link(by, 'asked');
  const front = createSshFront({
    listen: config.listen.ssh,
    hostKeyFile: hostKeyFile(config),
    limits: doorLimits(config),
    house,
    log,
  });
  const reload = createReload({ config, roster, policies, desk, front, page, store });
  const ssh = await front.listen();
  await page?.listen().catch(async (error: unknown) => {
    await front.close();
    throw error;
  });
  return {
    ssh,
    hostKey: front.hostKey,
    web: page?.origin() ?? null,
    link(name) {
      const identity = roster.named(name);
      return page === null || identity === null ? null : page.link(identity, 'start');
    },
    reload,
    async close(reason) {
      // First, so that what is pending reads `interrupted` and not `cancelled`.
      await desk.close();
      shutdown.abort();
      // Clients that do not read their farewell are not waited for.
      await Promise.race([Promise.all(sessions), delay(farewell, undefined, { ref: false })]);
      await Promise.all([front.close(), page?.close()]);
      await store.append({ type: 'stopped-broker', data: { reason } });
    },
  };
}

const farewell = 5000; // ms

const hostKeyFile = (config: Config) => config.hostKeys[0] ?? join(config.state, 'host_ed25519');

function doorLimits({ limits }: Config): SshLimits {
  return {
    ...defaultLimits,
    loginSeconds: limits.preAuth / 1000,
    tries: limits.tries,
    connectionsPerAddress: limits.connectionsPerAddress,
    sessionsPerIdentity: limits.sessionsPerIdentity,
    environmentBytes: limits.environment,
  };
}

async function noteWatching(store: Store, session: string, { name, owner }: Identity): Promise<void> {
  const row = store.session(session);
  if (row === null) return;
  const { identity, target } = row;
  await store.append({ type: 'watched', session, identity, target, data: { by: name, owner, via: 'console' } });
}

function openTarget({ account, ...target }: TargetConfig, log: Log): Target {
  return createTarget({ ...target, user: account.uid === process.getuid?.() ? null : account.name, log });
}

interface Shared {
  readonly desk: Desk;
  readonly tokens: TokenGate;
  readonly screens: ScreenRegistry;
  readonly redactions: ReturnType<typeof createSessionRedactions>;
  readonly policies: Policies | null;
  readonly store: Services['store'];
  readonly targets: Services['targets'];
  readonly log: Log;
  readonly shutdown: AbortSignal;
}

function createServices(config: Config, { policies, screens, redactions, ...shared }: Shared): Services {
  const recordings = createRecordings(config.recordings, shared.store, systemClock);
  return {
    ...shared,
    languages: new Map([[bash.name, bash]]),
    limits: config.limits,
    recordInput: config.recordings.input,
    level: levelOf(config),
    clock: systemClock,
    get policyDigest() {
      return policies?.current.digest ?? null;
    },
    admission: recordings.admission,
    openGate:
      policies === null ? openRecordingGate : createPolicyGates({ policy: () => policies.current, clock: systemClock }),
    openRedaction: (at) => redactions(config.targets.find(({ name }) => name === at?.name)?.redact ?? null),
    openRecording: recordings.open,
    openChannel: createChannelSink,
    openLive: (session, client) => screens.open(session, client.terminal),
    inspector: codeInspector,
  };
}
