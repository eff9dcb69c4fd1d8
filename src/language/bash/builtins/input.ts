// Builtins that read input into variables.
import { type Call, has, optionValue } from '../call.ts';
import { silentBuiltin as builtin } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { refuseDescriptor } from '../redirects.ts';
import { isText, piecesOf, prefixOf, sameAs, suffixOf, unknown, type Value } from '../value.ts';

function judgeDescriptor(call: Call, given: Arguments): void {
  const descriptor = optionValue(given, '-u');
  if (descriptor === undefined) return;
  if (!isText(descriptor) || !/^\d+$/.test(descriptor))
    return call.refuse('a descriptor that is not known', 'name it by its number');
  if (Number(descriptor) > 2 && !call.scope.opened.has(Number(descriptor)))
    refuseDescriptor(call.walker, Number(descriptor), call.span);
}

/** The line it reads, as far as the input is known. */
function line(call: Call, given: Arguments): Value {
  if (call.input === null || has(given, '-d', '-n', '-N', '-u')) return unknown;
  const { lines, exact } = call.input;
  const [first, ...rest] = lines;
  if (exact) return first ?? '';
  if (first === undefined || rest.some((line) => !sameAs(line, first))) return unknown;
  // At the end of the input it is empty: unquoted that is no word at all.
  return { pieces: piecesOf(first), many: true };
}

function read(call: Call, given: Arguments): void {
  judgeDescriptor(call, given);
  // At a terminal its keys run commands: substitutions are expanded in the line, an editor runs what is written.
  if (has(given, '-e', '-i')) {
    call.raw();
    call.opaque('read with line editing runs commands at its keys');
  }
  const array = optionValue(given, '-a');
  if (array !== undefined) {
    call.walker.assignName(array ?? unknown, null, call.state, call.scope, call.span);
    if (isText(array)) call.state.set(array, { elements: null });
    return;
  }
  const value = line(call, given);
  const names = given.operands.length > 0 ? given.operands : ['REPLY'];
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    // Without -r a backslash joins and escapes; blanks at both ends go.
    const texts = piecesOf(value).filter(isText);
    const isPlain = !texts.some((text) => text.includes('\\')) && (!call.state.splitsOddly || splitsNowhere(call));
    const text = !isPlain ? unknown : isText(value) ? trimmed(call, value) : isBare(value) ? value : unknown;
    return call.walker.assignName(only, text, call.state, call.scope, call.span);
  }
  const fields =
    isText(value) && !value.includes('\\') && !call.state.splitsOddly && call.input?.exact
      ? value.trim().split(/[ \t]+/)
      : null;
  for (const [at, name] of names.entries()) {
    const isLast = at === names.length - 1;
    const part = fields === null ? unknown : isLast ? fields.slice(at).join(' ') : (fields[at] ?? '');
    call.walker.assignName(name, part, call.state, call.scope, call.span);
  }
}

/** `IFS=` in front: nothing is cut off the line. */
const splitsNowhere = (call: Call): boolean => call.state.get('IFS') === '';

const trimmed = (call: Call, text: string): string =>
  splitsNowhere(call) ? text : text.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '');

/** No blanks at its ends that would go. */
const isBare = (value: Value): boolean => !/^[ \t]/.test(prefixOf(value)) && !/[ \t]$/.test(suffixOf(value));

function mapfile(call: Call, given: Arguments): void {
  judgeDescriptor(call, given);
  if (has(given, '-C')) call.opaque(`${call.name} -C runs a command for the lines it reads`);
  const name = given.operands[0] ?? 'MAPFILE';
  call.walker.assignName(name, null, call.state, call.scope, call.span);
  if (!isText(name)) return;
  const { input } = call;
  const trimmed = has(given, '-t') && !has(given, '-d', '-n', '-O', '-s', '-u');
  call.state.set(name, { elements: input?.exact && trimmed ? input.lines : null });
}

export const inputBuiltins = [
  builtin({
    names: ['read'],
    options: 'ers -a= -d= -i= -n= -N= -p= -t= -u=',
    effects: read,
    examples: [
      ['read -r a <<< rm; $a x', 'run rm x', 'delete x'],
      ["read 'a[$(rm)]'", 'opaque'],
      ['read -u 10 x', 'refused'],
      ['read -rp "name? " n'],
      ['read PATH', 'set PATH'],
      ['IFS=: read a b <<< rm:x; $a $b', 'opaque'],
      ['IFS= read -r a <<< " x"; cat "$a"', 'run cat  x', 'read  x'],
      ['read -e a', 'raw read', 'opaque'],
      ['read -ri x a', 'raw read', 'opaque'],
    ],
  }),
  builtin({
    names: ['mapfile', 'readarray'],
    options: 't -d= -n= -O= -s= -u= -C= -c=',
    effects: mapfile,
    examples: [
      ["mapfile -C 'rm' x", 'opaque'],
      ['mapfile -t a <<< rm; ${a[0]} x', 'run rm x', 'delete x'],
    ],
  }),
];
