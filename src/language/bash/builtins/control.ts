// Builtins that steer the flow: leaving loops, functions, the shell; jobs.
import type { Call } from '../call.ts';
import { silentBuiltin as builtin } from '../entry.ts';
import { isText } from '../value.ts';

function leaveLoop(call: Call): void {
  if (!call.scope.loop) call.refuse(`${call.name} outside a loop would leave the session's own shell`, 'leave it out');
  // `break 2` leaves more than one.
  for (let { loop } = call.scope; loop; loop = loop.outer) loop.jumps.push(call.state.flattenOnto(loop.entry));
  call.state.dead = true;
}

function leaveFunction(call: Call): void {
  if (call.scope.calls.length === 0)
    call.refuse("return outside a function would leave the session's own shell", 'leave it out');
  const { body } = call.scope;
  body?.jumps.push(call.state.flattenOnto(body.entry));
  call.state.dead = true;
}

export const controlBuiltins = [
  builtin({
    names: ['break', 'continue'],
    effects: leaveLoop,
    examples: [
      ['while true; do break; done', 'run true'],
      ['break', 'refused'],
      ['continue 2', 'refused'],
      ['a=ls; for i in 1; do a=rm; if false; then break; fi; a=ls; done; $a x', 'run false', 'opaque'],
    ],
  }),
  builtin({
    names: ['return'],
    effects: leaveFunction,
    examples: [
      ['return 1', 'refused'],
      ['f() { return 1; }', 'define f'],
    ],
  }),
  builtin({
    names: ['exit', 'logout'],
    effects: (call) => {
      call.state.dead = true;
    },
    examples: [['exit 3'], ['cd src || exit 1; cat a', 'run cat a', 'read src/a']],
  }),
  builtin({
    names: ['wait', 'jobs', 'fg', 'bg', 'disown'],
    effects: (call) => {
      if (call.name === 'jobs' && call.args.some((word) => isText(word) && word.startsWith('-x')))
        call.opaque('jobs -x runs a command');
      const at = call.name === 'wait' ? call.args.indexOf('-p') : -1;
      if (at >= 0) call.walker.assignName(call.args[at + 1] ?? '', null, call.state, call.scope, call.span);
    },
    examples: [['wait'], ['fg %1'], ['jobs -x rm x', 'opaque'], ['wait -p x 1']],
  }),
  builtin({
    names: ['suspend'],
    effects: (call) => call.refuse("suspend would stop the session's own shell", 'leave it out'),
    examples: [['suspend', 'refused']],
  }),
];
