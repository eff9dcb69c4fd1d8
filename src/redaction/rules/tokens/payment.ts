// Keys of payment and commerce.
import { run, token } from '../../token.ts';

export const payment = [
  token({
    kind: 'stripe-key',
    prefixes: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'sk_prod_', 'rk_prod_'],
    parts: [run('alnum', 10, 250)],
  }),
  token({ kind: 'stripe-webhook-secret', prefixes: ['whsec_'], parts: [run('base64', 24, 100)] }),
  token({ kind: 'square-token', prefixes: ['EAAA'], parts: [run('url', 56, 64)] }),
  token({ kind: 'square-token', prefixes: ['sq0csp-', 'sq0atp-', 'sq0idp-', 'sqOatp-'], parts: [run('url', 22, 44)] }),
  token({
    kind: 'paypal-braintree-token',
    prefixes: ['access_token$production$', 'access_token$sandbox$'],
    parts: [run('lower', 16), '$', run('hex', 32)],
  }),
  token({
    kind: 'shopify-token',
    prefixes: ['shpat_', 'shpca_', 'shppa_', 'shpss_', 'shptka_', 'shpua_'],
    parts: [run('alnum', 32, 64)],
  }),
  token({
    kind: 'plaid-token',
    prefixes: ['access-sandbox-', 'access-development-', 'access-production-'],
    parts: [run('hex', 8), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 12)],
  }),
  token({ kind: 'flutterwave-key', prefixes: ['FLWSECK_TEST-', 'FLWSECK-'], parts: [run('alnum', 12, 40)] }),
  token({ kind: 'easypost-key', prefixes: ['EZAK', 'EZTK'], parts: [run('alnum', 54)] }),
  token({ kind: 'duffel-token', prefixes: ['duffel_live_', 'duffel_test_'], parts: [run('urlpad', 43)] }),
  token({ kind: 'shippo-token', prefixes: ['shippo_live_', 'shippo_test_'], parts: [run('hex', 40)] }),
  token({ kind: 'xendit-key', prefixes: ['xnd_production_', 'xnd_development_'], parts: [run('alnum', 40, 80)] }),
  token({ kind: 'lob-key', prefixes: ['live_', 'test_'], parts: [run('hex', 35)] }),
  token({
    kind: 'ebay-secret',
    prefixes: ['PRD-', 'SBX-'],
    parts: [run('hex', 12), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 4)],
  }),
  token({ kind: 'mollie-key', prefixes: ['live_'], parts: [run('alnum', 30, 35)], entropy: 3.6 }),
  token({ kind: 'gocardless-token', prefixes: ['live_', 'sandbox_'], parts: [run('url', 40)], entropy: 3.8 }),
  token({ kind: 'razorpay-key', prefixes: ['rzp_live_', 'rzp_test_'], parts: [run('alnum', 14, 30)] }),
  token({ kind: 'paddle-key', prefixes: ['pdl_live_apikey_', 'pdl_sdbx_apikey_'], parts: [run('word', 40, 80)] }),
  token({
    kind: 'coinbase-key',
    prefixes: ['organizations/'],
    parts: [
      run('hex', 8),
      '-',
      run('hex', 4),
      '-',
      run('hex', 4),
      '-',
      run('hex', 4),
      '-',
      run('hex', 12),
      '/apiKeys/',
      run('url', 36),
    ],
  }),
  token({ kind: 'lemonsqueezy-key', prefixes: ['lsk_'], parts: [run('url', 30, 80)], entropy: 3.4 }),
];
