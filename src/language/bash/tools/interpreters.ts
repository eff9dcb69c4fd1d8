// Interpreters: a file they run is named by the policy; code on the command line or standard input is not followed, and
// without either they read what is typed.
import type { Call } from '../call.ts';
import { type Example, tool } from '../entry.ts';
import { isText, mayBeOption, piecesOf, prefixOf, type Value } from '../value.ts';
import { beyondProject, namesOutside, readOperands } from './build-options.ts';

interface Manners {
  /** Options that carry code or load more of it. */
  readonly code: RegExp;
  /** Options that take the next word as their value and load nothing. */
  readonly valued: RegExp;
  /** Options that load nothing. */
  readonly quiet: RegExp;
  /** Modules of `-m` that are tools of their own. */
  readonly modules?: RegExp;
  /** First words that are commands of the interpreter itself. */
  readonly verbs?: RegExp;
}

function interpret(call: Call, manners: Manners): void {
  for (let at = 0; at < call.args.length; at++) {
    const word = call.args[at] as Value;
    const text = prefixOf(word);
    if (!text.startsWith('-'))
      return call.args.includes('--test') ? undefined : runFile(call, word, call.args.slice(at + 1), manners);
    if (text === '-') return call.opaque(`${call.name} runs code from its input`);
    if (manners.modules && text.startsWith('-m'))
      return runModule(call, text === '-m' ? call.args[at + 1] : text.slice(2), at, manners.modules);
    if (manners.code.test(text) || !isText(word)) return call.opaque(`${call.name} ${text} carries code`);
    if (text === '--test') testFiles(call);
    if (/^(?:--version|--help|-V|-h)$/.test(text) || (call.name.startsWith('node') && text === '-v')) return;
    if (manners.valued.test(text)) at++;
    else if (!manners.quiet.test(text)) call.opaque(`${call.name} ${text} is not followed`);
  }
  if (call.args.includes('--test')) return;
  if (call.scope.stdin !== 'terminal') return call.opaque(`${call.name} runs code from its input`);
  call.raw();
}

/** `node --test` runs any file it is given. */
function testFiles(call: Call): void {
  if (namesOutside(call)) call.opaque('runs code outside the project');
  for (const word of call.args) {
    if (prefixOf(word).startsWith('-')) continue;
    call.read(word);
    const known = piecesOf(word).filter(isText).join('*');
    if (mayBeOption(word) || !/(?:^|\/)(?:__)?tests?(?:__)?(?:\/|$)|(?:^|[./_-])(?:test|spec)[./_-]/.test(known))
      call.opaque('runs a file that is not known for a test');
    refuseWritten(call, word);
  }
}

function refuseWritten(call: Call, word: Value): void {
  for (const { path } of call.places(word)) {
    if (path !== null && call.walker.isWritten(path)) call.opaque('runs a file that this session wrote');
  }
}

function runModule(call: Call, module: Value | undefined, at: number, allowed: RegExp): void {
  if (!isText(module) || !allowed.test(module)) call.opaque(`${call.name} -m with a module that is not known`);
  const operands = call.args.slice(at + 1);
  const rest = operands.slice(module === call.args[at + 1] ? 1 : 0);
  const beyond = module === 'json.tool' ? null : beyondProject(call, isText(module) ? module : '', rest);
  if (beyond !== null) call.opaque(`${call.name} -m: ${beyond}`);
  if (isText(module) && /^(?:black|ruff|mypy|flake8|isort|pylint)$/.test(module)) readOperands(call, rest);
  if (module === 'venv') for (const word of operands.slice(1)) call.write(word, true);
  if (module === 'json.tool')
    for (const word of call.args.slice(at + 2)) if (!prefixOf(word).startsWith('-')) call.read(word);
  if (module === 'json.tool' && call.args.length > at + 3) call.opaque('json.tool writes a file');
}

function runFile(call: Call, word: Value, _rest: readonly Value[], { verbs }: Manners): void {
  if (isText(word) && verbs?.test(word)) return;
  if (!isText(word) || word.startsWith('/dev/') || word.startsWith('/proc/'))
    return call.opaque(`${call.name} runs a file that is not known`);
  call.read(word);
  refuseWritten(call, word);
}

function interpreter(names: readonly string[], manners: Manners, obeys: readonly string[], ...examples: Example[]) {
  return tool({ names, obeys, effects: (call) => interpret(call, manners), examples });
}

const nothing = /^(?!)/;

