// The shape of everything the analyser knows by name: tools, wrappers, builtins. An entry is data and a small function,
// with examples it must keep.
import type { Call } from './call.ts';
import { type Arguments, type OptionTable, optionTable } from './options.ts';

/** A line and the effects that derive from it, one text each as `describe` writes them (in the folder `/w`, home `/h`);
 * the line's own run is left out. */
export type Example = readonly [line: string, ...effects: string[]];

/** What the plain operands are: files that are read, written or deleted, or words without effect. */
type Operands = 'read' | 'write' | 'delete' | 'none';

export interface Definition {
  readonly names: readonly string[];
  /** See options.ts; without it the function reads `call.args` itself. */
  readonly options?: string;
  readonly operands?: Operands;
  /** Files the tool executes or obeys: `.name` anywhere, `dir/name` the end of a path, `~/…` below home. */
  readonly obeys?: readonly string[];
  /** A builtin that is no program: it has no run effect of its own. */
  readonly silent?: boolean;
  readonly effects?: (call: Call, given: Arguments) => void;
  readonly examples: readonly Example[];
}

export interface Entry extends Omit<Definition, 'options'> {
  readonly table: OptionTable | null;
}

export function tool(definition: Definition): Entry {
  const { options, ...rest } = definition;
  return { ...rest, table: options === undefined ? null : optionTable(options) };
}

/** Several names that behave alike, told by their tables: one entry each. */
export const silentBuiltin = (definition: Definition): Entry => tool({ ...definition, silent: true });
