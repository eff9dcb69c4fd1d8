// Assignments, in every way bash has: what is remembered, which names are dangerous, which belong to the driver.
import type { Assignment } from 'unbash';
import type { Span } from '../effect.ts';
import { judgeArithmeticValue } from './arithmetic.ts';
import { mostElements } from './budget.ts';
import { isArray, numericVariables, type State } from './state.ts';
import { concat, isNumeric, isText, unknown, type Value } from './value.ts';
import { refusePosix } from './walk-list.ts';
import type { Scope, Walker } from './walker.ts';

/** Programs, libraries, the shell itself: what these hold decides what other commands do. */
const dangerous =
  /^(?:PATH|PWD|OLDPWD|LD_.*|BASH_.*|ENV|IFS|GIT_.*|(?:MAN|SYSTEMD_)?PAGER|LESS.*|EDITOR|VISUAL|BROWSER|PERL.*|PYTHON.*|NODE_(?:OPTIONS|PATH|EXTRA_CA_CERTS|REPL_.*)|RUBY.*|GEM_.*|BUNDLE_.*|GCONV_PATH|HIST.*|HOME|SHELL|TMPDIR|CDPATH|GLOBIGNORE|npm_.*|NPM_.*|YARN_.*|[a-zA-Z]+_(?:proxy|PROXY)|TERMINFO.*|TERMCAP|KUBECONFIG|DOCKER_.*|AWS_.*|GOOGLE_.*|CLOUDSDK_.*|AZURE_.*|INPUTRC|OPENSSL_.*|SSL_.*|CURL_.*|HOSTALIASES|RES_OPTIONS|LOCALDOMAIN|NLSPATH|MALLOC_.*|GLIBC_.*|SSH_.*|SUDO_.*|MAKE.*|CC|CXX|LD|AR|[A-Z]*FLAGS|RUSTC.*|CARGO_.*|GO[A-Z]+|JAVA_.*|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|MAVEN_.*|GRADLE_.*|CLASSPATH|PG.*|MYSQL.*|FPATH|ZDOTDIR|XDG_.*|RIPGREP_CONFIG_PATH|GREP_OPTIONS|TAR_OPTIONS|GZIP|ZIPOPT|UNZIP|RSYNC_.*|POSIXLY_CORRECT|PROMPT_COMMAND|PS[0-4]|SHELLOPTS|LINES_.*|WGETRC|VIMINIT|EXINIT|VIMRUNTIME|NETRC|JQ_.*|MAIL.*|TZDIR|TEXTDOMAIN(?:DIR)?|DYLD_.*|PIP_.*|UV_.*|DENO_.*|BUN_.*|COREPACK_.*|PUPPETEER_.*|ELECTRON_.*|VIRTUAL_ENV|CONDA_.*)$/;

/** Names that only change how a program looks or which of its own modes it runs in. */
const harmless =
  /^(?:CI|NODE_ENV|RAILS_ENV|RACK_ENV|FLASK_ENV|APP_ENV|ENVIRONMENT|MIX_ENV|GOFLAGS_NONE|DEBUG|VERBOSE|QUIET|LOG_LEVEL|LOGLEVEL|NO_COLOR|FORCE_COLOR|CLICOLOR(?:_FORCE)?|COLOR|COLORTERM|TZ|TERM|LC_[A-Z]+|LANG|LANGUAGE|RUST_(?:LOG|BACKTRACE|TEST_THREADS)|COLUMNS|LINES|PORT|HOST|TEST_[A-Z_]+|BLOCKSIZE|BLOCK_SIZE|TIMEFORMAT|TIME_STYLE|QUOTING_STYLE|DEBIAN_FRONTEND|PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE|PYTHONIOENCODING|PYTHONUTF8|PYTEST_ADDOPTS_NONE|VITE_[A-Z_]+|NEXT_TELEMETRY_DISABLED|JEST_WORKER_ID|PROJECT|VERSION|NAME|FOO|BAR|X|Y|A|B)$/;

/** What the driver stands on: its own names, the parser's mode, the prompt. */
const ofTheDriver = /^(?:_o\w*|_ostiary\w*)$/;
const ofTheParser =
  /^(?:PROMPT_COMMAND|PS[0-4]|POSIXLY_CORRECT|BASH_COMPAT|BASH_XTRACEFD|LOCPATH|SHELLOPTS|BASHOPTS|TMOUT|IGNOREEOF|FUNCNEST|BASH_LOADABLES_PATH)$/;
