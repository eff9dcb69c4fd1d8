// What of a statement is code beside the statement itself: files it runs, input it reads.
import type { Effect } from '../language/effect.ts';
import type { CodeFile, CodeInspector } from './approval.ts';
import { inspectCodeFile } from './code-file.ts';
import { codePathsOf } from './code-paths.ts';
import { isInterpreter } from './similarity/carriers.ts';

/** More than a person would look at. */
const maxFiles = 16;

/** Relative programs of a statement that moves about are not where they seem. */
const moves = /(?:^|[^\w-])(?:cd|pushd|popd|chdir)(?![\w-])|\s-C\b|--(?:chdir|directory)\b/;

export const codeInspector: CodeInspector = {
  readsCode: (effects) =>
    effects.some(({ kind }) => kind === 'opaque') ||
    effects.some((effect) => effect.kind === 'run' && isInterpreter(effect.argv[0] as string)),

  async files(statement, effects, cwd) {
    const paths = codePathsOf(effects, cwd);
    if (paths.length > maxFiles) return { kind: 'unbindable', why: `it runs ${paths.length} files as code` };
    if (moves.test(statement) && effects.some(isRelativeProgram)) {
      return { kind: 'unbindable', why: 'it changes directory before it runs a program of that directory' };
    }
    const files: CodeFile[] = [];
    for (const path of paths) {
      const inspected = await inspectCodeFile(path);
      if (inspected.kind === 'unbindable') return inspected;
      files.push(inspected.file);
    }
    return { kind: 'files', files };
  },
};

function isRelativeProgram(effect: Effect): boolean {
  if (effect.kind !== 'run') return false;
  const [program] = effect.argv;
  return typeof program === 'string' && program.includes('/') && !program.startsWith('/');
}