export const interpreterTools = [
  interpreter(
    ['node', 'nodejs'],
    {
      code: /^(?:-[a-z]*[eprCi]|--(?:eval|print|require|import|loader|experimental-loader|env-file|inspect|run|experimental-default-type|build-snapshot|diagnostic-dir|redirect-warnings|report|cpu-prof|heap|trace-event|tls|openssl|icu|test-reporter(?!=(?:spec|tap|dot|junit|lcov)$)))/,
      valued: /^--(?:test-name-pattern|test-timeout)$/,
      quiet:
        /^--(?:test$|test-only|test-reporter=|check|enable-source-maps|no-warnings|max-old-space-size=\d+|trace-warnings|watch$|unhandled-rejections=\w+|test-concurrency=\d+|experimental-strip-types|no-deprecation)|^-c$/,
    },
    ['.noderc'],
    ['node --version'],
    ['node dist/cli.js --help', 'read dist/cli.js'],
    ['node -e 1', 'opaque'],
    ['node < x.js', 'read x.js', 'opaque'],
    ['node', 'raw node'],
    ['node --test'],
    ['node --test test/a.test.js', 'read test/a.test.js'],
    ['node --test --test-reporter=spec test/*.test.js', 'read glob test/*.test.js'],
    ['node --test --test-reporter=./x.js', 'opaque'],
    ['node --test x.js', 'opaque', 'read x.js'],
    ['node --test /tmp/x.js', 'opaque', 'read /tmp/x.js'],
    ['node -r ./e.js a.js', 'opaque'],
  ),
  interpreter(
    [
      'python',
      'python2',
      'python3',
      'python3.9',
      'python3.10',
      'python3.11',
      'python3.12',
      'python3.13',
      'python3.14',
      'pypy',
      'pypy3',
    ],
    {
      code: /^-[bBdEhiIOPqsSuvx]*[ci]/,
      valued: /^-[WX]$/,
      quiet: /^-[bBdEIOPqsSuvx]+$|^-[WX]./,
      modules:
        /^(?:pytest|unittest|venv|json\.tool|compileall|py_compile|black|ruff|mypy|flake8|isort|pylint|coverage|tabnanny|this|platform|site|sysconfig)$/,
    },
    ['sitecustomize.py', 'usercustomize.py', 'pyvenv.cfg'],
    ['python3 -m pytest -q'],
    ['python3 -c 1', 'opaque'],
    ['python3 -Bc 1', 'opaque'],
    ['python3 a.py', 'read a.py'],
    ['python3 -m http.server', 'opaque'],
    ['python3 -m pytest /tmp/x', 'opaque'],
    ['python3 -m pylint --init-hook=x src', 'opaque', 'read src'],
    ['echo 1 | python3', 'run echo 1', 'opaque'],
    ['python3', 'raw python3'],
  ),
  interpreter(
    [
      'perl',
      'ruby',
      'php',
      'lua',
      'luajit',
      'irb',
      'Rscript',
      'R',
      'julia',
      'guile',
      'tclsh',
      'wish',
      'expect',
      'osascript',
      'groovy',
      'scala',
      'ghci',
      'runghc',
      'erl',
      'elixir',
      'iex',
      'swift',
      'jshell',
      'gjs',
      'qjs',
      'm4',
      'bc',
      'dc',
      'octave',
      'maxima',
      'sbcl',
      'clisp',
      'ocaml',
      'racket',
      'gnuplot',
    ],
    { code: /^-/, valued: nothing, quiet: nothing },
    ['.irbrc', '.Rprofile', '.perltidyrc', '.phprc', '.dbshell'],
    ['perl -e 1', 'opaque'],
    ['perl -i -ne "" x', 'opaque'],
    ['ruby a.rb', 'read a.rb'],
    ['irb', 'raw irb'],
    ['perl --version', 'opaque'],
  ),
  interpreter(
    ['deno', 'bun', 'tsx', 'ts-node'],
    {
      code: /^-(?:e|p|r|-eval|-require|-import|-preload|-env-file)/,
      valued: nothing,
      quiet: /^--(?:watch|check|no-check|allow-read)/,
      verbs: /^(?:test|lint|fmt|check|install|build|info|doc)$/,
    },
    ['bunfig.toml', 'deno.json', 'deno.jsonc'],
    ['bun test'],
    ['deno eval 1', 'read eval'],
    ['tsx a.ts', 'read a.ts'],
  ),
  interpreter(
    ['java', 'javac', 'dotnet', 'kotlinc'],
    {
      code: /^-(?:javaagent|agent|XX:.*=|D|-source|cp|classpath)/,
      valued: nothing,
      quiet: /^-(?:X[ms]|version|-list-)/,
      verbs: /^(?:build|test|restore|format|--info)$/,
    },
    [],
    ['java --version'],
    ['java -javaagent:x.jar A', 'opaque'],
  ),
];
