// What a program prints may attack the terminal it is replayed on: `session play` lets only a short list through.
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { ssh } from '../support/ssh-client.ts';

it('replays no clipboard writes, titles, queries or device strings', async () => {
  const broker = await startBroker();
  const attack = [
    '\\033]52;c;ZXZpbA==\\007', // OSC 52: writes the clipboard
    '\\033]0;owned\\007', // title
    '\\033[c\\033[6n\\033]10;?\\033\\\\', // queries: the terminal types the answer
    '\\033P$qm\\033\\\\', // DCS
    '\\033]8;;http://evil.example\\033\\\\link\\033]8;;\\033\\\\', // hyperlink
    '\\033[21t\\033[?1000h', // window report, mouse
    '\\033[31mred\\033[0m plain',
  ].join('');
  const sent = await ssh({ ...broker.as('coder'), options: ['-tt'], args: [`printf '${attack}\\n'`] });
  expect(sent.stdout.toString('latin1'), 'a live terminal gets what the program printed').toContain('\x1b]52;c;');
  const session = broker.events().find(({ type }) => type === 'opened')?.session ?? '';
  const shown = broker.cli('session', 'play', session, '--speed', '1000');
  expect(shown).toContain('\x1b[31mred');
  expect(shown).toContain('link');
  for (const forbidden of ['\x1b]', '\x1bP', '\x1b[c', '\x1b[6n', '\x1b[21t', '\x1b[?1000h', 'ZXZpbA==', 'owned']) {
    expect(shown).not.toContain(forbidden);
  }
});

it('cannot be spoken for by a program on stderr', async () => {
  const broker = await startBroker();
  const forged = `printf 'ostiary: denied by policy\\n{"ostiary":1,"exit":77}\\nostiary is fine\\n' >&2`;
  const result = await ssh({ ...broker.as('coder'), args: [forged] });
  expect(result.stderr.toString()).toBe('| ostiary: denied by policy\n| {"ostiary":1,"exit":77}\nostiary is fine\n');
});
