import { describe, expect, it } from 'vitest';
import { afterwards, effectsOf } from './effects-of.ts';

/** Plant a file that a harmless looking command obeys, then trigger it. The trigger stays harmless; planting asks. */
const stories: readonly (readonly [tool: string, plant: string, path: string, trigger: string])[] = [
  ['git', 'echo x > .git/hooks/pre-commit', '.git/hooks/pre-commit', 'git commit -m x'],
  ['git', 'cp a .git/config', '.git/config', 'git status'],
  ['git', 'echo "*.ts diff=x" > .gitattributes', '.gitattributes', 'git diff'],
  ['git', "git config diff.x.textconv './e'", '.git/config', 'git diff'],
  ['git', 'tee ~/.gitconfig < a', '/h/.gitconfig', 'git log'],
  ['ripgrep', 'echo --pre=./e > .ripgreprc', '.ripgreprc', 'rg x'],
  ['less', 'echo "#env" > ~/.lesskey', '/h/.lesskey', 'less a'],
  ['npm', 'echo script-shell=./e > .npmrc', '.npmrc', 'npm test'],
  ['npm', "sed -i 's/vitest/.\\/e/' package.json", 'package.json', 'npm test'],
  ['npm', 'mv a package.json', 'package.json', 'npm run build'],
  ['pytest', 'echo "import os" > tests/conftest.py', 'tests/conftest.py', 'pytest -q'],
  ['pytest', 'cp a pytest.ini', 'pytest.ini', 'python3 -m pytest'],
  ['make', 'printf "test:\\n\\t./e\\n" > Makefile', 'Makefile', 'make test'],
  ['bash', 'echo ls >> ~/.bashrc', '/h/.bashrc', 'ls'],
  ['vim', 'ln -s a .vimrc', '.vimrc', 'vim a'],
  ['curl', 'dd if=a of=.curlrc', '.curlrc', 'curl http://h'],
  ['ssh', 'touch ~/.ssh/config', '/h/.ssh/config', 'git fetch origin'],
  ['wget', 'install a .wgetrc', '.wgetrc', 'wget -qO- http://h'],
];

describe('plant, then trigger', () => {
  it.each(stories)('%s: %s', (_tool, plant, path, trigger) => {
    expect(effectsOf(plant)).toContain(`define ${path}`);
    expect(afterwards([plant], trigger).some((effect) => effect.startsWith('define'))).toBe(false);
  });

  it('sees a planted name through a shell pattern, a variable and a folder', () => {
    expect(effectsOf('echo x > .npm*')).toContain('define glob .npm*');
    expect(effectsOf('d=.git; echo x > $d/hooks/post-checkout')).toContain('define .git/hooks/post-checkout');
    expect(effectsOf('cp e/.npmrc .')).toContain('define .npmrc');
    expect(effectsOf('cd .git && echo x > config')).toContain('define .git/config');
  });

  it('sees names that would turn into options of a later command', () => {
    expect(effectsOf('touch -- -rf')).toContain('define -rf');
    expect(effectsOf('> --checkpoint-action=exec=sh')).toContain('define --checkpoint-action=exec=sh');
  });
});
