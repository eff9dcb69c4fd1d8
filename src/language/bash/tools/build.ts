// Builders and test runners of other languages, and system package managers.
import type { Call } from '../call.ts';
import { type Example, tool } from '../entry.ts';
import { dropPrefix, isText, prefixOf, unknown } from '../value.ts';
import { beyondProject, namesOutside, readOperands, unclear, words } from './build-options.ts';
import { projectRules } from './project-rules.ts';

const cargoVerbs =
  /^(?:build|b|check|c|test|t|bench|clippy|fmt|doc|d|tree|metadata|fetch|run|r|version|search|verify-project|locate-project|pkgid|nextest|audit|outdated|clean|update|add|remove)$/;
const goVerbs = /^(?:build|test|vet|fmt|list|mod|version|doc|env|run|generate|tool|install|get|work|clean|fix)$/;

/** Goals that may stand behind the first one (`mvn test deploy`). */
const publishing = /^(?:[\w.-]+:)*(?:deploy|publish|release|install|upload|exec)\w*$/i;

/** What `go build` and `go test` leave behind. */
function writeProfiles(call: Call): void {
  for (const [at, word] of call.args.entries()) {
    const option = /^--?(?:o|trace|coverprofile|(?:cpu|mem|block|mutex)profile)(=|$)/.exec(prefixOf(word));
    if (!option) continue;
    call.write(option[1] === '=' ? dropPrefix(word, option[0].length) : (call.args[at + 1] ?? unknown));
  }
}

function verbs(
  names: readonly string[],
  known: RegExp,
  risky: RegExp,
  options: RegExp,
  obeys: readonly string[],
  ...examples: Example[]
) {
  return tool({
    names,
    obeys,
    effects: (call) => {
      if (unclear(call, 1)) return call.opaque(`${call.name} with a command that is not known`);
      const all = words(call).filter((word) => !word.startsWith('+'));
      const [verb = 'help'] = all;
      if (verb !== 'help' && (!known.test(verb) || risky.test(all.slice(0, 2).join(' '))))
        call.opaque(`${call.name} ${verb} is not followed`);
      if (all.some((word) => publishing.test(word))) call.opaque(`${call.name} publishes, installs or runs`);
      if (call.name === 'go') writeProfiles(call);
      if (namesOutside(call)) call.opaque(`${call.name} reads code outside the project`);
      if (call.args.some((word) => options.test(prefixOf(word))))
        call.opaque(`${call.name} with an option that takes its rules from elsewhere`);
    },
    examples,
  });
}

