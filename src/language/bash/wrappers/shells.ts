// Shells started by a statement: their text is read like the statement itself, with its own `$0 $1 …`; a bare one is
// refused, since nothing typed into it would be judged.
import type { Call } from '../call.ts';
import { tool } from '../entry.ts';
import { isText, prefixOf, unknown, type Value } from '../value.ts';

const flagsWithValue = /^[-+][a-zA-Z]*[oO]$/;
const quietLong = /^--(?:norc|noprofile|noediting|verbose|debugger)$/;

interface Shell {
  /** The words after the options. */
  readonly rest: readonly Value[];
  readonly text: boolean;
  readonly stdin: boolean;
  readonly startup: boolean;
  readonly asks: boolean;
}

function readShell(call: Call): Shell {
  let [text, stdin, startup, asks] = [false, false, false, false];
  let at = 0;
  for (; at < call.args.length; at++) {
    const word = call.args[at] as Value;
    if (!isText(word)) {
      if (/^[-+]/.test(prefixOf(word)) || prefixOf(word) === '') call.opaque('options of a shell that are not known');
      break;
    }
    if (word === '--' || word === '-') {
      at++;
      break;
    }
    if (!/^[-+]./.test(word)) break;
    if (/^--(?:version|help)$/.test(word)) asks = true;
    else if (/^--(?:rcfile|init-file)/.test(word)) {
      startup = true;
      if (!word.includes('=')) at++;
    } else if (word === '--login') startup = true;
    else if (word.startsWith('--') && !quietLong.test(word)) call.opaque(`${call.name} ${word} is not followed`);
    else if (!word.startsWith('--')) {
      if (/[li]/.test(word)) startup = true;
      if (word.startsWith('-') && word.includes('c')) text = true;
      if (word.startsWith('-') && word.includes('s')) stdin = true;
      if (flagsWithValue.test(word)) {
        const name = call.args[++at];
        if (!isText(name) || !/^(?:pipefail|errexit|nounset|xtrace|globstar|noglob)$/.test(name))
          call.opaque('a shell that reads its text by other rules');
      }
    }
  }
  return { rest: call.args.slice(at), text, stdin, startup, asks };
}

function shell(call: Call, posix: boolean): void {
  const { rest, text, stdin, startup, asks } = readShell(call);
  if (asks) return;
  if (startup) call.opaque(`${call.name} reads start-up files`);
  const [first, ...others] = rest;
  if (text) {
    call.output = call.shell(first ?? null, others.slice(1), posix);
    return;
  }
  const fromInput =
    first === undefined || stdin || (isText(first) && /^\/dev\/(?:stdin|fd\/0)$|^\/proc\/self\/fd\/0$/.test(first));
  if (fromInput) return readInput(call, first === undefined || stdin ? rest : others, posix);
  // The script is a program of its own: a policy names it.
  const file: Value = isText(first) && !first.includes('/') ? `./${first}` : first;
  if (!isText(file) || file.startsWith('/dev/')) call.opaque('a shell runs a file that is not known');
  else call.run([file, ...others]);
  call.read(first);
}

function readInput(call: Call, positional: readonly Value[], posix: boolean): void {
  const { stdin } = call.scope;
  if (stdin === 'terminal') {
    call.raw();
    return call.refuse(
      `${call.name} without a command would run what is typed, unjudged`,
      'send your commands one by one; this session is a shell already',
    );
  }
  const known = stdin?.exact && stdin.lines.every(isText) ? stdin.lines.join('\n') : null;
  call.shell(known ?? unknown, positional, posix);
}

function foreign(call: Call): void {
  const options = call.args.filter((word) => prefixOf(word).startsWith('-'));
  if (call.args.length === 1 && options[0] === '--version') return;
  call.opaque(`${call.name} reads its own language`);
  if (call.args.length === options.length && call.scope.stdin === 'terminal') {
    call.raw();
    call.refuse(
      `${call.name} without a command would run what is typed, unjudged`,
      'send your commands one by one; this session is a shell already',
    );
  }
}

/** One program that is many: the first word names which. */
function applet(call: Call): void {
  const at = call.args.findIndex((word) => !(isText(word) && word.startsWith('--')));
  const words = at < 0 ? [] : call.args.slice(at);
  if (words.length > 0) call.output = call.run(words);
}

function loader(call: Call): void {
  if (call.args.some((word) => isText(word) && /^--(?:list|verify|preload|library-path|audit|argv0)/.test(word)))
    call.opaque('a program loader with options');
  const at = call.args.findIndex((word) => !prefixOf(word).startsWith('-'));
  if (at >= 0) call.run(call.args.slice(at));
}

export const shellWrappers = [
  tool({
    names: ['bash', 'rbash'],
    effects: (call) => shell(call, false),
    obeys: [
      '.bashrc',
      '.bash_profile',
      '.bash_login',
      '.profile',
      '.bash_logout',
      '.inputrc',
      '.bash_aliases',
      'etc/profile',
      'etc/bash.bashrc',
      'etc/environment',
      'profile.d/',
    ],
    examples: [
      ['bash -c "rm x"', 'run rm x', 'delete x'],
      ['bash -c \'"$@"\' _ rm x', 'run rm x', 'delete x'],
      ['bash -O extglob -c ls', 'opaque', 'run ls'],
      ['bash <<< "rm x"', 'run rm x', 'delete x'],
      ['cat f | bash', 'run cat f', 'read f', 'opaque'],
      ['bash x.sh', 'run ./x.sh', 'read x.sh'],
      ['bash', 'refused'],
      ['bash --version'],
    ],
  }),
  tool({
    names: ['sh', 'dash', 'ash'],
    effects: (call) => shell(call, true),
    examples: [
      ["sh -c 'rm x'", 'run rm x', 'delete x'],
      ["sh -c 'echo a &> b'", 'run echo a', 'write b', 'opaque'],
      ['sh -s -- x <<\'E\'\nrm "$1"\nE', 'run rm x', 'delete x'],
      ['sh -i', 'refused'],
    ],
  }),
  tool({
    names: ['zsh', 'ksh', 'mksh', 'fish', 'csh', 'tcsh', 'pwsh', 'elvish', 'nu', 'xonsh', 'rc', 'es'],
    effects: foreign,
    obeys: ['.zshrc', '.zshenv', '.zprofile', '.zlogin', '.kshrc', '.cshrc', '.tcshrc', '.login', 'config.fish'],
    examples: [
      ['zsh -c ls', 'opaque'],
      ['fish', 'refused'],
    ],
  }),
  tool({
    names: ['busybox', 'toybox'],
    effects: applet,
    examples: [['busybox rm x', 'run rm x', 'delete x'], ['busybox']],
  }),
  tool({
    names: [
      'ld.so',
      'ld-linux.so.2',
      'ld-linux-x86-64.so.2',
      'ld-linux-aarch64.so.1',
      'ld-linux-armhf.so.3',
      'ld-musl-x86_64.so.1',
      'ld-musl-aarch64.so.1',
    ],
    effects: loader,
    examples: [['/lib64/ld-linux-x86-64.so.2 /bin/rm x', 'run /bin/rm x', 'delete x']],
  }),
];
