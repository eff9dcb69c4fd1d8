// Tokens of code hosting and continuous integration.
import { sampleOf } from '../../alphabet.ts';
import { run, token } from '../../token.ts';

export const codeHosting = [
  token({ kind: 'github-token', prefixes: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], parts: [run('alnum', 36, 255)] }),
  // Of installations, since 2026: a number, and a web token.
  token({ kind: 'github-token', prefixes: ['ghs_'], parts: [run('digits', 1, 16), '_eyJ', run('dotted', 60, 2000)] }),
  token({ kind: 'github-token', prefixes: ['github_pat_'], parts: [run('word', 36, 255)] }),
  // Each kind has its length (docs.gitlab.com, token overview); a longer one is taken for one of tomorrow.
  token({
    kind: 'gitlab-token',
    prefixes: ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glft-', 'glsoat-', 'glffct-', 'glwt-', 'glrtr-'],
    parts: [run('url', 20, 300)],
  }),
  token({ kind: 'gitlab-token', prefixes: ['glimt-'], parts: [run('url', 25, 300)] }),
  token({ kind: 'gitlab-token', prefixes: ['glptt-'], parts: [run('url', 40, 300)] }),
  token({ kind: 'gitlab-token', prefixes: ['glagent-'], parts: [run('url', 50, 300)] }),
  token({ kind: 'gitlab-token', prefixes: ['gloas-'], parts: [run('url', 64, 300)] }),
  token({
    kind: 'gitlab-token',
    prefixes: ['glpat-'],
    parts: [run('url', 20, 300), '.', run('lower', 2), '.', run('lower', 7, 12)],
  }),
  token({ kind: 'gitlab-token', prefixes: ['GR1348941'], parts: [run('url', 20, 60)] }),
  token({ kind: 'bitbucket-token', prefixes: ['ATBB'], parts: [run('alnum', 28, 60)] }),
  token({ kind: 'atlassian-token', prefixes: ['ATATT3', 'ATCTT3', 'ATOTT3'], parts: [run('urlpad', 50, 300)] }),
  token({ kind: 'bitbucket-token', prefixes: ['BBDC-'], parts: [run('base64', 44)] }),
  token({
    kind: 'snyk-token',
    prefixes: ['snyk_uat.', 'snyk_sat.'],
    parts: [run('hex', 8), '.', run('dotted', 60, 800)],
  }),
  token({ kind: 'clickup-token', prefixes: ['pk_'], parts: [run('digits', 6, 10), '_', run('UPPER', 32)] }),
  token({ kind: 'statsig-secret', prefixes: ['secret-', 'console-'], parts: [run('alnum', 43)], entropy: 3.6 }),
  token({ kind: 'stytch-secret', prefixes: ['secret-live-', 'secret-test-'], parts: [run('urlpad', 36, 48)] }),
  token({ kind: 'trello-token', prefixes: ['ATTA'], parts: [run('anyhex', 64, 80)] }),
  token({ kind: 'circleci-token', prefixes: ['CCIPAT_', 'CCIPRJ_'], parts: [run('word', 40, 100)] }),
  token({ kind: 'buildkite-token', prefixes: ['bkua_', 'bkct_', 'bkat_'], parts: [run('alnum', 40, 80)] }),
  token({
    kind: 'harness-token',
    prefixes: ['pat.', 'sat.'],
    parts: [run('url', 22), '.', run('hex', 24), '.', run('alnum', 20)],
  }),
  token({ kind: 'sonarqube-token', prefixes: ['squ_', 'sqp_', 'sqa_'], parts: [run('hex', 40)] }),
  token({
    kind: 'sourcegraph-token',
    prefixes: ['sgp_local_', 'sgp_', 'sgd_', 'slk_', 'sgs_'],
    parts: [run('anyhex', 40, 80)],
  }),
  token({ kind: 'sourcegraph-token', prefixes: ['sgp_', 'sgd_'], parts: [run('anyhex', 16), '_', run('anyhex', 40)] }),
  token({
    kind: 'octopus-key',
    prefixes: ['API-'],
    parts: [run('UPPER', 25, 40)],
    entropy: 3,
    check: (text) => /[G-Z]/.test(text.slice(4)),
    finds: [`⟦API-${sampleOf('UPPER', 26, 4)}⟧`],
  }),
  token({
    kind: 'azure-devops-token',
    prefixes: [''],
    trigger: 'AZDO',
    parts: [run('alnum', 76), 'AZDO', run('alnum', 4)],
  }),
  token({ kind: 'figma-token', prefixes: ['figd_', 'figo_', 'figu_'], parts: [run('url', 38, 80)] }),
  token({ kind: 'linear-token', prefixes: ['lin_api_', 'lin_oauth_'], parts: [run('alnum', 40, 80)] }),
  token({
    kind: 'notion-token',
    prefixes: ['ntn_'],
    parts: [run('alnum', 40, 60)],
    check: (text) => /[A-Za-z]/.test(text.slice(4)),
    finds: [`⟦ntn_${sampleOf('digits', 11, 4)}${sampleOf('alnum', 35, 5)}⟧`],
  }),
  token({ kind: 'notion-token', prefixes: ['secret_'], parts: [run('alnum', 43)], entropy: 3.5 }),
  token({ kind: 'airtable-token', prefixes: ['pat'], parts: [run('alnum', 14), '.', run('hex', 64)] }),
  token({ kind: 'postman-key', prefixes: ['PMAK-'], parts: [run('hex', 24), '-', run('hex', 34)] }),
  token({ kind: 'postman-key', prefixes: ['PMAT-'], parts: [run('UPPER', 26)] }),
  token({ kind: 'typeform-token', prefixes: ['tfp_'], parts: [run('url', 40, 80)] }),
  token({ kind: 'readme-key', prefixes: ['rdme_'], parts: [run('lower', 60, 80)] }),
  token({
    kind: 'wakatime-key',
    prefixes: ['waka_'],
    parts: [run('hex', 8), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 12)],
  }),
  token({
    kind: 'launchdarkly-key',
    prefixes: ['api-', 'sdk-'],
    parts: [run('hex', 8), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 12)],
  }),
];
