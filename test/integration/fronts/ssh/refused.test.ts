// What a session does not get: forwards of every kind and subsystems. Each refusal is an event; the session goes on.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../support/fake-house.ts';
import { freePort, talk } from '../../../support/raw-socket.ts';
import { spawnSsh, ssh } from '../../../support/ssh-client.ts';
import { until } from '../../../support/wait.ts';

let door: TestDoor;
const call = (...args: string[]) => ({ port: door.port, key: door.key, login: 'local', args });
const reasons = () => door.refusals.map(({ reason }) => reason);

beforeAll(async () => {
  door = await openTestDoor();
});
afterAll(() => door[Symbol.asyncDispose]());

describe('a session that asks for more', () => {
  it.each([
    ['-X', ['-Y', '-o', 'XAuthLocation=/bin/false'], 'the request x11-req is not offered'],
    ['-R', ['-R', '0:127.0.0.1:1'], 'the request tcpip-forward is not offered'],
    [
      '-R with a Unix socket',
      ['-R', '/none:127.0.0.1:1'],
      'the request streamlocal-forward@openssh.com is not offered',
    ],
  ])('with %s gets its command, not the forward', async (_name, options, reason) => {
    const { stdout, status } = await ssh({ ...call('echo in; exit 3'), options, environment: { DISPLAY: ':0' } });
    expect([stdout.toString(), status]).toEqual(['in\n', 3]);
    expect(door.refusals.at(-1)).toMatchObject({ reason, identity: 'coder', login: 'local' });
  });

  it('with -A gets its command, not the agent', async () => {
    const path = join(door.folder, 'agent');
    // An agent that answers SSH_AGENT_FAILURE to everything.
    const agent = createServer((socket) => {
      socket.on('data', () => socket.write('\0\0\0\x01\x05'));
      // ssh ends without reading the last answer.
      socket.on('error', () => {});
    }).listen(path);
    const { stdout } = await ssh({
      ...call('echo in'),
      options: ['-A', '-o', `IdentityAgent=${path}`],
      environment: { SSH_AUTH_SOCK: path },
    });
    agent.close();
    expect(stdout.toString()).toBe('in\n');
    expect(reasons().at(-1)).toBe('the request auth-agent-req@openssh.com is not offered');
  });

  it('with -W (as -J does) is told why not', async () => {
    const { stderr, status } = await ssh({ ...call(), options: ['-W', '127.0.0.1:1', '-o', 'LogLevel=INFO'] });
    expect(status).toBe(255);
    expect(stderr.toString()).toContain('ostiary: forwarding is not offered here');
    expect(reasons().at(-1)).toBe('the channel direct-tcpip is not offered');
  });

  it.each(['-L', '-D'])('with %s keeps its command when a forwarded connection is refused', async (option) => {
    const port = await freePort();
    const target = option === '-L' ? `${port}:127.0.0.1:${door.port}` : String(port);
    const child = spawnSsh({ ...call('read line; echo done'), options: [option, target] });
    const stdout = text(child.stdout);
    const before = reasons().length;
    await until(async () => {
      // SOCKS5 (RFC 1928): no authentication, then CONNECT 127.0.0.1:1.
      const socks = '\x05\x01\x00\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x01';
      await talk(port, option === '-D' ? socks : 'x', 500);
      return reasons().slice(before).includes('the channel direct-tcpip is not offered');
    });
    child.stdin.end('go on\n');
    expect(await stdout).toBe('done\n');
  });

  it('with -s sftp is told in a sentence, with status 77', async () => {
    const { stderr, status } = await ssh({ ...call('sftp'), options: ['-s'] });
    expect(stderr.toString()).toBe('ostiary: file transfer and other subsystems are not offered here\n');
    expect(status).toBe(77);
    expect(reasons().at(-1)).toBe('the subsystem sftp is not offered');
  });
});
