// What agents really ran, as samples for the comparison of two policies.
import type { Config } from './config/config.ts';
import type { Identity } from './identity/identity.ts';
import type { Sample } from './policy/diff.ts';
import type { StoreReader } from './store/store.ts';

/** Every stored statement, each in the folder it ran in, where that is known, as the first of a fresh session. */
export function* storedSamples(
  store: StoreReader,
  targets: Config['targets'],
  identity: (name: string) => Identity | null,
): Generator<Sample> {
  for (const session of store.sessions()) {
    const target = targets.find(({ name }) => name === session.target);
    const agent = identity(session.identity);
    if (!target || !agent) continue;
    const { workspace, account, kind, labels, sharedUser } = target;
    const place = { workspace, home: account.home, user: account.name };
    const who = {
      agent: { name: agent.name, roles: agent.roles, attended: agent.attended },
      target: { name: target.name, kind, labels, sharedUser },
    };
    const folders = new Map<string | undefined, string>();
    for (const { type, request, data } of store.events(session.id)) {
      if (type === 'started') folders.set(request, data.cwd);
    }
    for (const { request, text } of store.statements(session.id)) {
      const cwd = folders.get(request) ?? workspace;
      yield { line: text, source: session.id, circumstances: { ...place, ...who, cwd } };
    }
  }
}
