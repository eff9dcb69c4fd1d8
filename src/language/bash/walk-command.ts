// Simple commands: words, redirections, assignments, then the function, builtin or program that the first word names.
import type { Command } from 'unbash';
import type { Span } from '../effect.ts';
import { Call } from './call.ts';
import type { Entry } from './entry.ts';
import { readArguments } from './options.ts';
import { fold, placesOf } from './paths.ts';
import { tellEmptied } from './redirects.ts';
import { type State, uncertain } from './state.ts';
import { concat, isMany, isText, unknown, type Value, wordOf } from './value.ts';
import { assign, judgeName } from './variables.ts';
import { silent } from './walk-list.ts';
import type { Output, Scope, Walker } from './walker.ts';

export function walkCommand(walker: Walker, node: Command, state: State, scope: Scope): Output {
  const span = walker.spanOf(node, scope);
  state.outcome = null;
  checkGaps(walker, node, scope, span);
  const words: Value[] = node.name ? walker.fields([node.name], state, scope) : [];
  for (const argument of node.args) {
    if (argument.type === 'Word') words.push(...walker.fields([argument], state, scope));
    else words.push(...declared(walker, argument, state, scope));
  }
  if (state.dropsPatterns && words.slice(1).some(isMany))
    walker.opaque('a pattern may stand for no word at all (nullglob)', span);
  const from = walker.effects.length;
  const inner = walker.redirect(node.redirects, state, scope);
  const opened = walker.effects.slice(from);
  const assignments = node.prefix.filter((part) => part.type === 'Assignment');
  if (words.length === 0) {
    for (const assignment of assignments) assign(walker, assignment, state, scope);
    tellEmptied(walker, node.redirects, opened, silent);
    // `$(<file)` is what the file holds.
    return node.redirects.length > 0 ? null : silent;
  }
  // Assignments before a command last as long as it: a function or `eval` sees them.
  const layer = assignments.length > 0 ? state.fork() : null;
  for (const assignment of assignments) {
    const { name, value, index } = assignment;
    const text = value.type === 'Word' && !index ? walker.value(value, state, scope) : unknown;
    if (value.type === 'ArrayValue' || index) assign(walker, assignment, state, scope);
    const splitsInput = name === 'IFS' && readers.includes(words[0] as string);
    if (!splitsInput) judgeName(walker, name, text, scope, walker.spanOf(assignment, scope), true);
    layer?.set(name, text);
    if (name === 'IFS' && layer) layer.splitsOddly = true;
  }
  if (!layer) return tellEmptied(walker, node.redirects, opened, runWords(walker, words, state, inner, span));
  const output = runWords(walker, words, layer, inner, span);
  const names = new Set(assignments.map(({ name }) => name));
  for (const name of names) layer.set(name, state.get(name) ?? unknown);
  layer.splitsOddly = state.splitsOddly;
  const { outcome } = layer;
  state.commit(layer);
  state.outcome = outcome;
  return tellEmptied(walker, node.redirects, opened, output);
}

/** The parser steps over a stray bracket between words; between and behind them stand only blanks. */
function checkGaps(walker: Walker, node: Command, scope: Scope, span: Span): void {
  const parts = [...node.prefix, ...(node.name ? [node.name] : []), ...node.suffix];
  let at = parts[0]?.end ?? node.end;
  for (const [index, part] of parts.entries()) {
    if (index > 0 && /[^ \t\\\n]/.test(scope.source.slice(at, part.pos))) return refuseGap(walker, span);
    at = part.end;
    const text =
      part.type === 'Word'
        ? part.text
        : part.type === 'Assignment' && part.value.type === 'Word'
          ? part.value.text
          : '';
    // `x=(a)b`: the parser takes the brackets for text.
    if (/^\(|^\w+=\(/.test(text)) refuseGap(walker, span);
    // For bash `<(x)#` is one word; the parser takes what follows for a comment.
    if (scope.source[at] === '#') walker.refuse('not understood: # inside a word', 'put it in quotes', span);
  }
  while (/[ \t]/.test(scope.source[at] ?? '')) at++;
  if (scope.source[at] === '(') refuseGap(walker, span);
}

function refuseGap(walker: Walker, span: Span): void {
  walker.refuse('not understood: a bracket after a word', 'put it in quotes', span);
}

/** With IFS in front of them they cut what they read, and nothing else does. */
const readers = ['read', 'mapfile', 'readarray'];

/** `name=value` after a declaring builtin: one word, never split. */
function declared(
  walker: Walker,
  argument: Extract<Command['args'][number], { type: 'Assignment' }>,
  state: State,
  scope: Scope,
): readonly Value[] {
  const { name, value, append, index } = argument;
  if (value.type === 'ArrayValue' || index || append) {
    assign(walker, argument, state, scope);
    return [name];
  }
  return [concat(`${name}=`, walker.value(value, state, scope))];
}

/** Runs words that are already expanded. */
export function runWords(walker: Walker, words: readonly Value[], state: State, scope: Scope, span: Span): Output {
  const [first, ...args] = words;
  if (first === undefined || !walker.step(1 + words.length)) return null;
  if (!isText(first)) {
    walker.opaque('which command this runs is not known before it runs', span);
    return null;
  }
  if (scope.programsOnly) return runProgram(walker, first, args, state, scope, span);
  const body = state.function(first);
  if (body === uncertain) walker.opaque(`the function ${first} is not known for certain`, span);
  else if (body) return walker.call(first, body, args, state, scope, span);
  return runProgram(walker, first, args, state, scope, span);
}

const systemFolder =
  /^\/(?:usr\/)?(?:(?:local\/)?s?bin|lib(?:32|64)?(?:\/[a-z0-9_]+-linux-gnu)?(?=\/ld[-.]))\/([^/]+)$/;

/** The program of the system that these paths name, wherever the shell is; null when one of them is something else. */
function systemProgram(paths: readonly (string | null)[]): string | null {
  const [name, ...others] = paths.map((path) => systemFolder.exec(path ?? '')?.[1] ?? null);
  return name !== undefined && others.every((other) => other === name) ? name : null;
}

function runProgram(
  walker: Walker,
  first: string,
  args: readonly Value[],
  state: State,
  scope: Scope,
  span: Span,
): Output {
  const isPath = first.includes('/');
  const absolute = first.startsWith('/') ? fold(first) : null;
  const paths = placesOf(first, state.cwds).map(({ path }) => path);
  const program = isPath ? systemProgram(paths) : first;
  const found = program === null ? undefined : walker.lookup(program);
  const entry = found?.silent && (isPath || scope.programsOnly) ? undefined : found;
  if (entry?.silent) return applyEntry(entry, new Call(walker, { state, scope, name: first, args, span, of: null }));
  const argv = [isPath && program !== null ? (absolute ?? program) : first, ...args.map(wordOf)];
  const of = walker.emit({ kind: 'run', argv, nested: scope.nested, of: null, span });
  if (isPath && program === null && paths.some((path) => path === null || walker.isWritten(path))) {
    walker.opaque('runs a file that this session wrote', span, of);
  }
  return entry ? applyEntry(entry, new Call(walker, { state, scope, name: program ?? first, args, span, of })) : null;
}

function applyEntry(entry: Entry, call: Call): Output {
  const given = entry.table
    ? readArguments(entry.table, call.args)
    : { options: [], operands: call.args, unclear: null };
  call.judgeOptions(given);
  for (const operand of given.operands) {
    if (entry.operands === 'read') call.read(operand);
    else if (entry.operands === 'write') call.write(operand);
    else if (entry.operands === 'delete') call.delete(operand);
  }
  entry.effects?.(call, given);
  return call.output;
}
