// Layers look down only (docs/decisions.md). Each rule is one sentence of that picture.
const pure = '^src/(core|terminal|language|redaction|asciicast)/';
const ports =
  '^src/(identity/identity|targets/target|approval/(approval|action)|sinks/(sink|live)|store/(store|events|log|statement-text)|replay/replay|search/search|audit/audit|fronts/front|policy/policy)[.]ts$';
const world = ['identity', 'targets', 'approval', 'sinks', 'store', 'replay', 'search', 'audit'];

const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from,
  to: { path: '^src/', pathNot: allowed },
});

export default {
  forbidden: [
    // A grammar is recursive, and so is its walker; everywhere else a circle is a tangle.
    {
      name: 'no-circular',
      severity: 'error',
      from: { pathNot: '^src/language/bash/' },
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    only('core-stands-alone', { path: '^src/core/' }, ['^src/core/']),
    only('pure-looks-at-pure', { path: '^src/(terminal|language|redaction|asciicast)/' }, [pure]),
    only('policy-knows-language', { path: '^src/policy/' }, ['^src/(core|language|policy)/']),
    only('ports-know-types', { path: ports }, [pure, ports, '^src/policy/']),
    only('flow-sees-ports', { path: '^src/session/' }, [pure, ports, '^src/(session|policy)/']),
    ...world.map((module) =>
      only(`${module}-keeps-to-itself`, { path: `^src/${module}/`, pathNot: ports }, [
        pure,
        ports,
        // Its patterns are pure; a temporary rule is written in them.
        ...(module === 'approval' ? ['^src/policy/'] : []),
        `^src/${module}/`,
      ]),
    ),
    ...['ssh', 'console', 'web'].map((front) =>
      only(`${front}-front-looks-down`, { path: `^src/fronts/${front}/` }, [
        pure,
        ports,
        `^src/(session|policy)/`,
        `^src/fronts/${front}/`,
      ]),
    ),
    // The page runs in a browser: of the broker it knows the form of the answers, and how untrusted text is shown.
    only('page-stands-alone', { path: '^src/fronts/web/client/' }, [
      '^src/fronts/web/(client/|api[.]ts$)',
      '^src/terminal/(safe-display|hidden)[.]ts$',
    ]),
    {
      name: 'page-has-types-of-the-api',
      severity: 'error',
      from: { path: '^src/fronts/web/client/' },
      to: { path: '^src/fronts/web/api[.]ts$|^node_modules/zod/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-needs-the-page',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/fronts/web/client/' },
      to: { path: '^src/fronts/web/client/' },
    },
    {
      name: 'pure-has-no-world',
      severity: 'error',
      from: { path: '^src/(session|policy|language|terminal|redaction|asciicast)/' },
      to: {
        path: 'node_modules/(ssh2|node-pty|kysely|hono|ws|commander|pino)|^(fs|net|http|https|child_process|sqlite|tls|dgram|worker_threads)(/|$)',
      },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
    doNotFollow: { path: 'node_modules' },
  },
};
