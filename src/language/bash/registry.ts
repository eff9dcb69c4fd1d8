// Everything the analyser knows by name, one readable line each. A new tool is one file and one line here.
import { changingBuiltins } from './builtins/changing.ts';
import { controlBuiltins } from './builtins/control.ts';
import { folderBuiltins } from './builtins/folders.ts';
import { inputBuiltins } from './builtins/input.ts';
import { printingBuiltins } from './builtins/printing.ts';
import { runningBuiltins } from './builtins/running.ts';
import { variableBuiltins } from './builtins/variables.ts';
import type { Entry } from './entry.ts';
import { obeyedMatcher } from './obeyed.ts';
import { prove } from './prove.ts';
import { tools } from './tools/tools.ts';
import { prefixWrappers } from './wrappers/prefix.ts';
import { shellWrappers } from './wrappers/shells.ts';

export const entries: readonly Entry[] = [
  ...folderBuiltins,
  ...variableBuiltins,
  ...controlBuiltins,
  ...runningBuiltins,
  ...changingBuiltins,
  ...inputBuiltins,
  ...printingBuiltins,
  ...prefixWrappers,
  ...shellWrappers,
  ...tools,
];

const byName = new Map<string, Entry>();
for (const entry of entries) {
  for (const name of entry.names) {
    if (byName.has(name)) throw new Error(`two entries for ${name}`);
    byName.set(name, entry);
  }
}

export const lookup = (name: string): Entry | undefined => byName.get(name);

export const obeyed = obeyedMatcher(entries.flatMap(({ obeys }) => obeys ?? []));

/** @throws Error naming the first example that does not hold */
export function proveExamples(): void {
  for (const entry of entries) prove(entry, lookup, obeyed);
}
