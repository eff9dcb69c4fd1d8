// One busy session must not hold up the others: after work that took long, whoever gave it waits for a turn of the
// event loop. Without that a pipe full of secrets, or a long line typed fast, is read on and on.
import { setImmediate as turn } from 'node:timers/promises';

/** ms of work, in one go or in many small ones. */
const long = 10;

/** Does the work; a promise asks to wait before there is more. */
export type InTurn = (work: () => void | Promise<void>) => void | Promise<void>;

export function takeTurns(): InTurn {
  let spent = 0;
  return (work) => {
    const began = performance.now();
    const wait = work();
    spent += performance.now() - began;
    if (spent < long) return wait;
    spent = 0;
    return Promise.all([wait, turn()]).then(() => undefined);
  };
}