const locale = /^(?:LC_[A-Z]+|LANG|LANGUAGE)$/;
/** ASCII keeps its meaning in these; under GBK or BIG5 a byte of a character can be a backslash. */
const safeLocale = /^(?:|C|POSIX|(?:C|[a-z]{2,3}_[A-Z]{2})\.(?:UTF-8|utf-?8))$/;

/** @param environment only for the one command it stands before */
export function judgeName(
  walker: Walker,
  name: string,
  value: Value,
  scope: Scope,
  span: Span,
  environment: boolean,
): void {
  if (ofTheDriver.test(name)) {
    return walker.refuse(`${name} is reserved for the session's own shell`, 'use another name', span);
  }
  if (locale.test(name) && name !== 'LANGUAGE') {
    if (isText(value) && safeLocale.test(value)) return;
    return walker.refuse(
      `${name} with another character set changes how bytes are read`,
      'use C or a UTF-8 locale',
      span,
    );
  }
  if (!environment && scope.driver && ofTheParser.test(name)) {
    return walker.refuse(
      `${name} changes the session's own shell`,
      'set it for one command: env NAME=value command',
      span,
    );
  }
  // Two names that are in the Python family but only tune its output.
  const risky = harmless.test(name) ? false : dangerous.test(name) || environment;
  if (risky) walker.emit({ kind: 'set', name, of: null, span });
}

export function assign(
  walker: Walker,
  { name, value, append, index, ...node }: Assignment,
  state: State,
  scope: Scope,
): void {
  const span = scope.at ?? ([node.pos, node.end] as const);
  if (!walker.step()) return;
  const before = state.get(name);
  const keyed = isArray(before) && before.keyed;
  if (index) {
    refusePosix(walker, scope, span, 'an array');
    const subscript = walker.value(index, state, scope);
    if (!keyed) judgeArithmeticValue(walker, subscript, state, span, scope);
  }
  if (value.type === 'ArrayValue') {
    refusePosix(walker, scope, span, 'an array');
    const elements = walker.fields(value.elements, state, scope);
    const keys = value.elements.filter(({ text }) => text.startsWith('['));
    if (keys.some(({ text }) => !/^\[\w+\]=/.test(text)) && !keyed)
      walker.opaque('a subscript that is evaluated', span);
    judgeName(walker, name, unknown, scope, span, false);
    const old = append && isArray(before) ? before.elements : append ? null : [];
    const isFew = (old?.length ?? 0) + elements.length <= mostElements;
    const known = keys.length === 0 && old && isFew && elements.every((element) => isText(element) || !element.many);
    state.set(name, { elements: known ? [...old, ...elements] : null, ...(keyed && { keyed }) });
    return;
  }
  const right = walker.value(value, state, scope);
  if (index) {
    judgeName(walker, name, unknown, scope, span, false);
    state.set(name, { elements: null, ...(keyed && { keyed }) });
    return;
  }
  const left = isArray(before) || before === undefined ? unknown : before;
  walker.assignName(name, append ? concat(left, right) : right, state, scope, span);
}

/** Sets a variable by its name, however the name came about. @param value null: unknown */
export function assignName(
  walker: Walker,
  name: Value,
  value: Value | null,
  state: State,
  scope: Scope,
  span: Span,
): void {
  if (!isText(name)) return walker.opaque('a variable is set whose name is not known', span);
  const [, base, subscript] = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s.exec(name) ?? [];
  if (base === undefined) return walker.opaque(`a variable name that is not plain: ${name.slice(0, 40)}`, span);
  if (subscript !== undefined && !/^\d+$/.test(subscript)) walker.opaque('the subscript of a name is evaluated', span);
  judgeName(walker, base, value ?? unknown, scope, span, false);
  if (base === 'IFS') state.splitsOddly = value !== ' \t\n';
  if (base === 'HOME' || base === 'PWD') state.set(base, value ?? unknown);
  if (base in numericVariables && !isNumeric(value ?? unknown))
    walker.opaque(`${base} evaluates what it is given`, span);
  const before = state.get(base);
  if (subscript !== undefined || isArray(before))
    state.set(base, { elements: null, ...(isArray(before) && before.keyed && { keyed: true }) });
  else state.set(base, value ?? unknown);
}
