// What package managers and test runners share: their words, and options that load more than the project's own rules.
import type { Call } from '../call.ts';
import { isWithin, type Place } from '../paths.ts';
import { globText, isText, mayBeOption, prefixOf, type Value } from '../value.ts';

export const words = (call: Call): readonly string[] =>
  call.args.filter((word): word is string => isText(word) && !word.startsWith('-'));

export function unclear(call: Call, count: number): boolean {
  return call.args.slice(0, count).some((word) => !isText(word));
}

/** Tests or sources given by a path that leads out of the folder. */
export function namesOutside(call: Call, operands: readonly Value[] = call.args): boolean {
  return operands.some(
    (word) =>
      /^[/~]|(?:^|\/)\.\.(?:\/|$)/.test(prefixOf(word)) && !call.places(word).every((place) => isBelow(call, place)),
  );
}

function isBelow(call: Call, { path }: Place): boolean {
  return path !== null && (call.state.cwds ?? []).some((cwd) => isWithin(path, cwd));
}

/** They load code or start a program, also one of the project: what they name is more than the tool's own work. */
const loading =
  /^--(?:python-e\w*|ini\S*|loa\S*|install\S*|pdb\w*|trace|debug\w*|runner|exec|require|import|plugin-search-dir|plugins?|rulesdir|resolve-plugins-relative-to|globalSetup|setupFiles\w*|transform|testRunner|testEnvironment|pythonpath|custom-typeshed-dir|inspect\S*)(?:=|$)/;
/** A file of code or a plain word is their value: `-R spec` is a name, `-R ./x.js` a file. */
const maybeLoading =
  /^(?:-[cfRrp]|--(?:conf\w*(?:-file)?|format(?:ter)?|reporters?|parser|ui|preset|project))(?==|$)|^-[cfRrp](?=[\w./])/;
/** Files that are rules by their names are watched where they are written. */
const rules = /(?:\.config\.\w+|rc(?:\.\w+)?|conftest\.py)$/;
const codeFile = /\.(?:[cm]?[jt]sx?|py)$/;
const elsewhere = /^(?:[/~{]|\w+:\/\/)|(?:^|\/)\.\.(?:\/|$)/;

/** What the words of a builder, linter or test runner ask for beyond the project's own rules; null when nothing. */
export function beyondProject(call: Call, tool: string, args: readonly Value[]): string | null {
  for (const [at, word] of args.entries()) {
    const text = prefixOf(word);
    if (text === '' && mayBeOption(word)) return 'a word that is not known';
    if (!text.startsWith('-')) continue;
    if (loading.test(text)) return `${text} loads code`;
    const short = /^-\w./.test(text);
    const equals = text.indexOf('=');
    const attached = equals >= 0 ? text.slice(equals + 1) : short ? text.slice(2) : null;
    const value = attached ?? args[at + 1] ?? '';
    if (attached !== null && elsewhere.test(attached) && attached !== '/dev/null')
      return `${text} leads outside the project`;
    if (attached === null && prefixOf(value).startsWith('{')) return `${text} with rules of its own`;
    const fixed = prefixOf(value);
    if (maybeLoading.test(text) && codeFile.test(fixed) && !rules.test(fixed)) return `${text} loads code`;
    if (maybeLoading.test(text) && !/^-p|^--(?:project|conf)|^-c/.test(text) && fixed.includes('/'))
      return `${text} loads code`;
    if (/pytest|py\.test/.test(tool)) {
      if (/^-p/.test(text) && !/^no:/.test(fixed)) return `${text} loads a plugin`;
      // Any ini option: plugins, search paths, log files. Abbreviations included.
      if (/^-o|^--o|^--pas/.test(text)) return `${text} sets options of its own`;
      if (/^--cov-r/.test(text) && elsewhere.test(fixed.replace(/^[\w-]+:/, '')))
        return `${text} leads outside the project`;
    }
  }
  const paths = args.filter((word) => word !== '/dev/null');
  return namesOutside(call, paths) ? 'code or rules outside the project' : null;
}

/** What a linter is given it may print. */
export function readOperands(call: Call, args: readonly Value[]): void {
  for (const word of args) if (!prefixOf(word).startsWith('-')) call.read(isText(word) ? globText(word) : word);
}
