import { afterEach, describe, expect, it, vi } from 'vitest';
import { configPath } from '../../../src/cli/config-path.ts';

afterEach(() => void vi.unstubAllEnvs());

describe('the configuration a verb works with', () => {
  it('is what the option names, else what the environment names, else the one of this folder', () => {
    vi.stubEnv('OSTIARY_CONFIG', '/named/by/environment');
    expect(configPath('given')).toBe('given');
    expect(configPath(undefined)).toBe('/named/by/environment');
    vi.stubEnv('OSTIARY_CONFIG', '');
    expect(configPath(undefined)).toMatch(/ostiary\/ostiary\.yaml$/);
  });
});
