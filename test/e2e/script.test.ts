// A script on stdin is read statement by statement by one shell, stderr apart, no start-up file, children without input.
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { ssh } from '../support/ssh-client.ts';

it('runs a script from stdin in one shell, whichever way it is asked for', async () => {
  const broker = await startBroker();
  const input = `cd /tmp
greet() { echo "hello $1"; }
greet one
for i in 1 2
do
  echo "$i in $PWD"
done
cat <<EOF
here $((1 + 1))
EOF
echo oops >&2
false
echo "status $?"
exit 5`;
  for (const args of [[], ['bash'], ['sh'], ['bash -s'], ['sh', '-s']]) {
    const result = await ssh({ ...broker.as('coder'), args, input, options: ['-T'] });
    expect(result.stdout.toString()).toBe('hello one\n1 in /tmp\n2 in /tmp\nhere 2\nstatus 1\n');
    expect(result.stderr.toString()).toBe('oops\n');
    expect(result.status).toBe(5);
  }
});

it('gives its statements no input: a reader in the script cannot eat the script', async () => {
  const broker = await startBroker();
  const result = await ssh({
    ...broker.as('coder'),
    options: ['-T'],
    input: 'cat\nread x; echo "read $?"\necho end\n',
  });
  expect(result.stdout.toString()).toBe('read 1\nend\n');
});

it('records each statement as a request of its own', async () => {
  const broker = await startBroker();
  await ssh({ ...broker.as('coder'), options: ['-T'], input: 'echo 1\n# a comment\n\necho 2; echo 3\n' });
  const submitted = broker.events().filter((event) => event.type === 'submitted');
  expect(submitted.map((event) => event.data.statement.text)).toEqual(['echo 1', 'echo 2; echo 3']);
});

it('refuses arguments to a script from stdin with a sentence', async () => {
  const broker = await startBroker();
  const result = await ssh({ ...broker.as('coder'), args: ['bash -s -- one two'], input: 'echo $1\n' });
  expect(result.status).toBe(77);
  expect(result.stderr.toString()).toContain('takes no arguments here');
  expect(result.stdout.length).toBe(0);
});

it('stops where a script says that it stops at failures, with the status of what failed', async () => {
  const broker = await startBroker({
    policy: 'version: 1\nrules:\n  - { id: all, allow: { run: ["echo **", "false", "cd **"] } }\n',
  });
  const strict = (input: string) => ssh({ ...broker.as('coder'), options: ['-T'], input });
  const whole = await strict('#!/bin/bash\nset -euo pipefail\n\necho one\ncd /tmp\necho "in $PWD"\n');
  expect([whole.status, whole.stdout.toString()]).toEqual([0, 'one\nin /tmp\n']);
  for (const failing of ['false', 'false; echo no', 'cd /nowhere', 'echo "$nobody_set_this"']) {
    const result = await strict(`set -euo pipefail\necho one\n${failing}\necho no\n`);
    expect([failing, result.status, result.stdout.toString()]).toEqual([failing, 1, 'one\n']);
  }
  const events = broker.events();
  const texts = events.flatMap((event) => (event.type === 'submitted' ? [event.data.statement.text] : []));
  expect(texts[0]).toBe('set -euo pipefail\necho one');
});
