import { render } from 'ink-testing-library';
import { createElement } from 'react';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createConsoleModel } from '../../../../src/fronts/console/model/model.ts';
import { App } from '../../../../src/fronts/console/screen/app.tsx';
import { createStillClock } from '../../../support/console-bench.ts';
import { makeParts, person } from '../../../support/console-door.ts';
import { createFakeDesk, makeCard } from '../../../support/fake-desk.ts';

describe('the component tree of the console', () => {
  it('colours the places of effects in the statement', async () => {
    const desk = createFakeDesk();
    const parts = makeParts({ desk, clock: createStillClock() });
    const model = createConsoleModel({ parts, viewer: person('operator'), size: { cols: 80, rows: 24 } });
    const { lastFrame, unmount } = render(createElement(App, { model }));
    onTestFinished(unmount);
    desk.ask(makeCard());
    await expect.poll(lastFrame).toContain('┃ \x1b[22mrm -rf \x1b[31m/srv/www\x1b[39m');
    expect(lastFrame()?.split('\n')).toHaveLength(24);
  });
});
