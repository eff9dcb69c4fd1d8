// What quoted words are for the program that gets them: without their quotes and escapes, each character with its place
// in the statement. A value may be told by what stands around it there, and not in the statement as it is written.
import { forEachChild, parse, type SyntaxNode, type Word, type WordPart } from 'unbash';
import type { Span } from '../effect.ts';
import type { WordText } from '../language.ts';
import { deepestNesting } from './budget.ts';

const quoting = /['"\\]/;
/** UTF-16 units; a shorter word holds no value. */
const shortest = 6;

/** See `Language.wordTexts`. */
export function findWordTexts(statement: string): readonly WordText[] {
  if (!quoting.test(statement)) return [];
  return [...quotedWords(statement)].map(({ parts, pos, end }) => {
    const builder = new TextBuilder(statement);
    if (parts) builder.parts(parts, false);
    else builder.escaped(pos, end, false);
    return builder.made();
  });
}

/** Also words in substitutions of words, but not deeper than the analysis reads: each level is read again for its own. */
function* quotedWords(statement: string): Generator<Word> {
  const pending: { readonly node: SyntaxNode; readonly depth: number }[] = [{ node: parse(statement), depth: 0 }];
  for (const { node, depth } of pending) {
    // The decoded text of escaped backquotes: its positions are not those of the statement.
    if ((node.type === 'Script' && node.source !== undefined) || depth > deepestNesting) continue;
    const isWord = node.type === 'Word';
    if (isWord && node.text.length >= shortest && quoting.test(node.text)) yield node;
    forEachChild(node, (child) => void pending.push({ node: child, depth: isWord ? depth + 1 : depth }));
  }
}

class TextBuilder {
  #text = '';
  /** Of each UTF-16 unit: where it begins and ends in the statement; -1: it is not literal. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  parts(parts: readonly WordPart[], quoted: boolean): void {
    for (const part of parts) {
      const { type, pos, end } = part;
      if (type === 'SingleQuoted') this.#plain(pos + 1, this.#close(end));
      else if (type === 'DoubleQuoted' || type === 'LocaleString') this.parts(part.parts, true);
      else if (type === 'AnsiCQuoted') this.#decoded(part.value, pos + 2, this.#close(end));
      else if (type === 'Literal') this.escaped(pos, end, quoted);
      // One sign for it, however long: what is nested is visited by itself.
      else this.#add('$', -1, -1);
    }
  }

  escaped(from: number, to: number, quoted: boolean): void {
    for (let at = from; at < to; at++) {
      const next = this.#source[at + 1];
      const escapes = this.#source[at] === '\\' && at + 1 < to && (!quoted || '$`"\\\n'.includes(next as string));
      if (!escapes) this.#plain(at, at + 1);
      else if (next !== '\n') this.#plain(at + 1, at + 2);
      if (escapes) at++;
    }
  }

  made(): WordText {
    const [starts, ends] = [this.#starts, this.#ends];
    return {
      text: this.#text,
      place(start, end): Span | null {
        for (let at = start; at < end; at++) if (starts[at] === -1) return null;
        return [starts[start] as number, ends[end - 1] as number];
      },
    };
  }

  /** A line that is being typed may not have its closing quote yet. */
  #close(end: number): number {
    return this.#source[end - 1] === "'" ? end - 1 : end;
  }

  #plain(from: number, to: number): void {
    for (let at = from; at < to; at++) this.#add(this.#source[at] as string, at, at + 1);
  }

  /** Of escapes in `$'…'` only the whole is told. */
  #decoded(value: string, from: number, to: number): void {
    if (value === this.#source.slice(from, to)) this.#plain(from, to);
    else this.#add(value, from, to);
  }

  #add(text: string, start: number, end: number): void {
    this.#text += text;
    for (let at = 0; at < text.length; at++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }
}
