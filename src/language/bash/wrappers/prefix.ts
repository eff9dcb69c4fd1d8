// Programs that run the rest of their words: environment, priority, time limits, other users.
import { type Call, given, has, optionValue } from '../call.ts';
import { type Example, tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { concat, dropPrefix, isText, prefixOf, unknown, type Value } from '../value.ts';
import { judgeName } from '../variables.ts';

/** @param skip operands in front of the command */
function prefix(names: readonly string[], options: string, skip: number, ...examples: Example[]) {
  const effects = (call: Call, { operands }: Arguments) => inside(call, operands.slice(skip));
  return tool({ names, options: `+ ${options}`, effects, examples });
}

function inside(call: Call, words: readonly Value[]): void {
  if (words.length > 0) call.output = call.run(words);
}

function environment(call: Call, parsed: Arguments): void {
  const words = [...parsed.operands];
  const split = optionValue(parsed, '-S', '--split-string');
  if (split !== undefined) {
    // Its own little language of quotes and escapes: only plain words are read.
    if (!isText(split) || !/^[\w ./=:@%+,-]*$/.test(split)) call.opaque('env -S with a text that is not plain words');
    else words.unshift(...split.split(' ').filter((word) => word !== ''));
  }
  const folder = optionValue(parsed, '-C', '--chdir');
  const place = folder === undefined ? call : call.inFolder(folder ?? unknown);
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] as Value;
    const equals = prefixOf(word).indexOf('=');
    if (equals <= 0) break;
    judgeName(call.walker, prefixOf(word).slice(0, equals), dropPrefix(word, equals + 1), call.scope, call.span, true);
  }
  inside(place, words.slice(at));
  call.output = place.output;
}

function privileged(call: Call, parsed: Arguments, skip: number): void {
  call.privilege(call.name);
  const words = parsed.operands
    .slice(skip)
    .filter((word, at, all) => !(at === 0 && all.length > 1 && /^\w+=/.test(prefixOf(word))));
  const shell = optionValue(parsed, '-c', '--command', '--session-command');
  if (shell !== undefined && (call.name === 'su' || call.name === 'runuser')) call.shell(shell, [], true);
  else if (words.length > 0) inside(call, words);
  else call.raw();
}

function privilege(names: readonly string[], options: string, skip: number, ...examples: Example[]) {
  return tool({
    names,
    options: `+ ** ${options}`,
    effects: (call, parsed) => privileged(call, parsed, skip),
    examples,
  });
}

function lock(call: Call, parsed: Arguments): void {
  const [file, ...words] = parsed.operands;
  if (file !== undefined && !(isText(file) && /^\d+$/.test(file))) call.write(file);
  const text = words[0] === '-c' ? words[1] : optionValue(parsed, '-c', '--command');
  if (text !== undefined) call.shell(text, [], true);
  else inside(call, words);
}

function watch(call: Call, parsed: Arguments): void {
  if (has(parsed, '-x', '--exec')) return inside(call, parsed.operands);
  const text = parsed.operands.reduce<Value>(
    (left, right) => (left === '' ? right : concat(concat(left, ' '), right)),
    '',
  );
  call.shell(text, [], true);
}

function daemon(call: Call): void {
  const end = call.args.indexOf('--');
  const words = end < 0 ? [] : call.args.slice(end + 1);
  const own = end < 0 ? call.args : call.args.slice(0, end);
  for (const [at, word] of own.entries()) {
    if (isText(word) && /^(?:-x|-a|--exec|--startas)$/.test(word)) call.run([own[at + 1] ?? unknown, ...words]);
    else if (/^--(?:exec|startas)=/.test(prefixOf(word)))
      call.run([dropPrefix(word, prefixOf(word).indexOf('=') + 1), ...words]);
  }
  call.restart('a daemon');
}

function traced(call: Call, parsed: Arguments): void {
  call.opaque(`${call.name} takes over the program it runs`);
  for (const { value } of given(parsed, '-o')) call.write(value ?? unknown);
  inside(call, parsed.operands);
}

const rmX = ['run rm x', 'delete x'] as const;

