// Identities by public keys from the config.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaticKeys } from '../../../src/identity/static-keys.ts';
import { coder } from '../../support/fake-house.ts';
import { type SshKey, sshKeyPair } from '../../support/ssh-client.ts';

let folder: string;
let key: SshKey;
const maria = { ...coder, name: 'maria' };
const blobOf = (line: string) => Buffer.from(line.split(' ')[1]!, 'base64');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ostiary-keys-'));
  key = sshKeyPair(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a key from the config', () => {
  it.each(['ed25519', 'ecdsa', 'rsa'] as const)('of the type %s finds its identity and its fingerprint', (type) => {
    const { file, publicKey } = sshKeyPair(folder, `of-${type}`, type);
    const found = createStaticKeys([{ identity: coder, keys: [` ${publicKey} a comment `] }]).find(blobOf(publicKey));
    const printed = execFileSync('ssh-keygen', ['-lf', file], { encoding: 'utf8' }).split(' ')[1];
    expect(found).toEqual({ identity: coder, proof: { method: 'public-key', fingerprint: printed } });
  });

  it('that nobody listed finds nobody', () => {
    expect(createStaticKeys([{ identity: coder, keys: [] }]).find(blobOf(key.publicKey))).toBeNull();
    expect(createStaticKeys([{ identity: coder, keys: [key.publicKey] }]).find(new Uint8Array())).toBeNull();
  });

  it('that two identities list is an error naming both', () => {
    const owners = [
      { identity: coder, keys: [key.publicKey] },
      { identity: maria, keys: [`${key.publicKey} again`] },
    ];
    expect(() => createStaticKeys(owners)).toThrow(
      expect.objectContaining({ code: 'KEY_SHARED', message: expect.stringMatching(/"coder" and "maria".*SHA256:/) }),
    );
  });

  it.each([
    ['', 'does not begin with a supported key type'],
    ['hello', 'does not begin with a supported key type'],
    ['command="id" ssh-ed25519 AAAA', 'options are not supported'],
    ['ssh-dss AAAAB3NzaC1kc3MAAACBAP', 'does not begin with a supported key type'],
    ['ssh-ed25519 AAAA!!!!', 'is not valid base64'],
    ['ssh-ed25519', 'is not a key of the type ssh-ed25519'],
    ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==', 'is not a key of the type ssh-ed25519'],
    ['sk-ssh-ed25519@openssh.com AAAA', 'has the type sk-ssh-ed25519@openssh.com, which is not supported'],
    ['ssh-ed25519-cert-v01@openssh.com AAAA', 'which is not supported'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----', 'is a private key'],
  ])('written as %j is refused with a reason', (line, why) => {
    expect(() => createStaticKeys([{ identity: coder, keys: [line] }])).toThrow(
      expect.objectContaining({ code: 'KEY_INVALID', message: expect.stringContaining(why) }),
    );
  });

  it('that names another type than its blob is refused', () => {
    const line = key.publicKey.replace('ssh-ed25519', 'ssh-rsa');
    expect(() => createStaticKeys([{ identity: coder, keys: [line] }])).toThrow('is not a key of the type ssh-rsa');
  });

  it('of RSA with fewer than 2048 bits is refused', () => {
    const file = join(folder, 'short');
    execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '1024', '-N', '', '-f', file]);
    const line = execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' });
    expect(() => createStaticKeys([{ identity: coder, keys: [line] }])).toThrow('has 1024 bits');
  });
});
