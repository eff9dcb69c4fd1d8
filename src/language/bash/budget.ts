// Bounds on what one statement may cost to read: counted in steps, never in time, so the same text has the same verdict.

/** UTF-8 bytes of one statement. */
export const longestStatement = 32 * 1024;
/** Substitutions, shells, functions inside each other. */
export const deepestNesting = 24;
/** Words one brace expression may make before it counts as unknown. */
export const mostBraceWords = 64;
/** Values of a `for` list that are followed one by one. */
export const mostLoopValues = 16;
/** Elements of an array that are followed. */
export const mostElements = 256;
/** Characters of a value that are read or made for one step. */
export const charactersPerStep = 64;

const mostSteps = 40_000;

export class Budget {
  spent = 0;
  #depth = 0;

  /** Takes `cost` steps; false when there is nothing left. */
  spend(cost = 1): boolean {
    this.spent += cost;
    return this.spent <= mostSteps;
  }

  /** Goes one level down; false when that is too deep, then there is nothing to leave. */
  enter(): boolean {
    if (this.#depth >= deepestNesting) return false;
    this.#depth++;
    return true;
  }

  leave(): void {
    this.#depth--;
  }
}
