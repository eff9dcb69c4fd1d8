// The walk over one statement's tree: collects effects, carries what is known of the shell, counts its steps. The parts
// of the grammar are in the walk-*.ts files; this class is what they share.
import {
  type Assignment,
  type CommandNode,
  type ParsedScript,
  parse,
  type Redirection,
  type Word,
  type WordPart,
} from 'unbash';
import type { Analysis, Effect, Span } from '../effect.ts';
import { Budget } from './budget.ts';
import type { Entry } from './entry.ts';
import { runFunction } from './functions.ts';
import type { Place } from './paths.ts';
import { applyRedirections } from './redirects.ts';
import type { Defined, Frame, State } from './state.ts';
import type { Value } from './value.ts';
import { assign, assignName } from './variables.ts';
import { runWords } from './walk-command.ts';
import { walkNode } from './walk-compound.ts';
import { walkStatements } from './walk-list.ts';
import { fieldsOf, valueOfParts, valueOfWord, visitParts } from './words.ts';
import { isCovered, type Written, writtenBy } from './written.ts';

/** The lines a command writes. `exact`: these lines in this order; else any number of lines, each like one of them. */
export type Output = { readonly lines: readonly Value[]; readonly exact: boolean } | null;

/** What surrounds the part that is being read. */
export interface Scope {
  /** The text that positions of nodes are in. */
  readonly source: string;
  /** Positions of a nested text mean nothing in the statement: everything in it is at this place. */
  readonly at: Span | null;
  readonly nested: boolean;
  /** The driver's own shell, not a child of it. */
  readonly driver: boolean;
  /** The text is for a plain POSIX sh: what only bash reads this way is opaque. */
  readonly posix: boolean;
  /** The loop around this, in the same function. */
  readonly loop: Frame | null;
  /** The function body around this. */
  readonly body: Frame | null;
  /** Nothing follows in the statement. */
  readonly last: boolean;
  /** Started by another program: no functions, no builtins. */
  readonly programsOnly: boolean;
  /** Names of the functions being called. */
  readonly calls: readonly string[];
  /** Descriptors above 2 opened by the statement itself. */
  readonly opened: ReadonlySet<number>;
  readonly stdin: 'terminal' | Output;
}

export type Lookup = (name: string) => Entry | undefined;
/** True when some known tool executes or obeys a file at this absolute path. */
export type Obeyed = (path: string, glob: boolean) => boolean;

/** Nothing is kept or read there; 63 is what a process substitution is called. */
const harmlessDevice = /^\/dev\/(?:null|zero|full|u?random|stdin|stdout|stderr|tty|fd\/(?:[012]|63))$/;

/** Links of the kernel into folders that the path does not show. */
const elsewhere = /^\/(?:proc\/[^/]+\/(?:task\/[^/]+\/)?(?:cwd|root|fd|exe|map_files)|dev\/fd)\/./;

export class Walker {
  readonly effects: Effect[] = [];
  readonly budget = new Budget();
  refusal: Analysis['refusal'] = null;
  /** Something ran that may change the shell beyond what is followed. */
  taints = false;
  /** Something was walked more than once, so effects may be there twice. */
  repeats = false;
  readonly lookup: Lookup;
  readonly #obeyed: Obeyed;
  readonly #written: readonly Written[];
  /** By this statement so far. */
  readonly #writing: Written[] = [];

  constructor(lookup: Lookup, obeyed: Obeyed, written: readonly Written[]) {
    this.lookup = lookup;
    this.#obeyed = obeyed;
    this.#written = written;
  }

  emit(effect: Effect): number {
    if (effect.kind === 'write') this.#writing.push(writtenBy(effect.path ?? '/', effect));
    return this.effects.push(effect) - 1;
  }

  opaque(reason: string, span: Span, of: number | null = null): void {
    this.emit({ kind: 'opaque', reason, of, span });
  }

  /** The first reason stands. */
  refuse(reason: string, hint: string, span: Span): void {
    this.refusal ??= { reason, hint, span };
  }

  /** Changes to the shell that the reading cannot follow: asks now, and from now on. */
  taint(reason: string, span: Span): void {
    this.taints = true;
    this.opaque(`shell-state: ${reason}`, span);
  }

  spanOf(node: { readonly pos: number; readonly end: number }, scope: Scope): Span {
    return scope.at ?? [node.pos, node.end];
  }

