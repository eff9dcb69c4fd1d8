// What is looked at through the page, as audit events; each is durable before the answer leaves.
import type { Identity } from '../../../identity/identity.ts';
import type { AuditEvent } from '../../../store/events.ts';
import type { SessionRow } from '../../../store/store.ts';
import type { WebParts } from './parts.ts';
import type { SignIn } from './sign-ins.ts';

export interface Access {
  signedIn(by: Identity, address: string): Promise<void>;
  signedOut(signIn: SignIn, why: string): Promise<void>;
  watched(by: Identity, session: SessionRow): Promise<void>;
  replayed(by: Identity, session: SessionRow): Promise<void>;
  exported(by: Identity, session: SessionRow): Promise<void>;
  searched(by: Identity, query: string): Promise<void>;
  verified(by: Identity, session: SessionRow, sound: boolean): Promise<void>;
}

type Person = Pick<Identity, 'name' | 'owner'>;

export function createAccess({ store, mask }: Pick<WebParts, 'store' | 'mask'>): Access {
  const note = async (event: AuditEvent) => void (await store.append(event));
  const who = ({ name, owner }: Person) => ({ by: name, owner, via: 'web' });
  const where = ({ id, identity, target }: SessionRow) => ({ session: id, identity, target });

  return {
    signedIn: (by, address) => note({ type: 'signed-in', identity: by.name, data: { ...who(by), address } }),
    signedOut: (signIn, why) => note({ type: 'signed-out', identity: signIn.name, data: { ...who(signIn), why } }),
    watched: (by, session) => note({ type: 'watched', ...where(session), data: who(by) }),
    replayed: (by, session) => note({ type: 'replayed', ...where(session), data: who(by) }),
    exported: (by, session) =>
      note({ type: 'exported', ...where(session), data: { ...who(by), what: 'the recording' } }),
    searched: (by, query) =>
      note({ type: 'searched', identity: by.name, data: { ...who(by), query: mask(query).toWellFormed() } }),
    verified: (by, session, sound) => note({ type: 'verified', ...where(session), data: { ...who(by), sound } }),
  };
}
