// The house behind the door: knows who lives there, and sends every accepted client where its login name says.
import type { Desk } from './approval/approval.ts';
import type { Log } from './core/log.ts';
import { type Client, consoleLogin, type House } from './fronts/front.ts';
import type { IdentityProvider } from './identity/identity.ts';
import type { Store } from './store/store.ts';

export interface HouseParts {
  readonly identities: IdentityProvider;
  readonly store: Store;
  readonly log: Log;
  readonly desk: Desk;
  /** A login name may be a secret typed in the wrong place. */
  mask(text: string): string;
  runSession(client: Client): Promise<void>;
  openConsole(client: Client): Promise<void>;
}

/** `sessions` are the clients inside; empty when all have left. */
export function createHouse({ identities, store, log, desk, mask, runSession, openConsole }: HouseParts) {
  const sessions = new Set<Promise<void>>();
  const house: House = {
    identities,
    enter(client) {
      const inside = client.target === consoleLogin ? openConsole(client) : runSession(client);
      const session = inside.finally(() => sessions.delete(session));
      sessions.add(session);
      return session;
    },
    disconnected(connection) {
      desk.disconnected(connection).catch((error: unknown) => log.error({ err: error }, 'a run could not be ended'));
    },
    refused({ identity, login, ...rest }) {
      const data = { ...rest, ...(login === undefined ? {} : { login: mask(login) }) };
      const event = { type: 'refused', data, ...(identity === undefined ? {} : { identity }) } as const;
      store.append(event).catch((error: unknown) => log.error({ err: error }, 'a refusal could not be logged'));
    },
  };
  return { house, sessions };
}
