// Builders and test runners of other languages, and system package managers.
import { type Example, tool } from '../entry.ts';
import { isText, prefixOf } from '../value.ts';
import { leavesProject, namesOutside, unclear, words } from './build-options.ts';

const cargoVerbs =
  /^(?:build|b|check|c|test|t|bench|clippy|fmt|doc|d|tree|metadata|fetch|run|r|version|search|verify-project|locate-project|pkgid|nextest|audit|outdated|clean|update|add|remove)$/;
const goVerbs = /^(?:build|test|vet|fmt|list|mod|version|doc|env|run|generate|tool|install|get|work|clean|fix)$/;

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
      if (
        call.args.some(
          (word) =>
            /^(?:-c|-p|-o|--(?:rootdir|confcutdir|config|config-file|basetemp|pdb|pdbcls|trace|plugin|require|rulesdir|resolve-plugins-relative-to|junitxml|junit-xml|log-file|debug|cache-location|output-file|globalSetup|setupFiles|transform|runner|override-ini|result-log|custom-typeshed-dir|python-executable|external-sources|install))(?:=|$)/.test(
              prefixOf(word),
            ) &&
            (leavesProject(call, word) || /^--(?:pdb|trace|install|debug)/.test(prefixOf(word))),
        )
      ) {
        call.opaque(`${call.name} with rules or output outside the project`);
      }
      if (namesOutside(call)) call.opaque(`${call.name} reads code or rules outside the project`);
      if (call.args.some((word) => !isText(word) && prefixOf(word) === ''))
        call.opaque(`${call.name} with a word that is not known`);
    },
    obeys: [
      'conftest.py',
      'pytest.ini',
      'tox.ini',
      'setup.cfg',
      'noxfile.py',
      'setup.py',
      'pyproject.toml',
      '.eslintrc.js',
      '.eslintrc.cjs',
      '.prettierrc.js',
      'sitecustomize.py',
      '.mocharc.js',
      '.mocharc.cjs',
      '.pylintrc',
      '.rspec',
      '.pythonrc',
    ],
    examples: [
      ['pytest tests/test_a.py -k "a and not b"'],
      ['pytest -c /tmp/x.ini', 'opaque'],
      ['pytest --pdb', 'opaque'],
      ['pytest /tmp/x', 'opaque'],
      ['pytest "$x"', 'opaque'],
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
    /^(?:run|generate|install|get|clean|fix|tool)\b|^env -|^mod (?:edit|init|vendor)/,
    /^-(?:-)?(?:exec|toolexec|overlay|ldflags|gcflags|asmflags|gccgoflags|modfile|o|outputdir|C|vettool|pkgdir)(?:=|$)/,
    ['go.mod', 'go.work'],
    ['go test ./...'],
    ['go run x.go', 'opaque'],
    ['go test -exec sh ./...', 'opaque'],
    ['go build -toolexec=x', 'opaque'],
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
    /^(?:list|show|freeze|check|test|lint|build|compile|verify|--version|tree|outdated|info|env|why|deps|validate|format|analyze|sync|lock|--build|search|config|debug|--list)$/,
    /^(?:config|env|search|sync|lock|debug)\b \S/,
    /^-(?:-)?(?:target|prefix|root|index-url|extra-index-url|i|t|f|P|E|e|file|makefile|settings|init-script|I)(?:=|$)/,
    ['pip.conf', '.pypirc', 'Gemfile', 'composer.json', 'mix.exs', 'build.sbt', 'Pipfile'],
    ['pip list'],
    ['pip install x', 'opaque'],
    ['poetry run x', 'opaque'],
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
