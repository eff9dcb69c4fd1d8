// The locks in force: an agent, a target, everything. Looked at by every statement, so kept in memory; the log brings
// them back after a restart.
import type { LockRow } from '../store/store.ts';
import type { Lock, LockScope } from './approval.ts';

export interface Locks {
  /** The first that holds for this agent on this target. */
  find(agent: string, target: string): Lock | null;
  has(scope: LockScope): boolean;
  add(lock: Lock): void;
  remove(scope: LockScope): void;
  list(): readonly Lock[];
}

export function createLocks(rows: readonly LockRow[]): Locks {
  const locks = new Map<string, Lock>();
  const add = (lock: Lock) => void locks.set(keyOf(lock.scope), lock);
  for (const row of rows) add(toLock(row));

  return {
    find(agent, target) {
      if (locks.size === 0) return null;
      const scopes: LockScope[] = [
        { kind: 'everything' },
        { kind: 'target', name: target },
        { kind: 'agent', name: agent },
      ];
      return scopes.map((scope) => locks.get(keyOf(scope))).find((lock) => lock !== undefined) ?? null;
    },
    has: (scope) => locks.has(keyOf(scope)),
    add,
    remove: (scope) => void locks.delete(keyOf(scope)),
    list: () => [...locks.values()],
  };
}

export function reaches(scope: LockScope, agent: string, target: string): boolean {
  if (scope.kind === 'everything') return true;
  return scope.name === (scope.kind === 'agent' ? agent : target);
}

/** As events say it. */
export function scopeData(scope: LockScope) {
  return { scope: scope.kind, name: scope.kind === 'everything' ? null : scope.name };
}

const keyOf = (scope: LockScope) => (scope.kind === 'everything' ? scope.kind : `${scope.kind} ${scope.name}`);

function toLock({ scope, name, by, note, since }: LockRow): Lock {
  return { scope: scope === 'everything' ? { kind: scope } : { kind: scope, name }, by, note, since };
}
