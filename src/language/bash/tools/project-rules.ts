// Files in a project that its builders, linters and test runners load: rules that are code or name code, and modules
// that would stand in for those of Python.

/** `python -m x` and what it imports are first looked for in the folder it is started in. */
const pythonModules =
  'pytest _pytest pluggy unittest mypy ruff black flake8 isort pylint coverage compileall py_compile venv json site sysconfig platform ' +
  'argparse re ast tokenize inspect importlib runpy pkgutil traceback linecache warnings functools contextlib dataclasses enum pathlib ' +
  'subprocess shutil tempfile textwrap gettext locale collections typing io os abc codecs copy fnmatch glob hashlib threading weakref';

export const projectRules: readonly string[] = [
  '*.config.js',
  '*.config.cjs',
  '*.config.mjs',
  '*.config.ts',
  '*.config.cts',
  '*.config.mts',
  '*.conf.js',
  'vitest.workspace.*',
  // `.eslintrc`, `.prettierrc.js`, `.mocharc.cjs`, `.coveragerc`, `.pylintrc` …
  '.*rc',
  '.*rc.*',
  'gulpfile.js',
  'Gruntfile.js',
  'biome.json',
  'biome.jsonc',
  'turbo.json',
  'nx.json',
  'lerna.json',
  'tsconfig.json',
  '.pnp.cjs',
  '.pnp.loader.mjs',
  'conftest.py',
  'pytest.ini',
  '.pytest.ini',
  'tox.ini',
  'setup.cfg',
  'setup.py',
  'noxfile.py',
  'pyproject.toml',
  'mypy.ini',
  '.mypy.ini',
  '.flake8',
  'ruff.toml',
  '.ruff.toml',
  '.isort.cfg',
  'sitecustomize.py',
  '*.pth',
  'site-packages/',
  '.rspec',
  '.rubocop.yml',
  '.golangci.yml',
  '.golangci.yaml',
  'phpunit.xml',
  'gradlew',
  'mvnw',
  '.mvn/',
  'build.gradle.kts',
  'settings.gradle',
  'settings.gradle.kts',
  'gradle.properties',
  ...pythonModules.split(' ').flatMap((name) => [`${name}.py`, `${name}/__init__.py`, `${name}/__main__.py`]),
  'json/tool.py',
];
