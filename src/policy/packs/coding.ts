// An ordinary coding task: files made and moved in the workspace, everyday version control, build and test. What is
// built and tested is the project's own code: an allow of the group `build` trusts it.
import { definePack } from './pack.ts';

const anywhere = ['**'];
const workplace = ['${workspace}/**', '/tmp/**', '/dev/null'];
const scripts =
  '(test|tests|build|lint|check|typecheck|type-check|tsc|format|fmt|prettier|coverage|unit|e2e|compile|docs|ci)';
const devTools = '(tsc|eslint|prettier|biome|vitest|jest|mocha|ava|stylelint|knip|playwright)';
/** Every word counts: a target behind the first one is made, too. */
const upTo4 = (start: string, word: string) => [1, 2, 3, 4].map((count) => start + ` (${word})`.repeat(count));
const target =
  'test|tests|check|build|lint|fmt|format|typecheck|unit|coverage|docs|vet|verify' +
  '|-j|-s|-k|-B|-n|-j1|-j2|-j4|-j8|-j16|1|2|4|8|16|--silent|--keep-going|--dry-run|--no-print-directory|V=*|VERBOSE=*';
const goal =
  'test|build|compile|package|verify|check|test-compile|-q|-B|-o|-U|-ntp|--quiet|--batch-mode|--offline|--no-daemon|--info' +
  '|--stacktrace|--console=*|-DskipTests|-DskipTests=*|-Dtest=*|-T1C|--parallel';

export const coding = definePack({
  name: 'coding@1',
  summary: 'files in the workspace and /tmp, everyday version control, build and test',
  entries: [
    {
      group: 'files',
      run: ['(mkdir|touch|cp|mv|ln|tee|tar|zip|gzip|gunzip|bzip2|bunzip2|xz|unxz|mktemp) **'],
      reads: anywhere,
      writes: workplace,
    },
    {
      // The shell alone: what its text runs, reads and writes is judged on its own.
      group: 'shell',
      run: ['(bash|sh) -c **'],
    },
    {
      group: 'vcs',
      run: [
        'git (add|commit) **',
        'git -C * (add|commit) **',
        'git branch *',
        'git branch * *',
        'git checkout (-b|--track) **',
        'git checkout (-|main|master|develop|dev|trunk|staging|next)',
        'git checkout (feature|feat|fix|bugfix|hotfix|release|chore|refactor|wip)/*',
        'git switch *',
        'git switch (-c|--create) **',
      ],
      reads: anywhere,
      writes: workplace,
    },
    {
      group: 'vcs',
      run: [
        'git fetch',
        'git fetch (origin|upstream|--all|--prune|-p|--tags|-a) **',
        'git pull',
        'git pull (origin|upstream|--rebase|--ff-only|--no-rebase|-r) **',
      ],
      reads: anywhere,
      writes: workplace,
      net: anywhere,
    },
    {
      group: 'build',
      run: [
        '(npm|pnpm|yarn) (test|t|ls|list|outdated|view|why|explain) **',
        `(npm|pnpm|yarn|bun) run ${scripts} **`,
        `(npm|pnpm|yarn|bun) run ${scripts}:* **`,
        `(pnpm|yarn) ${scripts} **`,
        `pnpm (-r|--recursive) ${scripts} **`,
        `pnpm (-r|--recursive) run ${scripts} **`,
        `pnpm (-F|--filter) * ${scripts} **`,
        `npm run (-s|--silent) ${scripts} **`,
        '(npm|pnpm|yarn) (run|audit)',
        'npm audit (--json|--production|--omit=*|--audit-level=*)',
        'npm ci **',
        '(pnpm|yarn) install (--frozen-lockfile|--immutable) **',
        `npx ${devTools} **`,
        `npx --no-install ${devTools} **`,
        'npx (vite|next|nuxt|astro|webpack|rollup|esbuild) build **',
        `(pnpm|yarn) (exec|dlx) ${devTools} **`,
        `${devTools} **`,
      ],
      reads: anywhere,
      writes: workplace,
      net: anywhere,
    },
    {
      group: 'build',
      run: [
        'cargo (build|test|check|clippy|fmt|doc|bench|tree|metadata|nextest|fetch) **',
        'go (build|test|vet|fmt|list|version|env|doc) **',
        'go mod (tidy|download|verify|graph|why) **',
        '(pytest|mypy|ruff|black|flake8|isort|pylint|tox|nox) **',
        '(python|python3) -m (pytest|unittest|mypy|ruff|black|flake8|isort|pylint|compileall|json.tool) **',
        '(python|python3) -m venv (.venv|venv|env)',
        '(pip|pip3) (list|freeze|show|check) **',
        ...upTo4('(make|gmake)', target),
        ...upTo4('(mvn|gradle|sbt)', goal),
        'gradle test --tests *',
        '(dotnet|swift|mix) (test|build|compile|package|check) **',
        'node (dist|build|out|lib)/* (--help|--version|-h|-V)',
        'node ./(dist|build|out|lib)/* (--help|--version|-h|-V)',
        './(dist|build|out)/* (--help|--version|-h|-V)',
        './target/(debug|release)/* (--help|--version|-h|-V)',
        'node --test **',
        'node --check *',
      ],
      reads: anywhere,
      writes: workplace,
      net: anywhere,
    },
  ],
  variables: [
    'CI',
    'NODE_ENV',
    'DEBUG',
    'NO_COLOR',
    'FORCE_COLOR',
    'COLUMNS',
    'LINES',
    'TERM',
    'TZ',
    'LANG',
    'RUST_LOG',
    'RUST_BACKTRACE',
    'PORT',
    'HOST',
    'VERBOSE',
    'LOG_LEVEL',
  ],
  examples: {
    covers: [
      'npm test',
      'npm run lint -- --fix',
      'npm run test:unit',
      'npx tsc --noEmit',
      'cargo build --release',
      'python3 -m pytest -q',
      'make test',
      'make test lint -j4 V=1',
      'mvn -q test',
      'git checkout main',
      'git commit -m message',
      'git switch main',
      'cp src/a.ts src/b.ts',
      'node dist/cli.js --help',
    ],
    ignores: [
      'rm -rf build',
      'make',
      'make deploy',
      'make test deploy',
      'mvn test deploy',
      'npm run deploy',
      'npm install left-pad',
      'npx -y rimraf data',
      'npx rimraf data',
      'git push',
      'git reset --hard',
      'git checkout .',
      'git -c core.pager=x log',
      'node x.js',
      'python3 x.py',
      'chmod +x x.sh',
      './x.sh',
    ],
  },
});
