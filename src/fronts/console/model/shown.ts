// Which card is under the operator's eyes, since when, and how much of it was seen.
import { cardRows } from '../card/card-rows.ts';
import { layOut } from '../screen/layout.ts';
import { dialogRowCount } from './dialog-size.ts';
import { type ConsoleState, isTooSmall, selectedCard } from './state.ts';

/** A card that is newly on the screen, or changed there, counts as seen from now on. @param now µs */
export function followCard(state: ConsoleState, now: number): ConsoleState {
  const covered =
    state.tab !== 'requests' || state.watching !== null || state.dialog?.kind === 'help' || isTooSmall(state);
  const card = covered ? null : selectedCard(state);
  if (card === null) return state.shown === null ? state : { ...state, shown: null, scroll: 0, readAll: false };

  const { shown } = state;
  const { request, digest, requests } = card;
  const same = shown !== null && shown.digest === digest && shown.requests.join() === requests.join();
  const room = layOut(state.size, dialogRowCount(state)).card;
  const { rows, binding } = cardRows(card, room.cols);
  const scroll = same ? Math.max(0, Math.min(state.scroll, rows.length - room.rows)) : 0;
  return {
    ...state,
    scroll,
    readAll: scroll + room.rows >= binding || (same && state.readAll),
    shown: same ? shown : { request, digest, requests, since: now },
  };
}
