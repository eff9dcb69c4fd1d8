// Builtins that declare, set and remove variables.

import { parse } from 'unbash';
import { judgeArithmeticValue } from '../arithmetic.ts';
import type { Call } from '../call.ts';
import { silentBuiltin as builtin } from '../entry.ts';
import { noteLocal } from '../functions.ts';
import { isArray } from '../state.ts';
import { dropPrefix, isMany, isText, number, prefixOf, token, unknown, type Value } from '../value.ts';
import { judgeName } from '../variables.ts';

const plain = /^[A-Za-z_]\w*$/;

/** `declare`, `export`, `local`, `readonly`: the operands are names, or names with a value. */
function declare(call: Call): void {
  const flags = call.args.filter((word) => /^[-+]/.test(prefixOf(word)));
  const names = call.args.filter((word) => !/^[-+]/.test(prefixOf(word)));
  if (flags.some((flag) => !isText(flag))) call.opaque(`${call.name} with options that are not known`);
  const on = flags.filter(isText).join('');
  if (/n/.test(on) && call.name !== 'export') call.opaque('a name that stands for another variable (nameref)');
  if (/f/.test(on) && call.name === 'export') call.opaque('exports a function to other shells');
  if (/[fFp]/.test(on)) return;
  const isLocal = call.scope.calls.length > 0 && call.name !== 'export' && call.name !== 'readonly' && !/g/.test(on);
  for (const word of names) {
    const equals = prefixOf(word).indexOf('=');
    const name = equals < 0 ? word : prefixOf(word).slice(0, equals);
    if (!isText(name) || !plain.test(name)) {
      call.walker.assignName(name, null, call.state, call.scope, call.span);
      continue;
    }
    if (isLocal) noteLocal(call.scope, name, call.state.get(name));
    if (/[uclI]/.test(on)) call.opaque('a variable that changes what is put into it');
    // From now on every assignment to it would be evaluated.
    if (/i/.test(on)) call.opaque('a variable whose values are evaluated (declare -i)');
    const before = call.state.get(name);
    // A text in brackets is taken apart and expanded again when the variable is an array.
    const mayBeList =
      equals >= 0 && !/^[^(]/.test(prefixOf(dropPrefix(word, equals + 1))) && dropPrefix(word, equals + 1) !== '';
    if (mayBeList && (/[aA]/.test(on) || isArray(before))) call.opaque('an array made of a text');
    if (equals >= 0) call.walker.assignName(name, dropPrefix(word, equals + 1), call.state, call.scope, call.span);
    else if (isLocal && !isArray(before)) call.state.set(name, unknown);
    else if (call.name === 'readonly')
      judgeName(
        call.walker,
        name,
        before === undefined || isArray(before) ? unknown : before,
        call.scope,
        call.span,
        false,
      );
    if (/A/.test(on)) call.state.set(name, { elements: null, keyed: true });
    if (call.name === 'export' || /x/.test(on)) judgeExport(call, name);
  }
}

function judgeExport(call: Call, name: string): void {
  const value = call.state.get(name);
  judgeName(
    call.walker,
    name,
    value === undefined || isArray(value) ? unknown : value,
    { ...call.scope, driver: false },
    call.span,
    true,
  );
}

function unset(call: Call): void {
  for (const word of call.args) {
    if (isText(word) && word.startsWith('-')) continue;
    if (!isText(word) || !plain.test(word)) {
      call.opaque('unset of a name that is not plain');
      continue;
    }
    judgeName(call.walker, word, '', call.scope, call.span, false);
    call.state.set(word, unknown);
    if (word === 'IFS') call.state.splitsOddly = false;
    if (call.state.function(word)) call.state.define(word, null);
  }
}

function evaluate(call: Call): void {
  for (const word of call.args) {
    const text = isText(word) ? word : null;
    const [statement] = text === null || /[$`'"\\[\]]/.test(text) ? [] : parse(`((${text}))`).commands;
    if (statement?.command.type === 'ArithmeticCommand')
      call.walker.node(statement.command, call.state, { ...call.scope, at: call.span });
    else judgeArithmeticValue(call.walker, word, call.state, call.span);
  }
}

function getopts(call: Call): void {
  const [, name] = call.args;
  call.walker.assignName(name ?? unknown, token, call.state, call.scope, call.span);
  for (const [variable, value] of [
    ['OPTARG', unknown],
    ['OPTIND', number],
  ] as const)
    call.state.set(variable, value);
}

function shift(call: Call): void {
  const [count = '1'] = call.args;
  const { positional } = call.state;
  const known =
    isText(count) && /^\d+$/.test(count) && positional !== null && !positional.some((value: Value) => isMany(value));
  call.state.positional = known ? positional.slice(Number(count)) : null;
}

export const variableBuiltins = [
  builtin({
    names: ['declare', 'typeset', 'local', 'readonly', 'export'],
    effects: declare,
    examples: [
      ['declare a=ls; $a', 'run ls'],
      ['export FOOD=1', 'set FOOD'],
      ['export CI=1'],
      ['declare -n b=a', 'opaque'],
      ['declare -i n=1', 'opaque'],
      ["declare -a n='($(rm x))'", 'opaque'],
      ['declare -A m=([k]=v); echo "${m[k]}"', 'run echo ?'],
      ['readonly PATH', 'set PATH'],
      ['export "$x"', 'opaque'],
    ],
  }),
  builtin({
    names: ['unset'],
    effects: unset,
    examples: [['unset a b'], ["unset 'a[$(rm)]'", 'opaque'], ['unset PATH', 'set PATH']],
  }),
  builtin({
    names: ['let'],
    effects: evaluate,
    examples: [['let x=1+2 y=x'], ["let 'a[$(rm)]'", 'opaque'], ['let $x', 'opaque']],
  }),
  builtin({ names: ['getopts'], effects: getopts, examples: [['getopts ab: o'], ['getopts ab: "$x"', 'opaque']] }),
  builtin({ names: ['shift'], effects: shift, examples: [['set -- a b; shift; cat "$1"', 'run cat b', 'read b']] }),
];
