// Which files a statement runs as code: programs named by a path, and the scripts that interpreters are given.
import { posix } from 'node:path';
import type { Effect } from '../language/effect.ts';
import { commandName } from '../policy/run-pattern.ts';
import { isInterpreter } from './similarity/carriers.ts';

/** Absolute paths, each once; programs of the system's own folders are not looked at. */
export function codePathsOf(effects: readonly Effect[], cwd: string): readonly string[] {
  const paths = effects.flatMap((effect, index) => {
    if (effect.kind !== 'run') return [];
    const command = effect.argv[0] as string;
    const name = commandName(command);
    if (name.includes('/')) return [posix.resolve(cwd, name)];
    return isInterpreter(name) ? scriptsOf(effects, index, effect.argv) : [];
  });
  return [...new Set(paths)];
}

/** The first file that the run reads and that is one of its words. */
function scriptsOf(effects: readonly Effect[], run: number, argv: readonly (string | null)[]): readonly string[] {
  const script = effects.find(
    (effect) =>
      effect.kind === 'read' &&
      effect.of === run &&
      effect.path !== null &&
      argv.some((word) => word !== null && effect.path?.endsWith(posix.basename(word))),
  );
  return script?.kind === 'read' && script.path !== null ? [script.path] : [];
}
