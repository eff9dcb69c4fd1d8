// Tells the fronts what changed. A listener that fails never harms a request; lists that change often are told of once
// per turn.
import type { Identity } from '../identity/identity.ts';
import type { Notice } from './approval.ts';
import { maySee } from './permission.ts';

type Listener = (notice: Notice) => void;
type ListName = 'locks' | 'rules' | 'sessions';

export interface Notices {
  tell(notice: Notice): void;
  /** The list changed. */
  touch(list: ListName): void;
  subscribe(viewer: Identity, listener: Listener): () => void;
}

export function createNotices(failed: (error: unknown) => void): Notices {
  const subscribers = new Set<{ readonly viewer: Identity; readonly listener: Listener }>();
  const touched = new Set<ListName>();

  function tell(notice: Notice) {
    for (const { viewer, listener } of [...subscribers]) {
      if (!concerns(viewer, notice)) continue;
      try {
        listener(notice);
      } catch (error) {
        failed(error);
      }
    }
  }

  return {
    tell,
    touch(list) {
      if (subscribers.size === 0 || touched.has(list)) return;
      touched.add(list);
      if (touched.size > 1) return;
      setImmediate(() => {
        const lists = [...touched];
        touched.clear();
        for (const kind of lists) tell({ kind });
      });
    },
    subscribe(viewer, listener) {
      const subscriber = { viewer, listener };
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
  };
}

function concerns(viewer: Identity, notice: Notice): boolean {
  if ('card' in notice) return maySee(viewer, notice.card.target.name);
  return 'target' in notice ? maySee(viewer, notice.target) : viewer.kind !== 'agent';
}
