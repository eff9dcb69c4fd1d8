// A scrolling list of equal rows: draws those that are seen, and moves the focus with j, k and the arrows.
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { usePageKeys } from './keys.ts';
import { type RowWindow, rowWindow, scrollToRow, stepRow } from './rows.ts';

export interface Rows extends RowWindow {
  readonly box: RefObject<HTMLDivElement | null>;
  /** Pixels of what is left out above and below. */
  readonly above: number;
  readonly below: number;
  scrollTo(row: number): void;
}

/** Rows carry `data-row={n}` on what takes the focus. @param rowHeight, head pixels; `head` sticks to the top */
export function useRows(count: number, rowHeight: number, head = 0): Rows {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 900 });
  const wanted = useRef<number | null>(null);

  const look = useEffectEvent(() => {
    const { scrollTop: top = 0, clientHeight: height = 0 } = box.current ?? {};
    if (top !== view.top || height !== view.height) setView({ top, height });
  });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => look());
    watch.observe(element);
    const scrolled = () => look();
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener('scroll', scrolled);
    };
  }, []);

  function scrollTo(row: number) {
    const element = box.current;
    if (element === null) return;
    element.scrollTop = scrollToRow(row, element.scrollTop, element.clientHeight, rowHeight, head);
    setView({ top: element.scrollTop, height: element.clientHeight });
  }

  const move = (by: number) => () => {
    const focused = box.current?.contains(document.activeElement) ? document.activeElement : null;
    const at = Number((focused as HTMLElement | null)?.dataset.row ?? Number.NaN);
    const row = stepRow(Number.isNaN(at) ? null : at, by, count);
    wanted.current = row;
    scrollTo(row);
  };
  usePageKeys({ j: move(1), k: move(-1), ArrowDown: move(1), ArrowUp: move(-1) });
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    row?.focus({ preventScroll: true });
    wanted.current = null;
  });

  const { from, to } = rowWindow(view.top, view.height, rowHeight, count);
  return { box, from, to, above: from * rowHeight, below: (count - to) * rowHeight, scrollTo };
}
