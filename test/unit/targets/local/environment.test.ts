import { describe, expect, it } from 'vitest';
import { buildEnvironment } from '../../../../src/targets/local/environment.ts';

const account = { name: 'agent', home: '/home/agent' };
const settings = { path: '/usr/bin:/bin', shell: '/bin/bash' };

function build(environment: Record<string, string>, type: string | null = null) {
  const terminal = type === null ? null : { type, cols: 80, rows: 24 };
  return buildEnvironment({ session: 'ses_1', terminal, environment }, account, settings);
}

describe('the environment of a session', () => {
  it('lets nothing of the client through but a UTF-8 LANG, and the size when there is no terminal', () => {
    const hostile = {
      LC_ALL: 'zh_CN.GBK',
      BASH_ENV: '/x',
      ENV: '/x',
      LD_PRELOAD: '/x',
      PATH: '.',
      PROMPT_COMMAND: 'x',
    };
    expect(build({ ...hostile, LANG: 'zh_CN.GBK' })).toEqual(build({}));
    expect(build({ LANG: 'de_DE.UTF-8', COLUMNS: '132', LINES: '9' })).toMatchObject({
      LANG: 'de_DE.UTF-8',
      COLUMNS: '132',
      LINES: '9',
    });
    expect(build({ COLUMNS: '132', LINES: '$(x)' }, 'xterm')).not.toHaveProperty('COLUMNS');
    expect(build({ LANG: '../../x.UTF-8', COLUMNS: '0' })).toEqual(build({}));
  });

  it('takes the terminal type only where there is a terminal and it is a plain name', () => {
    expect(build({}, 'xterm-256color').TERM).toBe('xterm-256color');
    expect(build({}, '../x').TERM).toBe('dumb');
    expect(build({ TERM: 'xterm' })).not.toHaveProperty('TERM');
  });

  it('marks every process of the session and reads statements as UTF-8', () => {
    const environment = build({});
    expect(environment).toMatchObject({
      OSTIARY_SESSION: 'ses_1',
      LC_CTYPE: 'C.UTF-8',
      SHLVL: '1',
      PATH: settings.path,
    });
    expect(environment).not.toHaveProperty('LC_ALL');
  });
});
