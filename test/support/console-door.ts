// The console behind a real SSH door, with a fake desk: an operator, an auditor and an agent have a key each.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import { openConsole } from '../../src/fronts/console/console.ts';
import type { ConsoleParts } from '../../src/fronts/console/parts.ts';
import { createSshFront } from '../../src/fronts/ssh/front.ts';
import { defaultLimits } from '../../src/fronts/ssh/limits.ts';
import type { Identity, IdentityKind } from '../../src/identity/identity.ts';
import { createStaticKeys } from '../../src/identity/static-keys.ts';
import { createLiveScreens, type ScreenRegistry } from '../../src/sinks/live/live-screens.ts';
import { createFakeDesk, type FakeDesk } from './fake-desk.ts';
import { type SshCall, sshKeyPair } from './ssh-client.ts';

export interface ConsoleDoor extends AsyncDisposable {
  readonly desk: FakeDesk;
  readonly screens: ScreenRegistry;
  /** Sessions that somebody began to watch. */
  readonly watched: string[];
  as(kind: IdentityKind): Pick<SshCall, 'port' | 'key' | 'login'>;
  shutDown(): void;
}

export const person = (kind: IdentityKind, name: string = kind): Identity => ({
  kind,
  name,
  owner: name,
  roles: [],
  groups: [],
  targets: ['*'],
  attended: true,
});

export async function openConsoleDoor(): Promise<ConsoleDoor> {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-console-'));
  const keys = {
    agent: sshKeyPair(folder, 'agent'),
    operator: sshKeyPair(folder, 'operator'),
    auditor: sshKeyPair(folder, 'auditor'),
  };
  const desk = createFakeDesk();
  const screens = createLiveScreens();
  const watched: string[] = [];
  const shutdown = new AbortController();
  const parts = makeParts({ desk, screens, shutdown: shutdown.signal, watched: async (id) => void watched.push(id) });
  const front = createSshFront({
    listen: { host: '127.0.0.1', port: 0 },
    hostKeyFile: join(folder, 'host_key'),
    limits: { ...defaultLimits, connectionsPerAddress: 1000 },
    house: {
      identities: createStaticKeys(
        Object.entries(keys).map(([kind, key]) => ({ identity: person(kind as IdentityKind), keys: [key.publicKey] })),
      ),
      enter: (client) => openConsole(client, parts),
      disconnected: () => {},
      refused: () => {},
    },
    log: parts.log,
  });
  const port = Number((await front.listen()).split(':').at(-1));
  return {
    desk,
    screens,
    watched,
    as: (kind) => ({ port, key: keys[kind], login: 'console' }),
    shutDown: () => shutdown.abort(),
    async [Symbol.asyncDispose]() {
      shutdown.abort();
      await front.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function makeParts(change: Partial<ConsoleParts> & Pick<ConsoleParts, 'desk'>): ConsoleParts {
  return {
    screens: createLiveScreens(),
    clock: systemClock,
    web: null,
    log: createLog(process.env.OSTIARY_LOG ?? 'silent'),
    reload: async () => ({ swapped: true, lines: ['nothing changed'] }),
    watched: async () => {},
    shutdown: new AbortController().signal,
    ...change,
  };
}
