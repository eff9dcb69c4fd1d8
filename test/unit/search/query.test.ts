import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQuery } from '../../../src/search/query.ts';

const read = (text: string) => {
  const reading = readQuery(text);
  if ('sentence' in reading) throw new Error(reading.sentence);
  return reading.query;
};
const sentence = (text: string) => {
  const reading = readQuery(text);
  return 'sentence' in reading ? reading.sentence : null;
};

describe('the query of a search', () => {
  it.each([
    ['rm -rf', '"rm" "-rf"'],
    ['"permission denied" ssh', '"permission denied" "ssh"'],
    ['api.example.com', '"api.example.com"'],
    ['/etc/shadow', '"/etc/shadow"'],
    ['sys*', '"sys*"*'],
    ['"sys*"', '"sys*"'],
    ['say"hi"there', '"say""hi""there"'],
    ['NOT a OR b AND NEAR(c)', '"NOT" "a" "OR" "b" "AND" "NEAR(c)"'],
    ['https://api.example.com:8080/x', '"https://api.example.com:8080/x"'],
    ['"agent:coder"', '"agent:coder"'],
  ])('quotes what stands in %s', (text, match) => {
    expect(read(text).match).toBe(match);
  });

  it('reads filters with and without quotes, in any case', () => {
    const query = read('Agent:coder target:web-* rule:"no destroy" verdict:Denied verdict:asked x');
    expect(query).toMatchObject({ match: '"x"', agents: ['coder'], targets: ['web-*'], rules: ['no destroy'] });
    expect(query.verdicts).toEqual([
      { column: 'verdict', value: 'denied' },
      { column: 'decision', value: 'ask' },
    ]);
  });

  it('reads dates as UTC', () => {
    expect(read('after:2026-11-20 before:2026-11-20T18:30')).toMatchObject({
      match: null,
      after: Date.UTC(2026, 10, 20),
      before: Date.UTC(2026, 10, 20, 18, 30),
    });
    expect(read('after:2026-11-20T18:30:05.250z').after).toBe(Date.UTC(2026, 10, 20, 18, 30, 5, 250));
  });

  it.each([
    ['', /nothing to search for/],
    ['   ', /nothing to search for/],
    ['"open', /“open” has no closing quote: add one/],
    ['agent:', /agent: has no value: write it as agent:coder/],
    ['agent:""', /agent: has no value/],
    ['verdict:maybe', /verdict:“maybe” is not known: use allow/],
    ['after:yesterday', /after:“yesterday” is no date: write it as after:2026-11-20/],
    ['after:2026-02-31', /is no date/],
    ['before:2026-11-20T25:00', /is no date/],
    ['ls |', /“\|” has no letter or digit/],
    ['""', /has no letter or digit/],
    ['a '.repeat(21), /more than 20/],
    ['verdict:constructor', /verdict:“constructor” is not known/],
    ['verdict:__proto__', /verdict:“__proto__” is not known/],
    ['verdict:\u202eevil', /“�evil”/],
  ])('says what is wrong with %j', (text, expected) => {
    expect(sentence(text)).toMatch(expected);
  });

  it('never makes an expression the index refuses', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE VIRTUAL TABLE words USING fts5 (statement, output)');
    const search = database.prepare('SELECT rowid FROM words WHERE words MATCH ?');
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({ unit: fc.constantFrom(...'ab1"*^:(){}+-, \0\''), maxLength: 20 }),
    );
    fc.assert(
      fc.property(text, (query) => {
        const reading = readQuery(query);
        if ('query' in reading && reading.query.match !== null) search.all(reading.query.match);
      }),
      { numRuns: 2000 },
    );
    database.close();
  });
});
