import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../../../src/language/language.ts';
import { compose, generator, harmful, pickWith } from '../../../unit/language/bash/compositions.ts';
import { isAllowed } from '../../../unit/language/bash/judge.ts';

type Change = readonly [file: string, text: string, instead: string];

/** Mistakes somebody could make in the analyser, each as an exact change of its text. */
const mutants: readonly (readonly [mistake: string, ...changes: Change[]])[] = [
  [
    'errors of a nested script are ignored',
    [
      'words.ts',
      'walker.script(script, state.fork(), { ...scope, driver: false })',
      'walker.script({ ...script, errors: [] } as never, state.fork(), { ...scope, driver: false })',
    ],
  ],
  [
    'a command word that is not known is safe',
    ['walk-command.ts', 'if (!isText(first)) {\n    walker.opaque(', 'if (!isText(first)) {\n    void ('],
  ],
  [
    'redirections without a command are skipped',
    [
      'walk-command.ts',
      'const inner = walker.redirect(node.redirects, state, scope);',
      'const inner = words.length === 0 ? scope : walker.redirect(node.redirects, state, scope);',
    ],
  ],
  ['xargs runs nothing', ['tools/xargs.ts', 'call.run([...words, ...found], { stdin: null });', 'void found;']],
  ['.. is not folded', ['paths.ts', "if (part === '..') parts.pop();", "if (part === '..') continue;"]],
  [
    'cd is not followed',
    ['builtins/folders.ts', 'state.cwds = joinPlaces(before, after);', 'state.cwds = before;'],
    ['builtins/folders.ts', 'state.outcome = { ok: after, failed: before };', ''],
  ],
  [
    'the expansions of a here-document are dropped',
    ['redirects.ts', 'body.parts ? valueOfParts(walker, body.parts, state, scope) : body.text', 'body.text'],
  ],
  ['function bodies are not read', ['functions.ts', 'else walker.node(body, state, scope);', 'else void state;']],
  [
    'unknown options are harmless',
    ['options.ts', 'if (!table.lenientLong) doubt(`unknown option --${typed}`);', ''],
    ['options.ts', 'if (!option && !table.lenient && !/^-[0-9]+$/.test(text)) doubt(`unknown option -${flag}`);', ''],
  ],
  [
    'substitutions are not entered',
    [
      'words.ts',
      'walker.deeper(span, null, () => walker.script(script, state.fork(), { ...scope, driver: false }));\n  return outputValue',
      'null;\n  return outputValue',
    ],
  ],
  [
    'process substitutions are not entered',
    ['words.ts', 'walker.deeper(span, null, () => walker.script(script, state.fork(), inner));', 'void inner;'],
  ],
  [
    'a subshell changes the shell around it',
    ['walk-compound.ts', 'return list(walker, node.body, state.fork(), {', 'return list(walker, node.body, state, {'],
  ],
  [
    'the text of sh -c is not read',
    ['call.ts', 'return this.walker.text(text, this.state.fresh(positional), scope);', 'return void scope, null;'],
  ],
  [
    'assignments before a command are not judged',
    ['walk-command.ts', 'if (!splitsInput) judgeName(', 'if (false as boolean) judgeName('],
  ],
];

const source = fileURLToPath(new URL('../../../../src/language', import.meta.url));
const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));
const fixture = (name: string): readonly { readonly line?: string; readonly expected: string }[] =>
  readFileSync(new URL(`../../../fixtures/gate/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

let folder = '';
let guarded: readonly string[] = [];

/** Harmful rows that the analyser as it is does not allow, and compositions. */
function lines(): readonly string[] {
  const rows = [...fixture('corpus.jsonl'), ...fixture('adversary.jsonl')]
    .filter((row) => row.expected !== 'allow' && row.line !== undefined)
    .map((row) => row.line as string);
  const pick = pickWith(generator(1));
  const composed = Array.from({ length: 2000 }, () => compose(pick(harmful)[1], pick));
  return [...rows, ...composed].filter((line) => !isAllowed(line));
}

/** A copy of the language with the changes in it. Its own examples are left out: here the lines have to tell. */
async function plant(name: string, changes: readonly Change[]): Promise<Language> {
  const copy = join(folder, name, 'language');
  cpSync(source, copy, { recursive: true });
  for (const [file, text, instead] of [['bash.ts', 'proveExamples();', ''] as const, ...changes]) {
    const path = join(copy, 'bash', file);
    const parts = readFileSync(path, 'utf8').split(text);
    expect(parts, `${file} has this once: ${text}`).toHaveLength(2);
    writeFileSync(path, parts.join(instead));
  }
  const { bash } = await import(/* @vite-ignore */ pathToFileURL(join(copy, 'bash', 'bash.ts')).href);
  return bash;
}

describe('a mistake in the analyser', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mutants-'));
    symlinkSync(modules, join(folder, 'node_modules'));
    guarded = lines();
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('would be made up if a copy without one let a line pass', async () => {
    const copy = await plant('none', []);
    expect(guarded.filter((line) => isAllowed(line, copy))).toEqual([]);
  }, 60_000);

  it.each(mutants.map(([mistake, ...changes], at) => [mistake, at, changes] as const))(
    '%s: some line passes that must not',
    async (_mistake, at, changes) => {
      const copy = await plant(`mutant-${at}`, changes);
      expect(guarded.find((line) => isAllowed(line, copy))).toBeDefined();
    },
    60_000,
  );
});
