// What is known of the shell at one point of a statement: variables, functions, working directory. A fork is a layer
// over its parent, so a subshell or a branch costs what it changes.
import type { Function as FunctionNode } from 'unbash';
import { join, number, sameAs, unknown, type Value } from './value.ts';

/** An array keeps its elements; null elements are not known. */
export interface ArrayOf {
  readonly elements: readonly Value[] | null;
  /** Declared with -A: subscripts are text, not arithmetic. */
  readonly keyed?: boolean;
}
export type Variable = Value | ArrayOf;

export interface Defined {
  readonly node: FunctionNode;
  /** The text its positions are in belongs to another statement or to a string. */
  readonly foreign: boolean;
}

/** A name that was defined on some ways through the statement and not on others. */
export const uncertain = Symbol('uncertain');

export const isArray = (variable: Variable | undefined): variable is ArrayOf =>
  typeof variable === 'object' && 'elements' in variable;

/** A loop or a function body that can be left in the middle: how things stood each time it was. */
export interface Frame {
  readonly entry: State;
  readonly jumps: State[];
  readonly outer: Frame | null;
}

const mostPlaces = 4;

export class State {
  readonly #parent: State | null;
  readonly #variables = new Map<string, Variable>();
  readonly #functions = new Map<string, Defined | typeof uncertain | null>();
  /** Every folder the shell may be in; null when it may be anywhere. */
  cwds: readonly string[] | null;
  /** `$1 $2 …`; null when not known. */
  positional: readonly Value[] | null;
  /** IFS may differ from blank, tab, newline. */
  splitsOddly: boolean;
  /** A pattern that matches nothing is no word at all (nullglob). */
  dropsPatterns: boolean;
  /** Nothing after this point runs (exit, return, break). */
  dead = false;
  /** Where the last command leaves the shell when it worked and when it did not; null: in `cwds` either way. */
  outcome: { readonly ok: readonly string[] | null; readonly failed: readonly string[] | null } | null = null;
  readonly home: string;

  constructor(parent: State | null, from: { cwds: readonly string[] | null; home: string }) {
    this.#parent = parent;
    this.cwds = from.cwds;
    this.home = from.home;
    this.positional = parent ? parent.positional : [];
    this.splitsOddly = parent?.splitsOddly ?? false;
    this.dropsPatterns = parent?.dropsPatterns ?? false;
  }

  fork(): State {
    const layer = new State(this, this);
    layer.dead = this.dead;
    return layer;
  }

  /** A shell of its own: inherits the folder and nothing that is not surely exported. */
  fresh(positional: readonly Value[] | null): State {
    const shell = new State(null, this);
    shell.positional = positional;
    for (const name of ['HOME', 'USER', 'LOGNAME']) {
      const value = this.get(name);
      if (value !== undefined) shell.set(name, value);
    }
    return shell;
  }

