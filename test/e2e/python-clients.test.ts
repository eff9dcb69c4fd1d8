// Agents are often Python programs: paramiko and asyncssh see what ssh sees.
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { needPython } from '../support/programs.ts';

const policy = `version: 1
rules:
  - { id: look, allow: { run: "builtin:readonly@1" } }
  - { id: no-destroy, deny: { effects: [delete] }, say: "deleting needs a change ticket" }
`;

const withParamiko = `
import json, re, sys, paramiko
port, key = sys.argv[1:]
client = paramiko.SSHClient()
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
client.connect('127.0.0.1', port=int(port), username='local', key_filename=key, look_for_keys=False, allow_agent=False)
def run(command, given=b''):
    stdin, stdout, stderr = client.exec_command(command)
    stdin.write(given)
    stdin.channel.shutdown_write()
    out, err = stdout.read().decode(), stderr.read().decode()
    return [stdout.channel.recv_exit_status(), out, err]
shell = client.invoke_shell()
def see(pattern):
    seen = ''
    while not re.search(pattern, seen, re.S): seen += shell.recv(4096).decode()
see(r'[$] $')
shell.send('echo in the shell\\r')
see(r'in the shell\\r\\n.*[$] $')
shell.send('exit 3\\r')
print(json.dumps([run('echo out; echo err >&2'), run('wc -c', b'x' * 200000), run('rm -rf /srv/x'), shell.recv_exit_status()]))
`;

const withAsyncssh = `
import asyncio, json, re, sys, asyncssh
port, key = sys.argv[1:]
async def main():
    async with asyncssh.connect('127.0.0.1', port=int(port), username='local', client_keys=[key], known_hosts=None, config=None) as connection:
        async def run(command, given=''):
            done = await connection.run(command, input=given)
            return [done.exit_status, done.stdout, done.stderr]
        many = await asyncio.gather(*[run('echo %d' % number) for number in range(6)])
        async with connection.create_process(term_type='xterm') as shell:
            async def see(pattern):
                seen = ''
                while not re.search(pattern, seen, re.S): seen += await shell.stdout.read(4096)
            await see(r'[$] $')
            shell.stdin.write('echo in the shell\\r')
            await see(r'in the shell\\r\\n.*[$] $')
            shell.stdin.write('exit 3\\r')
            await shell.stdout.read()
            status = shell.exit_status
        print(json.dumps([await run('echo out; echo err >&2'), await run('wc -c', 'x' * 200000), await run('rm -rf /srv/x'), status, many]))
asyncio.run(main())
`;

it.for([
  ['paramiko', withParamiko],
  ['asyncssh', withAsyncssh],
] as const)('serves %s: commands, input, a denial, a shell', async ([module, program], context) => {
  const python = needPython(context, module);
  const broker = await startBroker({ policy });
  const { port, key } = broker.as('coder');
  const ran = spawnSync(python, ['-W', 'ignore', '-c', program, String(port), key.file], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(ran.stderr).toBe('');
  const [out, counted, denied, shell, many] = JSON.parse(ran.stdout);
  expect(out).toEqual([0, 'out\n', 'err\n']);
  expect(counted).toEqual([0, '200000\n', '']);
  expect(denied).toEqual([77, '', expect.stringContaining('deleting needs a change ticket')]);
  expect(shell).toBe(3);
  if (many !== undefined) expect(many.map(([, text]: [number, string]) => text.trim())).toEqual([...'012345']);
});
