// What SIGHUP and `reload` do: config and policy are read again, each by itself; a bad file changes nothing of its own.
import type { Desk } from './approval/approval.ts';
import type { Config, IdentityConfig } from './config/config.ts';
import { loadConfig } from './config/load.ts';
import { sentenceOf } from './core/errors.ts';
import type { SshFront } from './fronts/ssh/front.ts';
import type { WebFront } from './fronts/web/server/web-front.ts';
import type { Replacement, Roster } from './identity/roster.ts';
import type { KeyOwner } from './identity/static-keys.ts';
import type { Policies, Reload, ReloadOptions } from './policies.ts';
import type { Store } from './store/store.ts';

export interface ReloadParts {
  /** As read at the start. */
  readonly config: Config;
  readonly roster: Roster;
  /** Null where nothing is judged. */
  readonly policies: Policies | null;
  readonly desk: Desk;
  readonly front: Pick<SshFront, 'dismiss'>;
  /** Null where no page is served. */
  readonly page: Pick<WebFront, 'dismiss'> | null;
  readonly store: Store;
}

export function createReload(parts: ReloadParts): (options: ReloadOptions) => Promise<Reload> {
  const { policies, desk, store } = parts;
  return async (options) => {
    const identities = await reloadIdentities(parts);
    const policy = policies?.reload(options) ?? { swapped: true, lines: [] };
    if (policies !== null && policy.swapped) await desk.rejudge();
    const swapped = identities.swapped && policy.swapped;
    const lines = [...identities.lines, ...policy.lines];
    const data = { swapped, policy: policies?.current.digest ?? null, lines: lines.slice(-100) };
    await store.append({ type: 'reloaded', data });
    return { swapped, lines };
  };
}

async function reloadIdentities({ config, roster, desk, front, page }: ReloadParts): Promise<Reload> {
  let next: Config;
  let replacement: Replacement;
  try {
    next = loadConfig(config.file);
    replacement = roster.replace(ownersOf(next.identities));
  } catch (error) {
    return { swapped: false, lines: [`the identities before still hold: ${sentenceOf(error)}`] };
  }
  const { lines, losers, whyGone } = replacement;
  front.dismiss(whyGone);
  for (const name of losers) page?.dismiss(name, 'the identity was removed or changed');
  await desk.dismiss(whyGone);
  return { swapped: true, lines: [...next.warnings, ...lines, ...unread(config, next)] };
}

/** With their keys, as the roster takes them. */
export const ownersOf = (identities: readonly IdentityConfig[]): KeyOwner[] =>
  identities.map((identity) => ({ identity, keys: identity.keys }));

/** A line about what changed in the file and is read at the start only. */
function unread(before: Config, after: Config): readonly string[] {
  const own: readonly (keyof Config)[] = ['identities', 'warnings'];
  const names = (Object.keys(after) as (keyof Config)[]).filter(
    (name) => !own.includes(name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return names.length === 0 ? [] : [`read at the start only, so not yet in force: ${names.join(', ')}`];
}
