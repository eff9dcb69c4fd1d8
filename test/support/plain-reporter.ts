// Closes a run with one plain line: `N passed, N failed, N skipped`, after naming what was skipped and why. It is the
// very last line, printed as the process exits, also by a run that broke off: that one counts as a failure.
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export default class PlainReporter implements Reporter {
  #summary = '0 passed, 1 failed, 0 skipped';

  onInit() {
    process.once('exit', () => console.log(this.#summary));
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]) {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    const skipped: TestCase[] = [];
    for (const module of modules) {
      if (module.state() === 'failed' && module.children.size === 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        counts[test.result().state] += 1;
        if (test.result().state === 'skipped') skipped.push(test);
      }
    }
    for (const test of skipped) {
      const result = test.result();
      console.log(`skipped: ${test.fullName}${'note' in result && result.note ? ` (${result.note})` : ''}`);
    }
    this.#summary = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped + counts.pending} skipped`;
  }
}
