import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQuery } from '../../../src/search/query.ts';
import { beginningOf, finderOf, snippetOf } from '../../../src/search/snippet.ts';

function phrasesOf(query: string) {
  const reading = readQuery(query);
  if ('sentence' in reading) throw new Error(reading.sentence);
  return reading.query;
}

const snippet = (text: string, query: string) => snippetOf(text, finderOf(phrasesOf(query).phrases)!);
const marked = (text: string, query: string) =>
  snippet(text, query)
    ?.map(({ text, hit }) => (hit ? `[${text}]` : text))
    .join('') ?? null;

describe('a snippet', () => {
  it.each([
    ['rm -rf /srv', 'rm -rf', '[rm] -[rf] /srv'],
    ['Permission Denied (x)', '"permission denied"', '[Permission Denied] (x)'],
    ['cat /etc/shadow-', '/etc/shadow', 'cat /[etc/shadow]-'],
    ['harm form rm', 'rm', 'harm form [rm]'],
    ['systemctl system', 'sys*', '[systemctl] [system]'],
    ['a.b(c)', '"a.b(c)"', '[a.b(c])'],
    ['größe GRÖSSE', 'größe', '[größe] GRÖSSE'],
    ['nothing here', 'elsewhere', null],
  ])('of %j marks what %j finds', (text, query, expected) => {
    expect(marked(text, query)).toBe(expected);
  });

  it('is cut around the first find, at whole characters', () => {
    const pieces = snippet(`${'a '.repeat(500)}needle${' 👍'.repeat(500)} needle`, 'needle')!;
    expect(pieces.map(({ hit }) => hit)).toEqual([false, true, false]);
    expect(pieces[0]?.text).toMatch(/^….{100}$/);
    expect(pieces.every(({ text }) => text.isWellFormed())).toBe(true);
    expect(snippet('x'.repeat(10_000), 'x*')?.map(({ text }) => text.length)).toEqual([300, 1]);
  });

  it('shows the beginning where only filters were given', () => {
    expect(beginningOf('ls')).toEqual([{ text: 'ls', hit: false }]);
    expect(beginningOf('x'.repeat(500))[0]?.text.length).toBe(201);
  });

  it('is there whenever the index finds something, and only then', () => {
    const database = new DatabaseSync(':memory:');
    database.exec("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'unicode61 remove_diacritics 0')");
    const insert = database.prepare('INSERT INTO words (rowid, text) VALUES (1, ?)');
    const remove = database.prepare('DELETE FROM words');
    const search = database.prepare('SELECT rowid FROM words WHERE words MATCH ?');
    const letters = fc.string({ unit: fc.constantFrom(...'abAB1éü_-/. ()[]中'), maxLength: 16 });
    fc.assert(
      fc.property(letters, letters, fc.boolean(), (text, word, prefix) => {
        const query = `"${word}"`;
        const reading = readQuery(prefix ? `${word.replaceAll(' ', '')}*` : query);
        if ('sentence' in reading || reading.query.match === null) return;
        remove.run();
        insert.run(text);
        const found = search.get(reading.query.match) !== undefined;
        expect(snippetOf(text, finderOf(reading.query.phrases)!) !== null).toBe(found);
      }),
      { numRuns: 800 },
    );
    database.close();
  });
});
