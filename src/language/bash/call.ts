// One call of a known program as its entry sees it: words, options, standard input, and verbs for what it does.
import type { EffectKind, Span } from '../effect.ts';
import type { Arguments, Given } from './options.ts';
import { type Place, placesOf } from './paths.ts';
import type { State } from './state.ts';
import { dropPrefix, isText, prefixOf, unknown, type Value } from './value.ts';
import type { Output, Scope, Walker } from './walker.ts';

export class Call {
  readonly walker: Walker;
  readonly state: State;
  readonly scope: Scope;
  readonly name: string;
  /** The words after the name. */
  readonly args: readonly Value[];
  readonly span: Span;
  /** Index of the run effect; null for a silent builtin. */
  readonly of: number | null;
  /** What it writes to standard output, as far as known. */
  output: Output = null;

  constructor(
    walker: Walker,
    from: { state: State; scope: Scope; name: string; args: readonly Value[]; span: Span; of: number | null },
  ) {
    this.walker = walker;
    this.state = from.state;
    this.scope = from.scope;
    this.name = from.name;
    this.args = from.args;
    this.span = from.span;
    this.of = from.of;
  }

  read(word: Value, tree = false): void {
    // `-` is standard input to nearly every tool; a file of that name has to be `./-`.
    if (word === '-' || word === '') return;
    this.#path('read', word, tree);
    // `@file`: for many tools a file with more words in it.
    if (prefixOf(word).startsWith('@') && word !== '@') this.#path('read', dropPrefix(word, 1), tree);
  }

  write(word: Value, tree = false): void {
    if (word !== '-') this.#path('write', word, tree);
  }

  delete(word: Value, tree = false): void {
    this.#path('delete', word, tree);
  }

  define(name: string): void {
    this.walker.emit({ kind: 'define', path: null, name, of: this.of, span: this.span });
  }

  net(host: string | null): void {
    this.walker.emit({ kind: 'net', host, of: this.of, span: this.span });
  }

  opaque(reason: string): void {
    this.walker.opaque(reason, this.span, this.of);
  }

  refuse(reason: string, hint: string): void {
    this.walker.refuse(reason, hint, this.span);
  }

  restart(what: string): void {
    this.walker.emit({ kind: 'restart', what, of: this.of, span: this.span });
  }

  privilege(what: string): void {
    this.walker.emit({ kind: 'privilege', what, of: this.of, span: this.span });
  }

  raw(): void {
    this.walker.emit({ kind: 'raw', program: this.name, of: this.of, span: this.span });
  }

  set(name: string): void {
    this.walker.emit({ kind: 'set', name, of: this.of, span: this.span });
  }

  /** The same call as if it had been made in another folder. */
  inFolder(folder: Value): Call {
    const state = this.state.fork();
    const places = this.places(folder);
    const known = places.every(({ path, glob }) => path !== null && !glob);
    state.cwds = known ? places.map(({ path }) => path as string) : null;
    const { walker, scope, name, args, span, of } = this;
    return new Call(walker, { state, scope, name, args, span, of });
  }

  /** Another program started by this one, with these words. */
  run(words: readonly Value[], scope: Partial<Scope> = {}): Output {
    return this.walker.run(
      words,
      this.state.fork(),
      { ...this.scope, nested: true, driver: false, programsOnly: true, ...scope },
      this.span,
    );
  }

  /** Text that a shell of its own reads, with its `$0 $1 …` as far as known. */
  shell(text: Value | null, positional: readonly Value[] | null, posix: boolean): Output {
    if (!isText(text)) {
      this.opaque('a shell reads text that is not known before it runs');
      return null;
    }
    const scope = {
      ...this.scope,
      nested: true,
      driver: false,
      programsOnly: false,
      posix,
      loop: null,
      body: null,
      calls: [],
      at: this.span,
    };
    return this.walker.text(text, this.state.fresh(positional), scope);
  }

  /** Applies the marks of the option table and says what is unclear. */
  judgeOptions({ options, unclear }: Arguments): void {
    if (unclear !== null) this.opaque(`${this.name}: ${unclear}`);
    for (const { name, value, mark } of options) {
      if (mark === '!') this.opaque(`${this.name} ${name} is not followed`);
      else if (mark === '<') this.read(value ?? unknown);
      else if (mark === '>') this.write(value ?? unknown);
    }
  }

  places(word: Value): readonly Place[] {
    return placesOf(word, this.state.cwds);
  }

  /** Everything on standard input, when that is known text. */
  get input(): Output {
    return this.scope.stdin === 'terminal' ? null : this.scope.stdin;
  }

  #path(kind: Extract<EffectKind, 'read' | 'write' | 'delete'>, word: Value, tree: boolean): void {
    for (const place of this.places(word)) {
      this.walker.touch(kind, place, { tree: tree || place.tree, of: this.of, span: this.span });
    }
  }
}

export const has = ({ options }: Arguments, ...names: readonly string[]): boolean =>
  options.some(({ name }) => names.includes(name));

/** The last value given to one of these options; undefined when none was given. */
export function optionValue({ options }: Arguments, ...names: readonly string[]): Value | null | undefined {
  return options.findLast(({ name }) => names.includes(name))?.value;
}

export const given = ({ options }: Arguments, ...names: readonly string[]): readonly Given[] =>
  options.filter(({ name }) => names.includes(name));
