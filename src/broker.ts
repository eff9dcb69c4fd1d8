// The composition root: makes every part from the config, joins them, and takes them apart again in order.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Config, storeFile, type TargetConfig } from './config/config.ts';
import { levelOf } from './config/level.ts';
import { systemClock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import type { House } from './fronts/front.ts';
import { createSshFront } from './fronts/ssh/front.ts';
import { defaultLimits, type SshLimits } from './fronts/ssh/limits.ts';
import { createStaticKeys } from './identity/static-keys.ts';
import { bash } from './language/bash/bash.ts';
import { openPolicies, type Policies, type Reload } from './policies.ts';
import { createRecordings } from './recordings.ts';
import { recoverSessions } from './recovery.ts';
import { openStage } from './redaction/stage.ts';
import { openRecordingGate } from './session/gate.ts';
import { createPolicyGates } from './session/policy-gate.ts';
import type { Services } from './session/services.ts';
import { runSession } from './session/session.ts';
import { createChannelSink } from './sinks/channel.ts';
import { openSqliteStore } from './store/sqlite.ts';
import { lockState } from './store/state-lock.ts';
import type { Store } from './store/store.ts';
import { createTarget } from './targets/registry.ts';
import type { Target } from './targets/target.ts';
import { version } from './version.ts';

export interface Broker {
  /** `127.0.0.1:2222`, as bound. */
  readonly ssh: string;
  /** `ssh-ed25519 AAAA…`, for known_hosts. */
  readonly hostKey: string;
  /** Reads the policy again; null where nothing is judged. */
  reload(options: { readonly acceptLooser: boolean }): Promise<Reload | null>;
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
    const broker = await openBroker(config, log, store);
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

async function openBroker(config: Config, log: Log, store: Store): Promise<Broker> {
  const targets = new Map(config.targets.map((target) => [target.name, openTarget(target, log)]));
  await recoverSessions({ store, targets, recordings: config.recordings.dir, log });
  await store.append({ type: 'started-broker', data: { version, pid: process.pid, notes: [...config.warnings] } });

  const policies = openPolicies(config, store);
  const shutdown = new AbortController();
  const services = createServices(config, { store, targets, log, policies, shutdown: shutdown.signal });
  const sessions = new Set<Promise<void>>();
  const house: House = {
    identities: createStaticKeys(config.identities.map((identity) => ({ identity, keys: identity.keys }))),
    enter(client) {
      const session = runSession(client, services).finally(() => sessions.delete(session));
      sessions.add(session);
      return session;
    },
    refused({ identity, ...data }) {
      const event = { type: 'refused', data, ...(identity === undefined ? {} : { identity }) } as const;
      store.append(event).catch((error: unknown) => log.error({ err: error }, 'a refusal could not be logged'));
    },
  };
  const front = createSshFront({
    listen: config.listen.ssh,
    hostKeyFile: hostKeyFile(config),
    limits: doorLimits(config),
    house,
    log,
  });
  const ssh = await front.listen();
  return {
    ssh,
    hostKey: front.hostKey,
    async reload(options) {
      const reload = policies?.reload(options) ?? null;
      if (policies === null || reload === null) return null;
      const { swapped, lines } = reload;
      await store.append({
        type: 'reloaded',
        data: { swapped, policy: policies.current.digest, lines: lines.slice(-100) },
      });
      return reload;
    },
    async close(reason) {
      shutdown.abort();
      // Clients that do not read their farewell are not waited for.
      await Promise.race([Promise.all(sessions), delay(farewell, undefined, { ref: false })]);
      await front.close();
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

function openTarget({ account, ...target }: TargetConfig, log: Log): Target {
  return createTarget({ ...target, user: account.uid === process.getuid?.() ? null : account.name, log });
}

interface Shared {
  readonly policies: Policies | null;
  readonly store: Services['store'];
  readonly targets: Services['targets'];
  readonly log: Log;
  readonly shutdown: AbortSignal;
}

function createServices(config: Config, { policies, ...shared }: Shared): Services {
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
    openStage: () => openStage,
    openRecording: recordings.open,
    openChannel: createChannelSink,
  };
}
