// What a pack is: run patterns with the derived effects each covers, and lists for the other keys of a rule. A pack
// refuses to load unless its own examples hold.
import { compileRunPattern, fitRun, runPatternFault } from '../run-pattern.ts';

/** Which effects of a run an entry covers beside the run itself; a kind that is not named is not covered. */
export interface Covered {
  /** Path globs; `**` is any path, also an unknown one. Deny and ask rules are compared all the same. */
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  readonly deletes?: readonly string[];
  readonly defines?: readonly string[];
  /** Host globs; `**` is any host, also an unknown one. */
  readonly net?: readonly string[];
  readonly sets?: readonly string[];
}

export interface PackEntry extends Covered {
  readonly run: readonly string[];
  /** `name/group` picks the entries of one group. */
  readonly group?: string;
}

export interface Pack {
  /** With its version: `readonly@1`. What a version means never changes. */
  readonly name: string;
  readonly summary: string;
  readonly entries: readonly PackEntry[];
  /** Lists used at `reads`, `writes`, `deletes`, `defines` alike. */
  readonly paths?: readonly string[];
  /** Lists used at `sets`. */
  readonly variables?: readonly string[];
  readonly examples: { readonly covers: readonly string[]; readonly ignores: readonly string[] };
}

/** @throws Error when an example does not hold: a broken pack never reaches a policy. */
export function definePack(pack: Pack): Pack {
  for (const source of pack.entries.flatMap((entry) => entry.run)) {
    const fault = runPatternFault(source);
    if (fault) throw new Error(`builtin:${pack.name}: the pattern ${source} ${fault}`);
  }
  const patterns = pack.entries.flatMap((entry) => entry.run.map(compileRunPattern));
  const isCovered = (line: string) => patterns.some((pattern) => fitRun(pattern, line.split(' ')) === 'yes');
  for (const line of pack.examples.covers) {
    if (!isCovered(line)) throw new Error(`builtin:${pack.name} shall cover: ${line}`);
  }
  for (const line of pack.examples.ignores) {
    if (isCovered(line)) throw new Error(`builtin:${pack.name} shall not cover: ${line}`);
  }
  return pack;
}
