// The part of a long list that is on the screen.

/** First item to show so that the selected one is seen, about in the middle. */
export function firstSeen(selected: number, count: number, room: number): number {
  return Math.max(0, Math.min(selected - Math.floor(room / 2), count - room));
}
