// Shell functions: judged once when they are defined, with arguments nobody knows, and again at every call with its own.
import type { Function as FunctionNode } from 'unbash';
import type { Span } from '../effect.ts';
import { reservedNames } from './reserved.ts';
import { type Defined, isArray, type State, type Variable } from './state.ts';
import { join, unknown, type Value } from './value.ts';
import type { Output, Scope, Walker } from './walker.ts';

export function defineFunction(walker: Walker, node: FunctionNode, state: State, scope: Scope): void {
  const span = walker.spanOf(node, scope);
  const name = node.name.value;
  if (node.name.parts || node.name.text !== name)
    walker.refuse('a function with an odd name', 'use letters and digits', span);
  if (reservedNames.has(name) || /^_o/.test(name)) {
    walker.refuse(`a function may not take the name ${name}`, 'the shell itself depends on it: use another name', span);
  }
  walker.emit({ kind: 'define', path: null, name, of: null, span });
  const body = { node, foreign: scope.at !== null };
  const trial = state.fork();
  trial.positional = null;
  // A body may run later, in another folder, after other assignments: only what it is given now is certain.
  trial.cwds = null;
  const frame = { entry: trial, jumps: [], outer: null };
  walkBody(walker, body, trial, { ...scope, loop: null, body: frame, stdin: null, calls: [...scope.calls, name] });
  state.define(name, body);
}

/** `local` notes here what a name held before, to be put back when the function ends. */
const frames = new WeakMap<readonly string[], Map<string, Variable | undefined>>();

export function noteLocal(scope: Scope, name: string, before: Variable | undefined): void {
  const frame = frames.get(scope.calls);
  if (frame && !frame.has(name)) frame.set(name, before);
}

export function runFunction(
  walker: Walker,
  name: string,
  body: Defined,
  words: readonly Value[],
  state: State,
  scope: Scope,
  span: Span,
): Output {
  if (scope.calls.includes(name)) {
    walker.opaque(`the function ${name} calls itself`, span);
    return null;
  }
  walker.repeats = true;
  const inner = state.fork();
  inner.positional = words;
  const calls = [...scope.calls, name];
  const frame = new Map<string, Variable | undefined>();
  frames.set(calls, frame);
  const jumps: State[] = [];
  const around: Scope = { ...scope, at: span, loop: null, body: { entry: state, jumps, outer: null }, calls };
  walkBody(walker, body, inner, around);
  const { positional } = state;
  state.merge([inner, ...jumps]);
  state.positional = positional;
  state.outcome = jumps.length === 0 ? inner.outcome : null;
  for (const [local, before] of frame) state.set(local, restored(before, state.get(local)));
  return null;
}

/** The name may have been local on some ways only. */
function restored(before: Variable | undefined, after: Variable | undefined): Variable {
  if (before === undefined || after === undefined || isArray(before) || isArray(after)) {
    return isArray(before ?? after) ? { elements: null } : unknown;
  }
  return join(before, after);
}

function walkBody(walker: Walker, { node }: Defined, state: State, scope: Scope): void {
  walker.deeper(scope.at ?? [node.pos, node.end], null, () => {
    const { body } = node;
    if (body.type === 'CompoundList')
      walker.refuse('not understood: a function without a body', '', walker.spanOf(node, scope));
    else walker.node(body, state, scope);
    return null;
  });
}