export const prefixWrappers = [
  tool({
    names: ['env'],
    options:
      '+ i0v -u= -C= -S= --split-string= --unset= --chdir= --ignore-environment --null --debug --block-signal? --default-signal? --ignore-signal?',
    effects: environment,
    examples: [
      ['env -u X rm x', ...rmX],
      ["env -S 'rm x'", ...rmX],
      ['env PATH=/tmp ls', 'set PATH', 'run ls'],
      ['env CI=1 ls', 'run ls'],
      ['env -C src cat a; cat b', 'run cat a', 'read src/a', 'run cat b', 'read b'],
      ['env -i PS4=x bash -c ls', 'set PS4', 'run bash -c ls', 'run ls'],
    ],
  }),
  prefix(['nice'], '-n= --adjustment=', 0, ['nice -n 5 rm x', ...rmX], ['nice -5 rm x', ...rmX]),
  prefix(['ionice'], 't -c= -n= -p= -P= -u= --class= --classdata= --pid= --ignore', 0, ['ionice -c3 rm x', ...rmX]),
  prefix(['timeout'], 'v -s= -k= --signal= --kill-after= --preserve-status --foreground --verbose', 1, [
    'timeout -s KILL 5s rm x',
    ...rmX,
  ]),
  prefix(['nohup', 'unbuffer', 'chronic', 'catchsegv', 'fakeroot'], '', 0, ['nohup rm x', ...rmX]),
  prefix(['setsid'], 'cfw --ctty --fork --wait', 0, ['setsid -w rm x', ...rmX]),
  prefix(['stdbuf'], '-i= -o= -e= --input= --output= --error=', 0, ['stdbuf -oL rm x', ...rmX]),
  prefix(['time'], 'apvqV -f= -o=> --format= --output=> --append --verbose --portability --quiet', 0, [
    '\\time -o t rm x',
    'write t',
    ...rmX,
  ]),
  prefix(['setarch'], 'BFILRSTXZv3 --addr-no-randomize -p=', 1, ['setarch x86_64 rm x', ...rmX]),
  prefix(['linux32', 'linux64', 'i386', 'x86_64', 'uname26'], 'BFILRSTXZv3 --addr-no-randomize', 0, [
    'linux64 -R rm x',
    ...rmX,
  ]),
  prefix(['taskset'], 'acp --all-tasks --cpu-list --pid', 1, ['taskset -c 0 rm x', ...rmX]),
  prefix(['chrt'], 'abdfiomprRv -T= -P= -D= --other --idle --batch --fifo --rr', 1, ['chrt -o 0 rm x', ...rmX]),
  prefix(
    ['numactl', 'prlimit', 'cgexec', 'xvfb-run', 'dbus-run-session', 'firejail', 'bwrap', 'proot', 'eatmydata'],
    '**',
    0,
    ['numactl rm x', ...rmX],
  ),
  prefix(['logsave'], 'asv', 1, ['logsave l rm x', ...rmX]),
  tool({
    names: ['flock'],
    options: '+ senoxuFv -w= -E= -c= --shared --exclusive --nonblock --unlock --timeout= --command= --close --wait=',
    effects: lock,
    examples: [
      ['flock l rm x', 'write l', ...rmX],
      ["flock l -c 'rm x'", 'write l', ...rmX],
    ],
  }),
  tool({
    names: ['watch'],
    options:
      '+ bcdegptwxCrh -n= -d? -q= --interval= --differences? --no-title --exec --color --beep --errexit --chgexit --precise',
    effects: watch,
    examples: [
      ['watch -n1 -t rm x', ...rmX],
      ['watch -x rm x', ...rmX],
    ],
  }),
  tool({
    names: ['start-stop-daemon'],
    effects: daemon,
    examples: [['start-stop-daemon --start --exec /bin/rm -- x', 'run /bin/rm x', 'delete x', 'restart a daemon']],
  }),
  tool({
    names: [
      'strace',
      'ltrace',
      'perf',
      'valgrind',
      'rr',
      'faketime',
      'gdbserver',
      'heaptrack',
      'bpftrace',
      'systemtap',
    ],
    options: '+ ** -o= -e= -p= -s= -u= -E=',
    effects: traced,
    examples: [['strace -o t rm x', 'opaque', 'write t', ...rmX]],
  }),
  privilege(
    ['sudo'],
    'AbBEeHiKklnPSsVv -C= -D= -g= -h= -p= -R= -r= -T= -t= -U= -u= --user= --group= --chdir= --host= --prompt= --other-user=',
    0,
    ['sudo -u root rm x', 'privilege sudo', ...rmX],
    ['sudo -i', 'privilege sudo', 'raw sudo'],
  ),
  privilege(['doas'], 'nsL -C= -u=', 0, ['doas rm x', 'privilege doas', ...rmX]),
  privilege(['su'], 'lmfpP -c= --command= -s= --shell= -g= -G= -w= --session-command=', 9, [
    'su -',
    'privilege su',
    'raw su',
  ]),
  privilege(['runuser'], 'lmfpP -c= --command= -u= --user= -s= --shell= -g= -G= -w=', 0, [
    'runuser -u root -- rm x',
    'privilege runuser',
    ...rmX,
  ]),
  privilege(['pkexec', 'gosu', 'su-exec', 'setuidgid', 'chpst', 'machinectl', 'capsh', 'sg', 'newgrp'], '--user=', 0, [
    'pkexec rm x',
    'privilege pkexec',
    ...rmX,
  ]),
  privilege(['chroot'], '--userspec= --groups=', 1, ['chroot /mnt rm x', 'privilege chroot', ...rmX]),
  privilege(['unshare', 'nsenter'], 'fFrcamuinpCUTZ -t= -S= -G= -R= -w= --target=', 0, [
    'unshare -r rm x',
    'privilege unshare',
    ...rmX,
  ]),
  privilege(
    ['setpriv'],
    '--reuid= --regid= --groups= --inh-caps= --ambient-caps= --bounding-set= --securebits= --pdeathsig=',
    0,
    ['setpriv --reuid 0 rm x', 'privilege setpriv', ...rmX],
  ),
  privilege(
    ['systemd-run'],
    'dGPqrStV -p= -u= -E= -M= -H= -C= --unit= --property= --slice= --uid= --gid= --setenv= --on-calendar= --working-directory= --description=',
    0,
    ['systemd-run --unit a rm x', 'privilege systemd-run', ...rmX],
  ),
];
