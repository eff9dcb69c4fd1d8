// What all worker threads of the broker share: where their files are, and that sessions go first.
import { setPriority } from 'node:os';
import { extname } from 'node:path';

/**
 * The file of a worker that stands beside a module; the same from sources and from dist/.
 * @param module its `import.meta.url` @param name without the extension
 */
export function workerBeside(module: string, name: string): URL {
  return new URL(`./${name}${extname(module)}`, module);
}

/** Called by the worker itself: Linux gives each thread its own priority, and 0 means the calling one. */
export function giveWay(): void {
  setPriority(0, 10);
}

/** ms for one recording: output that is made to be slow shall not hold up the others for ever. */
export const longestWork = 15 * 60_000;
