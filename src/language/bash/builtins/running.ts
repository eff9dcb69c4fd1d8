// Builtins that run what they are given: eval, exec, command, builtin, trap, source.
import type { Call } from '../call.ts';
import { silentBuiltin as builtin } from '../entry.ts';
import { concat, isText, type Value } from '../value.ts';
import type { Scope } from '../walker.ts';

function evaluate(call: Call): void {
  const words = call.args[0] === '--' ? call.args.slice(1) : call.args;
  const text = words.reduce<Value>((left, right) => (left === '' ? right : concat(concat(left, ' '), right)), '');
  if (isText(text)) call.output = call.walker.text(text, call.state, { ...call.scope, at: call.span });
  else call.walker.taint('eval of a text that is not known before it runs', call.span);
}

function source(call: Call): void {
  call.walker.taint(`${call.name} runs a file in this shell`, call.span);
  if (call.args[0] !== undefined) call.read(call.args[0]);
}

/** `command` and `builtin`: the same shell, without functions. */
function plainly(call: Call): void {
  let at = 0;
  while (isText(call.args[at]) && /^-[pvV]+$/.test(call.args[at] as string)) {
    if (/[vV]/.test(call.args[at] as string)) return;
    at++;
  }
  if (call.args[at] === '--') at++;
  const words = call.args.slice(at);
  if (words.length === 0) return;
  const [first] = words;
  if (isText(first) && !call.walker.lookup(first)?.silent) {
    call.output = call.walker.run(words, call.state, { ...call.scope, programsOnly: true, nested: true }, call.span);
    return;
  }
  // Builtins keep acting on this shell; functions of the same name are passed over.
  const hidden = isText(first) ? call.state.function(first) : undefined;
  if (isText(first) && hidden) call.state.define(first, null);
  call.output = call.walker.run(words, call.state, { ...call.scope, nested: true }, call.span);
  if (isText(first) && hidden) call.state.define(first, hidden);
}

function execute(call: Call): void {
  let at = 0;
  while (isText(call.args[at]) && /^-[cla]+$/.test(call.args[at] as string))
    at += (call.args[at] as string).endsWith('a') ? 2 : 1;
  const words = call.args.slice(call.args[at] === '--' ? at + 1 : at);
  if (call.scope.driver) {
    const what = words.length > 0 ? 'exec would replace' : 'redirections of exec would stay with';
    call.refuse(
      `${what} the session's own shell`,
      words.length > 0 ? 'leave exec out' : 'put them on the command that needs them',
    );
  }
  if (words.length > 0) call.run(words);
  call.state.dead = words.length > 0;
}

const keptByDriver = /^(?:SIG)?(?:INT|TTOU|TTIN|TSTP|EXIT|DEBUG|RETURN|ERR|CHLD|HUP|TERM|0|1|2|15|17|20|21|22)$/i;

function trap(call: Call): void {
  const words = call.args[0] === '--' ? call.args.slice(1) : call.args;
  const [action, ...signals] = words;
  if (action === undefined || (isText(action) && /^-[lp]/.test(action))) return;
  if (
    call.scope.driver &&
    (signals.length === 0 || signals.some((signal) => !isText(signal) || keptByDriver.test(signal)))
  ) {
    call.refuse(
      "this trap would change how the session's own shell works",
      'put it in a script or a subshell: ( trap … )',
    );
  }
  for (const signal of signals) call.define(`trap ${isText(signal) ? signal : '?'}`);
  if (action === '-' || action === '') return;
  if (!isText(action)) return call.opaque('a trap whose text is not known');
  const later: Scope = { ...call.scope, at: call.span, nested: true, stdin: null, loop: null, body: null };
  const state = call.state.fork();
  state.cwds = null;
  call.walker.text(action, state, later);
}

export const runningBuiltins = [
  builtin({
    names: ['eval'],
    effects: evaluate,
    examples: [
      ['eval "ls -l" src', 'run ls -l src', 'read src'],
      ['eval $x', 'opaque'],
      ['eval "a=rm"; $a x', 'run rm x', 'delete x'],
    ],
  }),
  builtin({
    names: ['source', '.'],
    effects: source,
    examples: [
      ['. ./x.sh', 'opaque', 'read x.sh'],
      ['source "$f"', 'opaque', 'read ?'],
    ],
  }),
  builtin({
    names: ['command', 'builtin'],
    effects: plainly,
    examples: [
      ['command rm x', 'run rm x', 'delete x'],
      ['command -v rm'],
      ['builtin eval rm x', 'run rm x', 'delete x'],
      ['command -p -- ls', 'run ls'],
    ],
  }),
  builtin({
    names: ['exec'],
    effects: execute,
    examples: [
      ['exec ls', 'refused'],
      ['exec 3> x', 'refused'],
      ['( exec rm x )', 'run rm x', 'delete x'],
    ],
  }),
  builtin({
    names: ['trap'],
    effects: trap,
    examples: [
      ["trap 'rm x' USR1", 'define trap USR1', 'run rm x', 'delete ?'],
      ['trap - INT', 'refused'],
      ["( trap 'ls' EXIT )", 'define trap EXIT', 'run ls'],
      ['trap -p'],
    ],
  }),
];
