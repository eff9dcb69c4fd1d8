// Builtins that change how the shell itself reads and runs: options, aliases, tables. Most of them ask, and what the
// driver depends on is refused.
import type { Call } from '../call.ts';
import { silentBuiltin as builtin } from '../entry.ts';
import { isText, prefixOf, type Value } from '../value.ts';

// The line editors `vi` and `emacs` are not among them: a shell without one of its own dies of them.
/** Letters and names of `set` that change nothing the reading depends on. */
const quietLetters = /^[eufCb]*$/;
const quietNames = /^(?:errexit|nounset|noglob|noclobber|pipefail|notify|nolog|errtrace)$/;

function set(call: Call): void {
  const { args } = call;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as Value;
    const text = isText(word) ? word : prefixOf(word);
    if (word === '--' || (isText(word) && !/^[-+]./.test(word))) {
      call.state.positional = args.slice(word === '--' ? at + 1 : at);
      return;
    }
    if (!isText(word)) return refuseOption(call, 'that is not known');
    const letters = text.slice(1);
    if (letters.endsWith('o')) {
      const name = args[++at];
      if (name === undefined) return;
      if (!isText(name) || !quietNames.test(name)) refuseOption(call, `-o ${isText(name) ? name : '?'}`);
      judgeFailure(call, name === 'errexit' && text.startsWith('-'));
    }
    const rest = letters.replace(/o$/, '');
    // `+x` puts back what is the driver's own setting.
    if (!quietLetters.test(rest) && !/^\+[xvanET]+$/.test(text)) refuseOption(call, text);
    judgeFailure(call, rest.includes('e') && text.startsWith('-'));
  }
}

function refuseOption(call: Call, what: string): void {
  if (call.scope.driver)
    call.refuse(`set ${what} changes the session's own shell`, 'leave it out, or use it inside bash -c');
  else call.opaque(`set ${what} changes how the rest is read`);
}

/** In front of other commands it is part of a script that wants to stop; alone it only ends the session later. */
function judgeFailure(call: Call, exits: boolean): void {
  if (exits && call.scope.driver && call.scope.last) {
    call.refuse(
      'set -e alone would end the session at the next failure',
      'put it in front of the commands of one statement',
    );
  }
}

const quietShopts = /^(?:globstar|inherit_errexit|checkwinsize|cmdhist|lithist|histappend|nocasematch|autocd)$/;

function shopt(call: Call): void {
  const flags = call.args.filter((word) => isText(word) && word.startsWith('-')) as string[];
  const names = call.args.filter((word) => !(isText(word) && word.startsWith('-')));
  if (flags.some((flag) => flag.includes('o'))) return names.length > 0 ? refuseOption(call, '(shopt -o)') : undefined;
  if (!flags.some((flag) => /[su]/.test(flag))) return;
  for (const name of names) {
    if (isText(name) && quietShopts.test(name)) continue;
    if (name === 'nullglob') {
      call.state.dropsPatterns ||= flags.some((flag) => flag.includes('s'));
      continue;
    }
    const label = isText(name) ? name : '?';
    if (
      call.scope.driver &&
      /^(?:expand_aliases|extglob|huponexit|checkjobs|lastpipe|compat\d+|extdebug|execfail|\?)$/.test(label)
    ) {
      call.refuse(`shopt ${label} changes how the session's own shell reads`, 'leave it out');
    } else call.walker.taint(`shopt ${label} changes how words are read`, call.span);
  }
}

function alias(call: Call): void {
  for (const word of call.args) {
    const equals = prefixOf(word).indexOf('=');
    if (equals > 0 || !isText(word)) call.define(`alias ${prefixOf(word).slice(0, Math.max(0, equals)) || '?'}`);
  }
}

const tables: Readonly<Record<string, string>> = {
  hash: 'which file a command name runs',
  bind: 'what keys do',
  complete: 'what runs at completion',
  compopt: 'what runs at completion',
  compgen: 'what runs at completion',
  fc: 'runs lines of the history',
  history: 'the history and its file',
};

function table(call: Call): void {
  const isLook = call.args.every(
    (word) => isText(word) && (call.name === 'hash' ? /^-[lrt]+$/.test(word) : /^(?:-[lp]|\d+)$/.test(word)),
  );
  const harmlessWords = call.name === 'compgen' && !call.args.some((word) => !isText(word) || /^-.*[CFW]/.test(word));
  if (!isLook && !harmlessWords) call.walker.taint(`${call.name} changes ${tables[call.name]}`, call.span);
}

export const changingBuiltins = [
  builtin({
    names: ['set'],
    effects: set,
    examples: [
      ['set -euo pipefail; ls', 'run ls'],
      ['set -e', 'refused'],
      ['set -x; ls', 'refused'],
      ['set -- a b'],
      ['set -o posix; ls', 'refused'],
      ['set -o vi; ls', 'refused'],
      ['set -o emacs; ls', 'refused'],
      ['set $x', 'refused'],
      ['set -m; ls', 'refused'],
      ['set -n; ls', 'refused'],
    ],
  }),
  builtin({
    names: ['shopt'],
    effects: shopt,
    examples: [
      ['shopt -s nullglob; for f in *.c; do cat "$f"; done', 'run cat ?', 'read glob *.c'],
      ['shopt -s nullglob; cat a *.c', 'opaque', 'run cat a ?', 'read a', 'read glob *.c'],
      ['shopt -s failglob', 'opaque'],
      ['shopt -s dotglob', 'opaque'],
      ['shopt -s expand_aliases', 'refused'],
      ['shopt'],
    ],
  }),
  builtin({ names: ['alias'], effects: alias, examples: [["alias ll='ls -l'", 'define alias ll'], ['alias']] }),
  builtin({ names: ['unalias'], examples: [['unalias ll']] }),
  builtin({
    names: ['enable'],
    effects: (call) => {
      if (call.args.some((word) => !isText(word) || !/^-[aps]+$/.test(word)))
        call.refuse("enable changes the builtins of the session's own shell", 'leave it out');
    },
    examples: [['enable -n read', 'refused'], ['enable -f x.so x', 'refused'], ['enable -a']],
  }),
  builtin({
    names: Object.keys(tables),
    effects: table,
    examples: [
      ['hash -p /bin/rm ls', 'opaque'],
      ['history -w', 'opaque'],
      ['hash -r'],
      ['compgen -C ls', 'opaque'],
      ['compgen -c'],
      ['history'],
    ],
  }),
  builtin({
    names: ['umask', 'ulimit'],
    effects: (call) => {
      const isLook =
        call.args.every((word) => isText(word) && /^-[a-zA-Z]+$/.test(word)) && !call.args.includes('unlimited');
      if (!isLook) call.set(call.name);
    },
    examples: [['umask'], ['umask 000', 'set umask'], ['ulimit -a'], ['ulimit -n 1', 'set ulimit']],
  }),
  builtin({ names: ['times', 'caller', 'help'], examples: [['times'], ['help cd']] }),
];
