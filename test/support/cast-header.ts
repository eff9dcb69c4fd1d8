// The header that the tests about recordings write.
import type { CastHeader } from '../../src/asciicast/cast.ts';

export const ourHeader: CastHeader = {
  cols: 80,
  rows: 24,
  type: 'xterm-256color',
  timestamp: 1_795_000_000,
  title: 'local',
  ostiary: {
    session: 'ses_0123456789abcdefghijk',
    identity: 'coder',
    owner: 'maria',
    target: 'local',
    mode: 'interactive',
    level: 'recorded',
    pty: true,
  },
};
