// Package managers of Node and make: they run the project's own code, which the run itself says; what goes
// beyond it (another file, another registry, a package nobody named) is said here.
import { type Call, has } from '../call.ts';
import { tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { isText, prefixOf, type Value } from '../value.ts';
import { leavesProject, unclear, words } from './build-options.ts';

/** Verbs of npm and its kin that only look, build, test, or install what a lock file says. */
const quietVerbs =
  /^(?:test|t|tst|run|run-script|start|stop|restart|build|lint|ci|install|i|add|ls|list|ll|la|outdated|why|explain|view|info|show|v|root|prefix|bin|audit|fund|doctor|ping|pack|search|dedupe|help|typecheck|check|format|dev|docs|config|version|workspaces|store|licenses|import|rebuild|remove|rm|uninstall|update|up|upgrade|link|exec|dlx|x|create|init|publish|set-script|pkg|cache|prune|login|logout|adduser|token|owner|access|whoami|unpublish|deprecate|dist-tag|team|org|profile|hook|star|edit|explore|env|global|node)$/;

function packages(call: Call): void {
  if (unclear(call, 2)) return call.opaque(`${call.name} with a command that is not known`);
  const [verb = call.name === 'npm' ? 'help' : 'install', ...rest] = words(call);
  if (/^(?:exec|x|dlx|create|init|node|explore|edit)$/.test(verb))
    return call.opaque(`${call.name} ${verb} runs what it downloads`);
  if (
    /^(?:publish|unpublish|deprecate|dist-tag|login|logout|adduser|token|owner|access|team|org|profile|hook|star|env|global|set-script|pkg|link|update|up|upgrade|config|cache|prune|rebuild|whoami|store|import)$/.test(
      verb,
    )
  ) {
    return call.opaque(`${call.name} ${verb} changes more than this project's build`);
  }
  if (/^(?:install|i|add)$/.test(verb) && rest.length > 0)
    call.opaque(`${call.name} ${verb} brings in packages that the lock file does not name`);
  if (/^(?:remove|rm|uninstall)$/.test(verb)) call.delete('node_modules', true);
  if (
    call.args.some(
      (word) =>
        /^--?(?:g|global|prefix|userconfig|globalconfig|script-shell|node-options|registry|C|dir|cwd|ignore-scripts=false|location|shell|call|c|package|p)(?:=|$)/.test(
          prefixOf(word),
        ) && beforeDashes(call, word),
    )
  ) {
    call.opaque(`${call.name} with an option that takes its rules from elsewhere`);
  }
  if (!quietVerbs.test(verb) && call.name === 'npm') call.opaque(`npm ${verb} is not followed`);
}

function beforeDashes(call: Call, word: Value): boolean {
  const end = call.args.indexOf('--');
  const at = call.args.indexOf(word);
  return end < 0 || at < end;
}

/** Tools a project usually has; npx takes them from node_modules. */
const usual =
  /^(?:tsc|eslint|prettier|vitest|jest|mocha|vite|webpack|rollup|esbuild|biome|tsup|turbo|nx|next|playwright|cypress|tailwindcss|postcss|stylelint|knip|depcheck|madge|c8|nyc|ava|tap|oxlint|dprint|lint-staged|commitlint|size-limit|type-coverage|tsd|svelte-check|vue-tsc|astro|svgo|typedoc|markdownlint|markdownlint-cli|cspell|ts-prune|npm-check|swc|babel)$/;

function npx(call: Call): void {
  const [first] = call.args;
  if (!isText(first) || !usual.test(first.replace(/@[\w.^~-]+$/, '')))
    call.opaque(`${call.name} runs a package that is not one of the usual tools`);
  else if (
    call.args.some(
      (word) =>
        /^--?(?:config|c|require|r|plugin|rulesdir|resolve-plugins-relative-to|project|p|setupFiles|reporters?|env|globalSetup|transform|runner)(?:=|$)/.test(
          prefixOf(word),
        ) && leavesProject(call, word),
    )
  ) {
    call.opaque(`${first} with rules from outside the project`);
  }
}

function make(call: Call, given: Arguments): void {
  if (given.operands.length === 0 && !has(given, '-v', '--version', '-n', '--help'))
    call.opaque('make without a target runs whatever comes first');
  for (const word of given.operands) {
    if (!isText(word) || /[^\w./:-]/.test(word)) call.opaque('make with a variable or a target that is not plain');
  }
}

export const packageTools = [
  tool({
    names: ['npm', 'pnpm', 'yarn'],
    effects: packages,
    obeys: ['.npmrc', '.yarnrc', '.yarnrc.yml', '.pnpmfile.cjs', 'package.json', '.envrc', 'pnpm-workspace.yaml'],
    examples: [
      ['npm test'],
      ['npm run lint -- --fix'],
      ['npm ci'],
      ['npm install left-pad', 'opaque'],
      ['npm exec x', 'opaque'],
      ['npm --prefix /x test', 'opaque'],
      ['yarn build'],
      ['pnpm dlx x', 'opaque'],
      ['npm $x', 'opaque'],
      ['npm config set x y', 'opaque'],
    ],
  }),
  tool({
    names: ['npx', 'pnpx', 'bunx', 'uvx', 'pipx'],
    effects: npx,
    examples: [
      ['npx tsc --noEmit'],
      ['npx -y rimraf x', 'opaque'],
      ['npx rimraf x', 'opaque'],
      ['npx eslint -c /tmp/x .', 'opaque'],
    ],
  }),
  tool({
    names: ['make', 'gmake'],
    options:
      'bBeikKnpqrRsStvdw -C! -f! -I! -o= -W= -j? -l? -O? -E! --file! --makefile! --directory! --include-dir! --eval! --jobs? --silent --dry-run --keep-going --always-make --no-print-directory --version --help --trace --question --touch --just-print --output-sync? --load-average?',
    effects: make,
    obeys: [
      'Makefile',
      'makefile',
      'GNUmakefile',
      'justfile',
      'Rakefile',
      'Taskfile.yml',
      'build.gradle',
      'pom.xml',
      'CMakeLists.txt',
      'build.xml',
    ],
    examples: [
      ['make test'],
      ['make -j4 build'],
      ['make', 'opaque'],
      ['make -f x test', 'opaque'],
      ['make SHELL=/tmp/x test', 'opaque'],
      ["make --eval='x:;rm' x", 'opaque'],
    ],
  }),
];
