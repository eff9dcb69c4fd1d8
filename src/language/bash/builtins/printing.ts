// Builtins that print or test and are programs as well.
import { longestStatement } from '../budget.ts';
import type { Call } from '../call.ts';
import { silentBuiltin, tool } from '../entry.ts';
import { concat, isMany, isText, piecesOf, type Value } from '../value.ts';
import { judgeNameText } from '../walk-compound.ts';

function echo(call: Call): void {
  const start = call.args.findIndex((word) => !(isText(word) && /^-[neE]+$/.test(word)));
  const options = (start < 0 ? call.args : call.args.slice(0, start)).join('');
  const plain = start < 0 ? [] : call.args.slice(start);
  // A plain sh may print its options and take backslashes for escapes.
  if (call.scope.posix && (/[eE]/.test(options) || plain.some((word) => !isText(word) || word.includes('\\')))) return;
  const escapes = /e/.test(options);
  if (
    plain.some((word) => !isText(word) && isMany(word)) ||
    (escapes && plain.some((word) => !isText(word) || word.includes('\\')))
  ) {
    // Names a pattern stands for, on one line.
    return;
  }
  const line =
    plain.reduce<Value | null>((left, right) => (left === null ? right : concat(concat(left, ' '), right)), null) ?? '';
  if (isText(line)) call.output = { lines: line.split('\n'), exact: true };
  else if (!piecesOf(line).some((piece) => isText(piece) && piece.includes('\n')))
    call.output = { lines: [line], exact: true };
}

function printf(call: Call): void {
  const [first, ...rest] = call.args;
  if (isText(first) && first.startsWith('-v')) {
    const [name, format, ...values] = first === '-v' ? rest : [first.slice(2), ...rest];
    const text = formatted(format, values);
    return call.walker.assignName(name ?? '', text, call.state, call.scope, call.span);
  }
  if (!isText(first)) {
    // A format that is not known may be `-v` with a name.
    if (call.of === null || !call.scope.programsOnly) call.opaque('printf with a format that is not known');
    return;
  }
  const text = first === '--' ? formatted(rest[0], rest.slice(1)) : formatted(first, rest);
  if (text !== null) call.output = { lines: text.replace(/\n$/, '').split('\n'), exact: true };
}

/** Formats of `%s` and escapes that need no table. */
function formatted(format: Value | undefined, values: readonly Value[]): string | null {
  if (!isText(format) || !values.every(isText) || /%[^s%]|\\[^n\\t]/.test(format)) return null;
  const slots = format.match(/%s/g)?.length ?? 0;
  const rounds = slots === 0 ? 1 : Math.max(1, Math.ceil(values.length / slots));
  if (rounds > 64) return null;
  const queue = [...(values as readonly string[])];
  let text = '';
  for (let round = 0; round < rounds; round++) {
    if (text.length > longestStatement) return null;
    text += format.replace(/%s|%%|\\n|\\t|\\\\/g, (part) => {
      if (part === '%s') return queue.shift() ?? '';
      return { '%%': '%', '\\n': '\n', '\\t': '\t' }[part] ?? '\\';
    });
  }
  return text;
}

/** `test -v name` evaluates a subscript. */
function test(call: Call): void {
  for (const [at, word] of call.args.entries()) {
    if (word === '-v' || word === '-R') judgeNameText(call.walker, call.args[at + 1] ?? '', call.span);
    if (!isText(word) && call.args.length > 1 && isMany(word))
      call.opaque('an unquoted word in a test may be an operator');
  }
  call.output = { lines: [], exact: true };
}

export const printingBuiltins = [
  tool({
    names: ['echo'],
    effects: echo,
    examples: [
      ['echo -n a $x'],
      ['x=$(echo rm); $x a', 'run rm a', 'delete a'],
      ["x=$(echo -n -e 'r\\x6d'); $x a", 'opaque'],
    ],
  }),
  tool({
    names: ['printf'],
    effects: printf,
    examples: [
      ['printf "%s\\n" a b'],
      ["printf -v 'a[$(rm)]' x", 'opaque'],
      ['printf -v a %s rm; $a x', 'run rm x', 'delete x'],
    ],
  }),
  tool({ names: ['test', '['], effects: test, examples: [['[ -f package.json ]'], ["test -v 'a[$(rm)]'", 'opaque']] }),
  tool({
    names: ['true', 'false'],
    effects: (call) => {
      call.output = { lines: [], exact: true };
    },
    examples: [['true'], ['false x']],
  }),
  silentBuiltin({
    names: [':'],
    effects: (call) => {
      call.output = { lines: [], exact: true };
    },
    examples: [[': $x']],
  }),
  tool({
    names: ['pwd'],
    effects: (call) => {
      const [cwd, ...others] = call.state.cwds ?? [];
      if (cwd !== undefined && others.length === 0) call.output = { lines: [cwd], exact: true };
    },
    examples: [['pwd'], ['cat "$(pwd)/a"', 'run cat /w/a', 'read a']],
  }),
  silentBuiltin({ names: ['type'], examples: [['type -a ls']] }),
  tool({
    names: ['kill'],
    effects: (call) => {
      const isList = call.args.some((word) => isText(word) && /^-[lL]$/.test(word));
      const target = call.args.findLast(isText);
      if (target !== undefined && /^-?(?:1|0)$/.test(target)) call.opaque('kill of every process');
      if (!isList) call.restart(`process ${target ?? '?'}`);
      if (call.args.some((word) => isText(word) && /^-(?:SIG)?STOP$|^-19$/i.test(word))) {
        call.refuse('a stopped process of this session cannot be continued for certain', 'use another signal');
      }
    },
    examples: [['kill -l'], ['kill -9 12', 'restart process 12'], ['kill -STOP $$', 'refused']],
  }),
];
