// Identities that are replaced as a whole.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fingerprintOf, type Identity } from '../../../src/identity/identity.ts';
import { createRoster } from '../../../src/identity/roster.ts';
import { coder } from '../../support/fake-house.ts';
import { sshKeyPair } from '../../support/ssh-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-roster-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [one, two] = [sshKeyPair(folder, 'one').publicKey, sshKeyPair(folder, 'two').publicKey];
const blobOf = (line: string) => Buffer.from(line.split(' ')[1]!, 'base64');
const fingerprint = (line: string) => fingerprintOf(blobOf(line));
const agent: Identity = { ...coder, name: 'coder', targets: ['local', 'web-*'] };
const begin = () => createRoster([{ identity: agent, keys: [one, two] }]);
const at = (target: string | null, key: string | null = one) => ({
  name: 'coder',
  fingerprint: key === null ? null : fingerprint(key),
  target,
});

describe('replacing the identities', () => {
  it('changes nothing where nothing changed', () => {
    const roster = begin();
    const { lines, losers, whyGone } = roster.replace([{ identity: { ...agent }, keys: [two, one] }]);
    expect([lines, losers, whyGone(at('local')), whyGone(at(null, null))]).toEqual([[], [], null, null]);
  });

  it('lets a new one in, and nobody out', () => {
    const roster = createRoster([{ identity: agent, keys: [one] }]);
    const bot = { ...agent, name: 'bot' };
    const { lines, losers, whyGone } = roster.replace([
      { identity: agent, keys: [one] },
      { identity: bot, keys: [two] },
    ]);
    expect(lines).toEqual(['identity bot: new']);
    expect(losers).toEqual([]);
    expect(whyGone({ ...at('local'), name: 'bot' })).toBeNull();
    expect(roster.find(blobOf(two))?.identity).toEqual(bot);
    expect(roster.named('bot')).toEqual(bot);
  });

  it('sends away whoever was removed', () => {
    const roster = begin();
    const { lines, losers, whyGone } = roster.replace([]);
    expect(lines).toEqual(['identity coder: removed']);
    expect(losers).toEqual(['coder']);
    expect(whyGone(at('local'))).toBe('the identity was removed');
    expect(roster.find(blobOf(one))).toBeNull();
    expect(roster.named('coder')).toBeNull();
  });

  it('sends away whoever came with a key that was removed, and nobody else', () => {
    const { lines, losers, whyGone } = begin().replace([{ identity: agent, keys: [two] }]);
    expect(lines).toEqual(['identity coder: other keys']);
    expect(losers).toEqual(['coder']);
    expect(whyGone(at('local', one))).toBe('the key was removed');
    expect(whyGone(at('local', two))).toBeNull();
    // What was given with a key that nobody noted may have been given with this one.
    expect(whyGone(at('local', null))).toBe('the key was removed');
  });

  it('sends away from targets that are granted no more', () => {
    const { losers, whyGone } = begin().replace([{ identity: { ...agent, targets: ['local'] }, keys: [one, two] }]);
    expect(losers).toEqual(['coder']);
    expect(whyGone(at('web-1'))).toBe('the grant was taken away');
    expect(whyGone(at('local'))).toBeNull();
    expect(whyGone(at(null))).toBe('the grant was taken away');
  });

  it.each([
    { kind: 'operator' },
    { owner: 'otto' },
    { roles: ['other'] },
    { groups: ['other'] },
    { attended: !agent.attended },
  ] as const)('sends away whoever became another: %o', (change) => {
    const { lines, whyGone } = begin().replace([{ identity: { ...agent, ...change }, keys: [one, two] }]);
    expect(lines).toEqual([`identity coder: other ${Object.keys(change)[0]}`]);
    expect(whyGone(at('local'))).toBe('the identity was changed');
  });

  it('keeps the ones before when a key belongs to two', () => {
    const roster = begin();
    const twice = [
      { identity: agent, keys: [one] },
      { identity: { ...agent, name: 'bot' }, keys: [one] },
    ];
    expect(() => roster.replace(twice)).toThrow(expect.objectContaining({ code: 'KEY_SHARED' }));
    expect(roster.find(blobOf(two))?.identity.name).toBe('coder');
    expect(roster.named('bot')).toBeNull();
  });
});