  get(name: string): Variable | undefined {
    for (let layer: State | null = this; layer; layer = layer.#parent) {
      const found = layer.#variables.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  set(name: string, value: Variable): void {
    this.#variables.set(name, value);
  }

  /** Undefined: never defined here. Null: surely not defined any more. */
  function(name: string): Defined | typeof uncertain | null | undefined {
    for (let layer: State | null = this; layer; layer = layer.#parent) {
      const found = layer.#functions.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  define(name: string, body: Defined | typeof uncertain | null): void {
    this.#functions.set(name, body);
  }

  /** Names this layer changed, variables and functions. */
  get touched(): { readonly variables: readonly string[]; readonly functions: readonly string[] } {
    return { variables: [...this.#variables.keys()], functions: [...this.#functions.keys()] };
  }

  /** Takes over what a layer of its own says: that way was surely gone. */
  commit(layer: State): void {
    for (const [name, value] of layer.#variables) this.#variables.set(name, value);
    for (const [name, body] of layer.#functions) this.#functions.set(name, body);
    this.#take(layer);
  }

  /** This layer and those between it and `base`, as one layer over `base`. */
  flattenOnto(base: State): State {
    const chain: State[] = [];
    for (let layer: State | null = this; layer && layer !== base; layer = layer.#parent) chain.unshift(layer);
    const flat = base.fork();
    for (const layer of chain) flat.commit(layer);
    return flat;
  }

  /** Takes over what may have happened: one of several ways, each a layer over this. True when something changed. */
  merge(layers: readonly State[]): boolean {
    const ways = layers.filter((layer) => !layer.dead);
    if (ways.length === 0) {
      this.dead = layers.length > 0 || this.dead;
      return false;
    }
    let changed = false;
    for (const name of new Set(ways.flatMap((way) => [...way.#variables.keys()]))) {
      const before = this.get(name);
      const values = ways.map((way) => way.get(name));
      const after = values.reduce((left, right) => joinVariables(left, right)) as Variable;
      if (before === undefined || !sameVariable(before, after)) changed = true;
      this.#variables.set(name, after);
    }
    for (const name of new Set(ways.flatMap((way) => [...way.#functions.keys()]))) {
      const bodies = new Set(ways.map((way) => way.function(name) ?? null));
      const after = bodies.size === 1 ? ([...bodies][0] as Defined | null) : uncertain;
      if (this.function(name) !== after) changed = true;
      this.#functions.set(name, after);
    }
    const [first, ...rest] = ways as [State, ...State[]];
    const cwds = rest.reduce((known, way) => joinPlaces(known, way.cwds), first.cwds);
    if (cwds?.join('\0') !== this.cwds?.join('\0')) changed = true;
    const positional = rest.some((way) => way.positional !== first.positional) ? null : first.positional;
    if (positional !== this.positional) changed = true;
    const splitsOddly = ways.some((way) => way.splitsOddly);
    const dropsPatterns = ways.some((way) => way.dropsPatterns);
    this.#take({ cwds, positional, splitsOddly, dropsPatterns, dead: false });
    return changed;
  }

  /** Forgets what the layer touched: it ran, but nobody knows how far. */
  forget(layer: State): void {
    for (const name of layer.#variables.keys()) this.#variables.set(name, unknown);
    for (const name of layer.#functions.keys()) this.#functions.set(name, uncertain);
    if (layer.positional !== this.positional) this.positional = null;
    this.splitsOddly ||= layer.splitsOddly;
    this.dropsPatterns ||= layer.dropsPatterns;
  }

  #take(from: Pick<State, 'cwds' | 'positional' | 'splitsOddly' | 'dropsPatterns' | 'dead'>): void {
    this.cwds = from.cwds;
    this.positional = from.positional;
    this.splitsOddly = from.splitsOddly;
    this.dropsPatterns = from.dropsPatterns;
    this.dead = from.dead;
  }
}

function joinVariables(left: Variable | undefined, right: Variable | undefined): Variable {
  if (left === undefined || right === undefined) return isArray(left ?? right) ? { elements: null } : unknown;
  if (isArray(left) || isArray(right)) return sameVariable(left, right) ? left : { elements: null };
  return join(left, right);
}

function sameVariable(left: Variable, right: Variable): boolean {
  if (left === right) return true;
  if (!isArray(left) && !isArray(right)) return sameAs(left, right);
  if (!isArray(left) || !isArray(right) || left.elements === null || right.elements === null) {
    return isArray(left) && isArray(right) && left.elements === right.elements;
  }
  const { elements } = right;
  return (
    left.elements.length === elements.length && left.elements.every((one, at) => sameAs(one, elements[at] as Value))
  );
}

export function joinPlaces(left: readonly string[] | null, right: readonly string[] | null): readonly string[] | null {
  if (left === null || right === null) return null;
  const all = [...new Set([...left, ...right])];
  return all.length > mostPlaces ? null : all;
}

/** Variables that bash sets itself and that hold a number. */
export const numericVariables: Readonly<Record<string, Value>> = Object.fromEntries(
  [
    '?',
    '#',
    '$',
    '!',
    'RANDOM',
    'SRANDOM',
    'SECONDS',
    'LINENO',
    'UID',
    'EUID',
    'PPID',
    'BASHPID',
    'OPTIND',
    'EPOCHSECONDS',
    'SHLVL',
  ].map((name) => [name, number]),
);
