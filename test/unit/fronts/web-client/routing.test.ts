import { describe, expect, it } from 'vitest';
import { readRoute, writeRoute } from '../../../../src/fronts/web/client/routing.ts';

const read = (address: string) => readRoute(new URL(address, 'http://broker.test'));

describe('addresses of the page', () => {
  it('carry the filter, the session, the statement and the query there and back', () => {
    for (const address of [
      '/',
      '/?identity=coder&state=live&sort=denied&order=asc',
      '/sessions/ses_Ab-1_2',
      '/sessions/ses_Ab#stmt-12',
      '/search',
      '/search?q=%22two+words%22+agent%3Acoder',
      '/requests',
    ]) {
      const route = read(address);
      expect(route.page).not.toBe('unknown');
      if (route.page !== 'unknown') expect(writeRoute(route)).toBe(address);
    }
  });

  it('forget what they do not know', () => {
    expect(read('/?state=odd&sort=__proto__&evil=1&owner=')).toEqual({ page: 'sessions', filter: {} });
    expect(read('/sessions/ses_a#stmt-x')).toEqual({ page: 'session', id: 'ses_a', statement: null });
    for (const address of ['/sessions/', '/sessions/ses_..%2f', '/sessions/x', '/other']) {
      expect(read(address).page).toBe('unknown');
    }
  });
});
