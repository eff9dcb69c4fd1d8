// Who lives here: the identities in force, replaced as a whole. Whoever lost something is named, with the reason.
import { type Identity, type IdentityProvider, isGranted, type WhyGone } from './identity.ts';
import { createStaticKeys, type KeyOwner } from './static-keys.ts';

export interface Replacement {
  /** A line for every identity that is not what it was. */
  readonly lines: readonly string[];
  /** Identities that lost anything. */
  readonly losers: readonly string[];
  readonly whyGone: WhyGone;
}

export interface Roster extends IdentityProvider {
  named(name: string): Identity | null;
  /** @throws OstiaryError KEY_INVALID, KEY_SHARED; then the ones before stay. */
  replace(owners: readonly KeyOwner[]): Replacement;
}

/** @throws OstiaryError KEY_INVALID, KEY_SHARED. */
export function createRoster(first: readonly KeyOwner[]): Roster {
  let current = takeIn(first);
  return {
    find: (keyBlob) => current.keys.find(keyBlob),
    named: (name) => current.named(name),
    replace(owners) {
      const before = current;
      current = takeIn(owners);
      return compare(before, current);
    },
  };
}

type Residents = ReturnType<typeof takeIn>;

function takeIn(owners: readonly KeyOwner[]) {
  const identities = new Map(owners.map(({ identity }) => [identity.name, identity]));
  return { identities, keys: createStaticKeys(owners), named: (name: string) => identities.get(name) ?? null };
}

function compare(before: Residents, after: Residents): Replacement {
  const changes = new Map<string, readonly string[]>();
  for (const name of new Set([...before.identities.keys(), ...after.identities.keys()])) {
    const changed = changesOf(name, before, after);
    if (changed.length > 0) changes.set(name, changed);
  }
  const whyGone: WhyGone = ({ name, fingerprint, target }) => {
    const [was, is] = [before.named(name), after.named(name)];
    if (was === null) return null;
    if (is === null) return 'the identity was removed';
    if (traits.some((trait) => differs(was[trait], is[trait]))) return 'the identity was changed';
    // Whoever gave something that lasts may have come with any of their keys.
    const left = after.keys.fingerprints(name);
    const keys = fingerprint === null ? [...before.keys.fingerprints(name)] : [fingerprint];
    if (keys.some((key) => !left.has(key))) return 'the key was removed';
    const lost = target === null ? was.targets.some((one) => !is.targets.includes(one)) : !isGranted(is, target);
    return lost ? 'the grant was taken away' : null;
  };
  return {
    lines: [...changes].map(([name, changed]) => `identity ${name}: ${changed.join(', ')}`),
    losers: [...changes.keys()].filter((name) => whyGone({ name, fingerprint: null, target: null }) !== null),
    whyGone,
  };
}

/** What makes somebody another than they were. */
const traits = ['kind', 'owner', 'roles', 'groups', 'attended'] as const;

function changesOf(name: string, before: Residents, after: Residents): readonly string[] {
  const [was, is] = [before.named(name), after.named(name)];
  if (was === null || is === null) return [is === null ? 'removed' : 'new'];
  const changed = [...traits, 'targets' as const].filter((trait) => differs(was[trait], is[trait]));
  const keys = differs([...before.keys.fingerprints(name)].sort(), [...after.keys.fingerprints(name)].sort());
  const words = [...changed, ...(keys ? ['keys'] : [])];
  return words.length === 0 ? [] : [`other ${words.join(', ')}`];
}

const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
