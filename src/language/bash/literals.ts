// Where a statement is nothing but literal text, so that a mask there hides no syntax. Quotes protect nothing by
// themselves: what a shell may read a second time (`bash -c '…'`, `eval`, `ssh`) has its syntax inside them.
import { forEachChild, type ParsedScript, parse, type SyntaxNode, type WordPart } from 'unbash';
import type { Effect, Span } from '../effect.ts';
import { createReading } from './reading.ts';
import type { Lookup, Obeyed } from './walker.ts';

/** What never lies in a run of literal text: everything bash gives a meaning somewhere. An escape takes its letter. */
const syntax = /\\[\s\S]|(?<=^|[=:])~[^/:]*|[\s;|&$()<>`'"*?[\]{}]/g;
/** In quotes that nothing reads a second time blanks and patterns are text; operators stay in sight all the same. */
const syntaxInQuotes = /\\[\s\S]|[\n\r;|&$()<>`'"]/g;
/** A long mix of digits and both cases in front of a last `=` is base64 and no name. */
const assignedName = /^(?!(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{16,}==?$)[A-Za-z_]\w*\+?=/;

/** Builtins that read their words as commands. */
const reading = new Set(['eval', 'source', '.', 'trap', 'alias', 'fc', 'bind', 'complete']);

/** See `Language.literals`. */
export function findLiterals(statement: string, lookup: Lookup, obeyed: Obeyed): readonly Span[] {
  const { effects, refusal } = createReading({ cwd: '/', home: '/', user: '' }, lookup, obeyed).analyse(statement);
  if (refusal !== null) return [];
  const script = parse(statement);
  const inQuotes = readsNothingTwice(script, effects, lookup) ? syntaxInQuotes : syntax;
  const collector = new Collector(statement, commandNames(effects), inQuotes);
  collector.visit(script);
  return collector.found.toSorted(([left], [right]) => left - right);
}

/** Everything that runs is known, stands in the statement as a command word, and is given no commands to read. */
function readsNothingTwice(script: ParsedScript, effects: readonly Effect[], lookup: Lookup): boolean {
  const words = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command' && node.name) words.add(node.name.value);
    forEachChild(node, visit);
  };
  visit(script);
  return (
    ![...words].some((word) => reading.has(word)) &&
    effects.every((effect) => {
      if (effect.kind !== 'run') return effect.kind !== 'opaque' && effect.kind !== 'raw';
      const name = effect.argv[0] as string;
      return !effect.nested && words.has(name) && lookup(name) !== undefined;
    })
  );
}

/** Every word that is run, behind wrappers and in nested texts too. */
function commandNames(effects: readonly Effect[]): ReadonlySet<string> {
  const names = effects.flatMap((effect) => (effect.kind === 'run' ? [effect.argv[0] as string] : []));
  return new Set(names.flatMap((name) => [name, name.slice(name.lastIndexOf('/') + 1)]));
}

class Collector {
  readonly found: Span[] = [];
  readonly #source: string;
  readonly #commands: ReadonlySet<string>;
  readonly #inQuotes: RegExp;

  constructor(source: string, commands: ReadonlySet<string>, inQuotes: RegExp) {
    this.#source = source;
    this.#commands = commands;
    this.#inQuotes = inQuotes;
  }

  readonly visit = (node: SyntaxNode): void => {
    switch (node.type) {
      case 'Script':
        // The decoded text of escaped backquotes: its positions are not those of the statement.
        if (node.source === undefined) forEachChild(node, this.visit);
        return;
      case 'Command':
        for (const child of [...node.prefix, ...node.suffix]) this.visit(child);
        this.#parts(node.name?.parts, null);
        return;
      case 'Assignment':
        return this.visit(node.value);
      case 'For':
      case 'Select':
        for (const word of node.wordlist ?? []) this.visit(word);
        return this.visit(node.body);
      case 'Function':
      case 'Coproc':
        return this.visit(node.body);
      case 'Word':
        if (this.#commands.has(node.value)) return this.#parts(node.parts, null);
        if (node.parts) return this.#parts(node.parts, syntax);
        return this.#runs(node.pos, node.end, syntax);
      case 'HereDoc':
        if (node.body.parts) return this.#parts(node.body.parts, this.#inQuotes);
        return this.#runs(node.body.pos, node.body.end, this.#inQuotes);
      default:
        forEachChild(node, this.visit);
    }
  };

  /** @param around what counts as syntax in these parts; null: all of it, only substitutions are looked into */
  #parts(parts: readonly WordPart[] | undefined, around: RegExp | null): void {
    const inQuotes = around && this.#inQuotes;
    for (const part of parts ?? []) {
      if (part.type === 'Literal') this.#runs(part.pos, part.end, around);
      else if (part.type === 'SingleQuoted') this.#runs(part.pos + 1, part.end - 1, inQuotes);
      else if (part.type === 'AnsiCQuoted')
        this.#runs(part.pos + 2, part.end - 1, part.text.includes('\\') ? null : inQuotes);
      else if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') this.#parts(part.parts, inQuotes);
      else if ((part.type === 'CommandExpansion' || part.type === 'ProcessSubstitution') && part.script)
        this.visit(part.script);
    }
  }

  #runs(from: number, to: number, around: RegExp | null): void {
    if (around === null) return;
    const text = this.#source.slice(from, to);
    let at = 0;
    for (const { index, 0: met } of [...text.matchAll(around), { index: text.length, 0: '' }]) {
      const run = text.slice(at, index);
      const name = assignedName.exec(run)?.[0] ?? '';
      if (run.length > name.length && !this.#isCommand(run)) this.found.push([from + at + name.length, from + index]);
      at = index + met.length;
    }
  }

  /** Also a part of a name that is put together (`bash -c r"m x"`). */
  #isCommand(run: string): boolean {
    for (const name of this.#commands) if (name.includes(run)) return true;
    return false;
  }
}
