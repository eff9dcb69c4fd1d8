// Who may look, and who may decide. A person who may not even look learns nothing, not even that there is something.
import { type Identity, isGranted } from '../identity/identity.ts';
import type { Ask, LockScope } from './approval.ts';

export function maySee(viewer: Identity, target: string): boolean {
  return viewer.kind !== 'agent' && isGranted(viewer, target);
}

/** A sentence why this person may not act, or null. */
export function whyNotOperator({ kind }: Identity): string | null {
  if (kind === 'operator') return null;
  return kind === 'auditor' ? 'auditors look and never decide' : 'agents do not decide';
}

/** A sentence why this person may not decide this request, or null. */
export function whyNotDecide(by: Identity, { agent, approvers }: Pick<Ask, 'agent' | 'approvers'>): string | null {
  const kind = whyNotOperator(by);
  if (kind !== null) return kind;
  for (const { groups, roles, notSelf } of approvers) {
    if (groups !== undefined && !groups.some((group) => by.groups.includes(group))) {
      return `only ${groups.join(' or ')} may decide this`;
    }
    if (roles !== undefined && !roles.some((role) => by.roles.includes(role))) {
      return `only the role ${roles.join(' or ')} may decide this`;
    }
    // Persons are compared, not identities: a second account of the same person is no second pair of eyes.
    if (notSelf === true && by.owner === agent.owner) {
      return `${by.owner} is the person behind ${agent.name}: somebody else has to decide this`;
    }
  }
  return null;
}

/** Any operator may stop things; what reaches beyond one's own targets may only be reopened by who has them all. */
export function whyNotLock(by: Identity, scope: LockScope, what: 'lock' | 'unlock'): string | null {
  const kind = whyNotOperator(by);
  if (kind !== null) return kind;
  if (scope.kind === 'target') return isGranted(by, scope.name) ? null : 'this target is not granted to you';
  if (what === 'lock' || by.targets.includes('*')) return null;
  return 'only an operator of all targets may unlock this';
}
