import { describe, expect, it } from 'vitest';
import { createNames } from '../../../../../src/fronts/web/server/names.ts';

const loopback = { publicUrl: null, tls: false, host: '127.0.0.1', port: 8022 };

describe('the names of the page', () => {
  it('are those of the loopback interface with the port, when it listens there', () => {
    const names = createNames(loopback);
    expect(names.origin).toBe('http://127.0.0.1:8022');
    expect(names.secure).toBe(false);
    expect(names.originOf('127.0.0.1:8022')).toBe('http://127.0.0.1:8022');
    expect(names.originOf('LOCALHOST:8022')).toBe('http://localhost:8022');
    expect(names.originOf('[::1]:8022')).toBe('http://[::1]:8022');
    for (const host of [
      '127.0.0.1',
      'localhost',
      'localhost:80',
      'evil.example:8022',
      '',
      '127.0.0.1:8022.',
      '0:8022',
    ]) {
      expect(names.originOf(host)).toBeNull();
    }
  });

  it('leave out the port that goes without saying', () => {
    expect(createNames({ ...loopback, port: 80 }).originOf('localhost')).toBe('http://localhost');
    expect(createNames({ ...loopback, port: 443, tls: true }).originOf('localhost')).toBe('https://localhost');
  });

  it('are the public one alone beyond this machine, and people begin there', () => {
    const publicUrl = 'https://audit.example.org';
    const names = createNames({ publicUrl, tls: true, host: '0.0.0.0', port: 8022 });
    expect(names.origin).toBe(publicUrl);
    expect(names.secure).toBe(true);
    expect(names.originOf('audit.example.org')).toBe(publicUrl);
    for (const host of ['127.0.0.1:8022', 'localhost:8022', '0.0.0.0:8022', 'audit.example.org:8022']) {
      expect(names.originOf(host)).toBeNull();
    }
    expect(createNames({ ...loopback, publicUrl }).originOf('localhost:8022')).toBe('http://localhost:8022');
  });
});
