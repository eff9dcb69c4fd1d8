// Selection follows the id. When what was selected is gone, its neighbour is selected.
import { type ConsoleState, visibleCards, visibleSessions } from './state.ts';

export function selectAgain(before: ConsoleState, next: ConsoleState): ConsoleState {
  const ids = (state: ConsoleState) => visibleCards(state).map(({ requests }) => requests);
  const { request, session, rule } = next.selected;
  const selected = {
    request: followGroup(request, before.cards === next.cards ? ids(next) : ids(before), ids(next)),
    session: follow(
      session,
      visibleSessions(before).map(({ id }) => id),
      visibleSessions(next).map(({ id }) => id),
    ),
    rule: follow(
      rule,
      before.rules.map(({ id }) => id),
      next.rules.map(({ id }) => id),
    ),
  };
  const same = selected.request === request && selected.session === session && selected.rule === rule;
  return same ? next : { ...next, selected };
}

function follow(id: string | null, before: readonly string[], next: readonly string[]): string | null {
  if (id !== null && next.includes(id)) return id;
  const place = id === null ? 0 : Math.max(0, before.indexOf(id));
  return next[Math.min(place, next.length - 1)] ?? null;
}

/** A card stands for several requests: while one of the old group is left, it is the same card. */
function followGroup(
  id: string | null,
  before: readonly (readonly string[])[],
  next: readonly (readonly string[])[],
): string | null {
  if (id !== null && next.some((group) => group.includes(id))) return id;
  const old = id === null ? undefined : before.find((group) => group.includes(id));
  const kept = old?.find((member) => next.some((group) => group.includes(member)));
  if (kept !== undefined) return kept;
  const place = old === undefined ? 0 : before.indexOf(old);
  return next[Math.min(place, next.length - 1)]?.[0] ?? null;
}

/** The id so many places further down. */
export function step(id: string | null, ids: readonly string[], by: number): string | null {
  const place = id === null ? 0 : ids.indexOf(id) + by;
  return ids[Math.max(0, Math.min(ids.length - 1, place))] ?? null;
}