export const buildTools = [
  tool({
    names: [
      'pytest',
      'py.test',
      'tox',
      'nox',
      'vitest',
      'jest',
      'mocha',
      'tsc',
      'eslint',
      'prettier',
      'biome',
      'ruff',
      'mypy',
      'black',
      'flake8',
      'isort',
      'pylint',
      'phpunit',
      'rspec',
      'rubocop',
      'golangci-lint',
      'shellcheck',
      'hadolint',
      'yamllint',
      'markdownlint',
      'tslint',
      'stylelint',
      'gofmt',
      'rustfmt',
      'clang-format',
      'ctest',
      'vite',
      'webpack',
      'rollup',
      'esbuild',
      'turbo',
      'nx',
      'next',
      'swc',
      'knip',
      'ava',
      'playwright',
      'cypress',
    ],
    effects: (call) => {
      const beyond = beyondProject(call, call.name, call.args);
      if (beyond !== null) call.opaque(`${call.name}: ${beyond}`);
      const [verb] = words(call);
      if (
        verb === 'install' ||
        ((call.name === 'tox' || call.name === 'nox') && /^(?:e|exec|devenv|d)$/.test(verb ?? ''))
      )
        call.opaque(`${call.name} ${verb} is not followed`);
      readOperands(call, call.args);
    },
    obeys: projectRules,
    examples: [
      ['pytest tests/test_a.py -k "a and not b"', 'read tests/test_a.py', 'read a and not b'],
      ['pytest -c /tmp/x.ini', 'opaque', 'read /tmp/x.ini'],
      ['pytest --pdb', 'opaque'],
      ['pytest /tmp/x', 'opaque', 'read /tmp/x'],
      ['pytest "$x"', 'opaque', 'read ?'],
      ['prettier --parser=yaml .env', 'read .env'],
      ["eslint 'src/*.ts'", 'read glob src/*.ts'],
      ['eslint -c ./x.js src', 'opaque', 'read x.js', 'read src'],
      ['pytest -p x', 'opaque', 'read x'],
      ['pytest --override-ini=addopts=-pevil', 'opaque'],
      ['pytest --pastebin=all', 'opaque'],
      ['pytest -p no:cacheprovider -q', 'read no:cacheprovider'],
      ['eslint --parser ./x.js src', 'opaque', 'read x.js', 'read src'],
      ['mocha -R ./x.js', 'opaque', 'read x.js'],
      ["jest --config='{}'", 'opaque'],
      ['tsc -p tsconfig.build.json --noEmit', 'read tsconfig.build.json'],
      ['mypy --python-exec=./x src', 'opaque', 'read src'],
      ['tox exec -- rm x', 'opaque', 'read exec', 'read rm', 'read x'],
    ],
  }),
  verbs(
    ['cargo'],
    cargoVerbs,
    /^(?:clean|run|r)\b|^(?:add|remove|update)\b/,
    /^--(?:config|manifest-path|target-dir|unstable|Z)|^-[ZC]/,
    ['config.toml', '.cargo/', 'build.rs', 'Cargo.toml', 'rust-toolchain', 'rust-toolchain.toml'],
    ['cargo build --release'],
    ['cargo install x', 'opaque'],
    ['cargo --config x build', 'opaque'],
  ),
  verbs(
    ['go'],
    goVerbs,
    /^(?:run|generate|install|get|clean|fix|tool)\b|^mod (?:edit|init|vendor)/,
    /^-(?:-)?(?:exec|toolexec|overlay|ldflags|gcflags|asmflags|gccgoflags|modfile|outputdir|C|vettool|pkgdir|test\.\w+|w|u)(?:=|$)/,
    ['go.mod', 'go.work'],
    ['go test ./...'],
    ['go run x.go', 'opaque'],
    ['go test -exec sh ./...', 'opaque'],
    ['go build -toolexec=x', 'opaque'],
    ['go env -w X=1', 'opaque'],
    ['go test -coverprofile=/etc/x ./...', 'write /etc/x'],
    ['go build -o bin/app ./cmd/app', 'write bin/app'],
  ),
  verbs(
    [
      'pip',
      'pip3',
      'uv',
      'poetry',
      'pipenv',
      'gem',
      'bundle',
      'composer',
      'mvn',
      'gradle',
      'mix',
      'sbt',
      'cmake',
      'ninja',
      'just',
      'task',
      'rake',
      'bazel',
      'meson',
      'ant',
      'dune',
      'stack',
      'cabal',
      'zig',
      'flutter',
      'dart',
      'swiftlint',
      'hatch',
      'rye',
      'pdm',
      'conda',
      'brew',
    ],
    /^(?:list|show|freeze|check|test|lint|build|compile|package|verify|--version|tree|outdated|info|env|why|deps|validate|format|analyze|sync|lock|--build|search|config|debug|--list)$/,
    /^(?:config|env|search|sync|lock|debug)\b \S/,
    /^-(?:-)?(?:target|prefix|root|index-url|extra-index-url|i|t|f|P|E|e|file|makefile|settings|init-script|I|lo(?!cal)\w*|py\w*|requirement|r|config-settings|D(?!skipTests|test=|maven\.test\.skip).*)(?:=|$)/,
    ['pip.conf', '.pypirc', 'Gemfile', 'composer.json', 'mix.exs', 'build.sbt', 'Pipfile'],
    ['pip list'],
    ['pip install x', 'opaque'],
    ['poetry run x', 'opaque'],
    ['pip list --log=x', 'opaque'],
    ['pip freeze -r .env', 'opaque'],
    ['mvn test deploy', 'opaque'],
    ['mvn -q test'],
    ['mvn test'],
  ),
  tool({
    names: [
      'apt',
      'apt-get',
      'dpkg',
      'yum',
      'dnf',
      'rpm',
      'apk',
      'pacman',
      'zypper',
      'snap',
      'flatpak',
      'port',
      'nix',
      'nix-env',
      'nix-shell',
      'guix',
    ],
    effects: (call) => {
      const [verb] = call.args;
      if (
        !isText(verb) ||
        !/^(?:list|show|search|policy|info|-l|-L|-s|-q[ail]*|-Q[iqls]*|--version|depends|rdepends|madison)$/.test(verb)
      )
        call.privilege(`${call.name} changes what is installed`);
    },
    examples: [
      ['apt list --installed'],
      ['apt-get install x', 'privilege apt-get changes what is installed'],
      ['dpkg -l'],
    ],
  }),
];
