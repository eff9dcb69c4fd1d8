import { expect, it } from 'vitest';
import { createAtOnce } from '../../../../../src/fronts/web/server/at-once.ts';

it('lets so many go on at once by one name, others all the same, and the next when one has ended or failed', async () => {
  const run = createAtOnce(2);
  const { promise, reject } = Promise.withResolvers<string>();
  const slow = [run('aud', () => promise), run('aud', () => new Promise(() => {}))];
  await expect(run('aud', async () => 'third')).rejects.toMatchObject({ code: 'TOO_MANY' });
  expect(await run('maria', async () => 'another')).toBe('another');
  reject(new Error('the reader left'));
  await expect(slow[0]).rejects.toThrow('the reader left');
  expect(await run('aud', async () => 'next')).toBe('next');
});
