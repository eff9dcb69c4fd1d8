// Package managers of Node and make: they run the project's own code, which the run itself says; what goes
// beyond it (another file, another registry, a package nobody named) is said here.
import { type Call, has } from '../call.ts';
import { tool } from '../entry.ts';
import type { Arguments } from '../options.ts';
import { isText, prefixOf } from '../value.ts';
import { beyondProject, readOperands, unclear, words } from './build-options.ts';

/** They run what they download, or change more than the build of this project. */
const foreignVerbs =
  /^(?:exec|x|dlx|create|init|node|explore|edit|publish|unpublish|deprecate|dist-tag|login|logout|adduser|token|owner|access|team|org|profile|hook|star|env|global|set-script|pkg|link|update|up|upgrade|config|cache|prune|rebuild|whoami|store|import|set|plugin|patch|patch-commit|deploy|server)$/;
/** What npm itself knows; pnpm and yarn take any other word for a script of the project. */
const npmVerbs =
  /^(?:test|t|tst|run|run-script|start|stop|restart|ci|clean-install|install|i|add|ls|list|ll|la|outdated|why|explain|view|info|show|root|prefix|audit|fund|doctor|ping|search|help|version|remove|rm|uninstall|query|sbom)$/;
/** npm takes any option for configuration, abbreviated too: only these are surely about output and scope. */
const npmOptions =
  /^-(?:-(?:silent|quiet|verbose|json|long|parseable|depth(?:=\d+)?|all|omit(?:=\w+)?|include(?:=\w+)?|production|if-present|workspaces|workspace(?:=[\w@/.-]+)?|no-audit|no-fund|no-progress|no-color|color(?:=\w+)?|legacy-peer-deps|prefer-offline|offline|ignore-scripts|loglevel(?:=\w+)?|no-save|save-exact|dry-run|version|help|foreground-scripts|audit-level(?:=\w+)?)|s|q|d|dd|ddd|l|a|w|v|h|ws)$/;
const elsewhere =
  /^--?(?:g|global|prefix|userconfig|globalconfig|script-s\w*|node-o\w*|registry|C|dir|cwd|location|shell\w*|call|c|package|p|use-node-version|config\.\S*|use-yarnrc|modules-folder|global-folder|cache-folder|store-dir|virtual-store-dir|lockfile-dir|pnpmfile|ignore-pnpmfile)(?:=|$)/;

function packages(call: Call): void {
  if (unclear(call, 2)) return call.opaque(`${call.name} with a command that is not known`);
  const [verb = call.name === 'npm' ? 'help' : 'install', ...rest] = words(call);
  if (foreignVerbs.test(verb)) return call.opaque(`${call.name} ${verb} reaches further than this project's build`);
  if (/^(?:install|i|add)$/.test(verb) && rest.length > 0)
    call.opaque(`${call.name} ${verb} brings in packages that the lock file does not name`);
  if (/^(?:remove|rm|uninstall)$/.test(verb)) call.delete('node_modules', true);
  if (call.name === 'npm' && !npmVerbs.test(verb)) call.opaque(`npm ${verb} is not followed`);
  const end = call.args.indexOf('--');
  judgeScript(call, verb, end < 0 && call.name !== 'npm' ? call.args.indexOf(verb) : end);
  const own = (end < 0 ? call.args : call.args.slice(0, end)).filter((word) => prefixOf(word).startsWith('-'));
  const strange = own.some((word) =>
    call.name === 'npm' ? !isText(word) || !npmOptions.test(word) : elsewhere.test(prefixOf(word)),
  );
  if (strange) call.opaque(`${call.name} with an option that may take its rules from elsewhere`);
}

/** What follows goes to a script of the project, mostly one of the usual tools. */
function judgeScript(call: Call, verb: string, before: number): void {
  if (before < 0 || /^(?:install|i|add|ci|ls|list|why|view|audit|outdated)$/.test(verb)) return;
  const given = call.args.slice(before + 1).filter((word) => word !== '--');
  const beyond = beyondProject(call, verb, given);
  if (beyond !== null) call.opaque(`${call.name} ${verb}: ${beyond}`);
  readOperands(call, given);
}

/** Tools a project usually has; npx takes them from node_modules. */
const usual =
  /^(?:tsc|eslint|prettier|vitest|jest|mocha|vite|webpack|rollup|esbuild|biome|tsup|turbo|nx|next|playwright|cypress|tailwindcss|postcss|stylelint|knip|depcheck|madge|c8|nyc|ava|tap|oxlint|dprint|lint-staged|commitlint|size-limit|type-coverage|tsd|svelte-check|vue-tsc|astro|svgo|typedoc|markdownlint|markdownlint-cli|cspell|ts-prune|npm-check|swc|babel)$/;

function npx(call: Call): void {
  const at = call.args.findIndex(
    (word) => !(isText(word) && /^--?(?:no-install|no|offline|prefer-offline|quiet|q)$/.test(word)),
  );
  const first = call.args[at];
  if (!isText(first) || !usual.test(first.replace(/@[\w.^~-]+$/, '')))
    return call.opaque(`${call.name} runs a package that is not one of the usual tools`);
  const rest = call.args.slice(at + 1);
  const beyond = beyondProject(call, first, rest);
  if (beyond !== null) call.opaque(`${first}: ${beyond}`);
  if (rest[0] === 'install') call.opaque(`${first} install changes the machine`);
  readOperands(call, rest);
}

/** Variables that say how much is shown, in most makefiles. */
const quietVariable = /^(?:V|VERBOSE|Q|DEBUG|CI|NO_COLOR|COLOR|SILENT)=[\w-]*$/;

function make(call: Call, given: Arguments): void {
  if (
    given.operands.every((word) => isText(word) && word.includes('=')) &&
    !has(given, '-v', '--version', '-n', '--help')
  )
    call.opaque('make without a target runs whatever comes first');
  for (const word of given.operands) {
    if (!isText(word) || (/[^\w./:-]/.test(word) && !quietVariable.test(word)))
      call.opaque('make with a variable or a target that is not plain');
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
      ['npm run lint -- -c /tmp/x', 'opaque', 'read /tmp/x'],
      ['yarn prettier .env', 'read .env'],
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
    obeys: ['node_modules/'],
    examples: [
      ['npx tsc --noEmit'],
      ['npx -y rimraf x', 'opaque'],
      ['npx rimraf x', 'opaque'],
      ['npx eslint -c /tmp/x .', 'opaque', 'read /tmp/x', 'read .'],
      ['npx prettier .env', 'read .env'],
      ['npx playwright install', 'opaque', 'read install'],
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
      ['make test V=1'],
      ['make', 'opaque'],
      ['make -f x test', 'opaque'],
      ['make SHELL=/tmp/x test', 'opaque'],
      ["make --eval='x:;rm' x", 'opaque'],
    ],
  }),
];
