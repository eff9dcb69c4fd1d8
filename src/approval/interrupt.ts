// After a crash: what a person was asked about and nobody settled is marked. It never runs.
import type { Store } from '../store/store.ts';

/** Returns how many requests were pending. */
export async function interruptPending(store: Pick<Store, 'append' | 'pendingRequests'>): Promise<number> {
  const rows = store.pendingRequests();
  for (const { request, session, identity, target } of rows) {
    const data = { reason: 'the broker was gone before anybody decided' };
    await store.append({ type: 'interrupted', request, session, identity, target, data });
  }
  return rows.length;
}
