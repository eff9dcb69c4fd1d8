import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bash } from '../../../src/language/bash/bash.ts';
import { cover } from '../../../src/redaction/cover.ts';
import { createRedaction } from '../../../src/redaction/redaction.ts';
import { personalRules, secretRules } from '../../../src/redaction/rules/registry.ts';

const maskOf = (kind: string) => `‹${kind}:aaaaaa›`;
const secrets = createRedaction({ secrets: true, pii: [], columns: {}, values: ['pl4nted-S3cret-value'] });
const finder = secrets.open(new Uint8Array(32));
const coverOf = (statement: string) => cover(statement, finder.find(statement), bash.literals(statement), maskOf);
const secret = 'pl4nted-S3cret-value';

describe('the cover of a statement', () => {
  it('leaves a text without findings as it is', () => {
    expect(coverOf('ls -la')).toMatchObject({ kind: 'covered', text: 'ls -la', masks: {} });
  });

  it('masks a value inside one word and tells where everything went', () => {
    const statement = `mysql -p${secret} -e x; ls ${secret}`;
    const covered = coverOf(statement);
    if (covered.kind !== 'covered') throw new Error('expected a cover');
    expect(covered.text).toMatch(/^mysql -p‹[\w-]+:aaaaaa› -e x; ls ‹[\w-]+:aaaaaa›$/);
    expect(Object.values(covered.masks)).toEqual([2]);
    expect(covered.place(0)).toBe(0);
    expect(covered.text.slice(covered.place(statement.indexOf(';')))).toMatch(/^; ls/);
    expect(covered.place(statement.length)).toBe(covered.text.length);
    expect(covered.place(10)).toBe(8);
  });

  it('leaves quotes around a value in sight', () => {
    const text = 'A="b"';
    const around = cover(text, [{ start: 2, end: 5, kind: 'k' }], bash.literals(text), maskOf);
    expect(around).toMatchObject({ kind: 'covered', text: 'A="‹k:aaaaaa›"' });
  });

  it('takes findings that overlap', () => {
    const text = 'ls abcdef';
    const found = [
      { start: 3, end: 7, kind: 'k' },
      { start: 5, end: 9, kind: 'l' },
      { start: 6, end: 7, kind: 'm' },
    ];
    expect(cover(text, found, bash.literals(text), maskOf)).toMatchObject({ text: 'ls ‹k:aaaaaa›‹l:aaaaaa›' });
  });

  it.each([
    'export PASSWORD=$(rm -rf /)',
    'PASSWORD="hunter2hunter2$(rm -rf /)" ls',
    'curl -H "Authorization: Bearer `rm -rf /`"',
    `${secret} x`,
    `sudo ${secret}`,
    `ls # ${secret}`,
    `echo pl4nted-S3'cret-value'`,
  ])('is refused or shows all of the syntax: %s', (statement) => {
    const covered = coverOf(statement);
    if (covered.kind === 'uncoverable') return;
    for (const syntax of statement.match(/\$\(rm -rf \/\)|`rm -rf \/`/g) ?? []) expect(covered.text).toContain(syntax);
    expect(covered.text).not.toContain(secret);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      'x',
      '-p',
      'a=',
      '/etc/x',
      'é',
      '\\ ',
      '\\"',
      '~',
      '*',
      '{a,b}',
      '$X',
      '${X:-y}',
      '$((1+2))',
      ':',
      '@',
    ),
    fc.constant(secret),
    fc.constantFrom('$(rm -rf /)', '`rm -rf /`', '$(cat <<E\nz\nE\n)', '<(ls a)'),
    fc.constantFrom(
      "'a b'",
      '"a $X b"',
      '"$(rm -rf /)"',
      "$'c d'",
      `'${secret}'`,
      `"${secret}"`,
      `"a;${secret} b"`,
      `'|${secret}'`,
    ),
  );
  const word = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
  const command = fc
    .tuple(
      fc.constantFrom('ls', 'echo', 'A=b ls', 'sudo rm', 'env X=y curl', 'bash -c', 'eval', './run', 'PASSWORD='),
      fc.array(word, { maxLength: 3 }),
    )
    .map(([name, words]) => (name.endsWith('=') ? name + (words[0] ?? '') : [name, ...words].join(' ')));
  const hereDocument = fc.constantFrom(
    `cat <<'E'\nk ${secret}\n$(rm -rf /);\nE`,
    `sh <<E\nA=${secret} rm x\n$X ${secret}\nE`,
  );
  const statement = fc
    .array(fc.tuple(command, fc.constantFrom(' && ', '; ', ' | ', ' || ')), { minLength: 1, maxLength: 3 })
    .chain((parts) => hereDocument.map((document) => parts.flat().join('') + document));

  const hiddenBy = (text: string, start: number, end: number) => {
    const covered = cover(text, [{ start, end, kind: 'k' }], bash.literals(text), maskOf);
    const [before, after] = covered.kind === 'covered' ? covered.text.split(maskOf('k')) : [];
    if (before === undefined || after === undefined) return null;
    const hidden = text.slice(before.length, text.length - after.length);
    expect(text.slice(start, end).replaceAll(/^['"]+|['"]+$/g, '')).toBe(hidden);
    return { hidden, otherwise: `${before}${'Q'.repeat(hidden.length)}${after}` };
  };

  it('never hides anything but literal text, whatever a rule takes', () => {
    fc.assert(
      fc.property(statement, fc.nat(), fc.nat({ max: 60 }), (text, from, length) => {
        const start = from % text.length;
        const shown = hiddenBy(text, start, Math.min(text.length, start + 1 + length));
        expect(shown?.hidden ?? '').not.toMatch(/[;|&$()<>`'"\n\\]/);
      }),
      { numRuns: 1000 },
    );
  });

  it('never hides what runs, however far a rule reaches around a secret', () => {
    const reach = fc.oneof(fc.constant(0), fc.nat({ max: 15 }));
    fc.assert(
      fc.property(statement, fc.nat(), reach, reach, (text, which, before, after) => {
        const places = [...text.matchAll(new RegExp(secret, 'g'))].map(({ index }) => index);
        const place = places[which % places.length] as number;
        const end = Math.min(text.length, place + secret.length + after);
        const shown = hiddenBy(text, Math.max(0, place - before), end);
        // With other letters in its place the statement is read as running the very same commands.
        if (shown) expect(runsOf(shown.otherwise)).toEqual(runsOf(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('never shows what was found', () => {
    fc.assert(
      fc.property(statement, (text) => {
        const covered = coverOf(text);
        if (covered.kind === 'covered') expect(covered.text).not.toContain(secret);
      }),
      { numRuns: 500 },
    );
  });

  it('never hides a payload in the middle of what a rule matches, in any quotes', () => {
    const every = createRedaction({ secrets: true, pii: 'all', columns: {}, values: [] }).open(new Uint8Array(32));
    const payloads = [
      '$(rm -rf /)',
      '`rm -rf /`',
      ';rm -rf /;',
      '&& rm -rf / &&',
      '|rm -rf /|',
      "'; rm -rf / #",
      '"; rm -rf / #',
    ];
    const quotings = [
      (text: string) => `echo ${text}`,
      (text: string) => `echo '${text}'`,
      (text: string) => `echo "${text}"`,
      (text: string) => `bash -c '${text}'`,
      (text: string) => `cat <<E\n${text}\nE`,
      (text: string) => `sh <<'E'\n${text}\nE`,
    ];
    let covers = 0;
    for (const example of [...secretRules, ...Object.values(personalRules).flat()].flatMap((rule) => rule.finds)) {
      const value = /⟦(.+?)⟧/s.exec(example)?.[1] ?? '';
      const middle = value.length >> 1;
      for (const payload of payloads) {
        const carrier = example.replace(/⟦(.+?)⟧/s, () => value.slice(0, middle) + payload + value.slice(middle));
        for (const quote of quotings) {
          const statement = quote(carrier.replace(/[⟦⟧]/g, ''));
          const covered = cover(statement, every.find(statement), bash.literals(statement), maskOf);
          if (covered.kind === 'uncoverable') continue;
          if (covered.text !== statement) covers++;
          if (!covered.text.includes(payload)) expect.fail(`${statement} is shown as ${covered.text}`);
        }
      }
    }
    expect(covers).toBeGreaterThan(100);
  });

  function runsOf(text: string): readonly string[] {
    const { effects } = bash.read({ cwd: '/', home: '/', user: 'u' }).analyse(text);
    return effects.flatMap((effect) => (effect.kind === 'run' ? [effect.argv[0] as string] : []));
  }
});