  /** One step; false when there are none left, then the statement is refused. */
  step(cost = 1): boolean {
    if (this.budget.spend(cost)) return true;
    this.refusal ??= { reason: 'the statement takes too many steps to read', hint: 'send it in smaller parts' };
    return false;
  }

  /** Runs `body` one level down; refuses when that is too deep. */
  deeper<T>(span: Span, otherwise: T, body: () => T): T {
    if (!this.budget.enter()) {
      this.refuse('too many levels inside each other', 'write it flatter', span);
      return otherwise;
    }
    try {
      return body();
    } finally {
      this.budget.leave();
    }
  }

  /** A path that is read, written or deleted, and what follows from it. */
  touch(
    kind: 'read' | 'write' | 'delete',
    { path, glob, tree: below }: Place,
    { tree = below, of = null, span }: { tree?: boolean; of?: number | null; span: Span },
  ): void {
    if (!this.step() || (path !== null && harmlessDevice.test(path))) return;
    const where = { path, ...(tree && { tree }), ...(glob && { glob }), of, span };
    this.emit({ kind, ...where });
    if (path !== null && elsewhere.test(path)) this.emit({ kind, path: null, of, span });
    if (kind === 'read' || path === null) return;
    if (/^\/proc(?:\/|$)/.test(path)) {
      this.refuse('writing below /proc can reach into other processes', 'leave /proc alone', span);
    }
    const name = path.slice(path.lastIndexOf('/') + 1);
    // A file whose name begins with `-` turns into an option when a later `*` expands to it.
    if (kind === 'write' && (name.startsWith('-') || this.#obeyed(path, glob)))
      this.emit({ kind: 'define', path, ...(glob && { glob }), of, span });
  }

  /** True when this session wrote the file, or may have: then it is not a program that was there before. */
  isWritten(path: string): boolean {
    if (!this.step((this.#written.length + this.#writing.length) >> 5)) return true;
    return isCovered(path, this.#written) || isCovered(path, this.#writing);
  }

  /** A text that a shell reads later: parsed and walked like any other script. */
  text(source: string, state: State, scope: Scope): Output {
    const span = scope.at ?? [0, 0];
    if (!this.step(1 + (source.length >> 4))) return null;
    return this.deeper(span, null, () => {
      if (/\\$/.test(source.replace(/\\\\/g, '')))
        this.refuse('a nested text ends in a backslash', 'write it out', span);
      return this.script(parse(source), state, { ...scope, source });
    });
  }

  /** A script whose own errors have not been seen yet. */
  script(script: ParsedScript, state: State, scope: Scope): Output {
    const error = script.errors?.[0];
    if (error) {
      const span = scope.at ?? ([Math.min(error.pos, script.end), script.end] as const);
      this.refuse(`not understood: ${error.message}`, 'check quotes, brackets and keywords', span);
    }
    const { source } = script;
    const inner = source === undefined ? scope : { ...scope, source, at: this.spanOf(script, scope) };
    return walkStatements(this, script.commands, state, inner);
  }

  node(node: CommandNode, state: State, scope: Scope): Output {
    return walkNode(this, node, state, scope);
  }

  run(words: readonly Value[], state: State, scope: Scope, span: Span): Output {
    return runWords(this, words, state, scope, span);
  }

  call(name: string, body: Defined, words: readonly Value[], state: State, scope: Scope, span: Span): Output {
    return runFunction(this, name, body, words, state, scope, span);
  }

  fields(words: readonly Word[], state: State, scope: Scope): Value[] {
    return words.flatMap((word) => fieldsOf(this, word, state, scope));
  }

  value(word: Word, state: State, scope: Scope): Value {
    return valueOfWord(this, word, state, scope);
  }

  partsValue(parts: readonly WordPart[], state: State, scope: Scope): Value {
    return valueOfParts(this, parts, state, scope);
  }

  parts(parts: readonly WordPart[] | undefined, state: State, scope: Scope): void {
    visitParts(this, parts, state, scope);
  }

  redirect(redirections: readonly Redirection[], state: State, scope: Scope): Scope {
    return applyRedirections(this, redirections, state, scope);
  }

  assign(assignment: Assignment, state: State, scope: Scope): void {
    assign(this, assignment, state, scope);
  }

  assignName(name: Value, value: Value | null, state: State, scope: Scope, span: Span): void {
    assignName(this, name, value, state, scope, span);
  }
}
