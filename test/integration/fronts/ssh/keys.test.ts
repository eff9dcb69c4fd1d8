// Who comes in: public keys only, and nothing is learnt from a refusal.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import ssh2, { type ParsedKey } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../support/fake-house.ts';
import { type SshKey, ssh, sshKeyPair } from '../../../support/ssh-client.ts';
import { until } from '../../../support/wait.ts';

let door: TestDoor;
let stranger: SshKey;
const call = (...args: string[]) => ({ port: door.port, key: door.key, login: 'local', args });

beforeAll(async () => {
  door = await openTestDoor();
  stranger = sshKeyPair(door.folder, 'stranger');
});
afterAll(() => door[Symbol.asyncDispose]());

describe('a key', () => {
  it.each(['local', 'nowhere', 'console', 'Not A Target'])('nobody has fails alike for the login %s', async (login) => {
    const { status, stderr } = await ssh({ ...call('true'), key: stranger, login });
    expect([status, stderr.toString()]).toEqual([255, `${login}@127.0.0.1: Permission denied (publickey).\r\n`]);
    await until(() => door.refusals.at(-1)?.login === login);
    expect(door.refusals.at(-1)).toMatchObject({
      reason: 'no identity has this key',
      fingerprint: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/),
    });
  });

  it.each(['rsa', 'ecdsa'] as const)('of the type %s comes in', async (keyType) => {
    await using other = await openTestDoor({ keyType });
    const { stdout } = await ssh({ port: other.port, key: other.key, login: 'local', args: ['echo in'] });
    expect(stdout.toString()).toBe('in\n');
  });

  it('comes in after many others were offered, which are not tries', async () => {
    await using strict = await openTestDoor({ limits: { tries: 1 } });
    const others = Array.from({ length: 12 }, (_, index) => sshKeyPair(strict.folder, `other${index}`));
    const { stdout } = await ssh({
      port: strict.port,
      key: others[0]!,
      login: 'local',
      options: [...others.slice(1), strict.key].flatMap(({ file }) => ['-i', file]),
      args: ['echo in'],
    });
    expect(stdout.toString()).toBe('in\n');
    expect(strict.refusals).toEqual([]);
  });

  it('with a wrong signature is a try, and after the last the door hangs up', async () => {
    await using strict = await openTestDoor({ limits: { tries: 3 } });
    const { attempts, ended } = await signWrongly(strict, 10);
    expect(ended).toBe(true);
    expect(attempts).toBe(3);
    expect(strict.refusals).toHaveLength(3);
    expect(strict.refusals[0]).toMatchObject({ reason: 'the signature is wrong', login: 'local' });
  });

  it('is not helped by a password', async () => {
    const options = ['-o', 'PreferredAuthentications=password', '-o', 'NumberOfPasswordPrompts=1'];
    const { stderr } = await ssh({ ...call('true'), options });
    expect(stderr.toString()).toContain('Permission denied (publickey)');
  });

  it('that would sign with SHA-1 stays out', async () => {
    await using other = await openTestDoor({ keyType: 'rsa' });
    const options = ['-o', 'PubkeyAcceptedAlgorithms=ssh-rsa'];
    const { status } = await ssh({ port: other.port, key: other.key, login: 'local', options, args: ['true'] });
    expect(status).toBe(255);
    expect(other.clients).toEqual([]);
  });

  it('is asked for after a banner that says sessions are recorded', async () => {
    const { stderr } = await ssh({ ...call('true'), options: ['-o', 'LogLevel=INFO'] });
    expect(stderr.toString()).toContain('Ostiary: sessions through this door are recorded');
  });

  it('may be signed with the algorithms the door names, RSA with SHA-2 among them', async () => {
    const { stderr } = await ssh({ ...call('true'), options: ['-vvv'] });
    expect(stderr.toString()).toContain(
      'server-sig-algs=<ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256>',
    );
  });
});

/** Offers the right key and signs with another, up to `tries` times on one connection. */
async function signWrongly(door: TestDoor, tries: number) {
  const connection = new ssh2.Client();
  const known = ssh2.utils.parseKey(readFileSync(door.key.file)) as ParsedKey;
  const wrong = Object.create(known, { sign: { value: () => randomBytes(64) } });
  let attempts = 0;
  const ended = new Promise((resolve) => connection.once('close', () => resolve(true)));
  connection.on('error', () => undefined);
  connection.connect({
    host: '127.0.0.1',
    port: door.port,
    username: 'local',
    authHandler: (_methods, _partial, next) => {
      attempts += 1;
      next(attempts > tries ? (false as never) : { type: 'publickey', username: 'local', key: wrong });
    },
  });
  return { ended: await ended, attempts: attempts - 1 };
}
