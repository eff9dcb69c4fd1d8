// Whether somebody sits in front of the page: it looks for news by itself, and that must not keep them signed in.

/** ms without a key, a button or a wheel. */
const away = 60_000;

let last = performance.now();
for (const name of ['keydown', 'pointerdown', 'wheel']) {
  globalThis.addEventListener?.(name, () => (last = performance.now()), { capture: true, passive: true });
}

export function isAttended(): boolean {
  return performance.now() - last < away;
}
