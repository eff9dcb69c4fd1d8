// Keys that stand behind the name of the service they open: `datadog: 36eac099…`, `fastly key O0vyJWc0…`. Their form
// says nothing (hexadecimal digits, a UUID), so the name, what binds and the value must all fit.
import { sampleOf } from '../alphabet.ts';
import { entropy, longestSequence } from '../checks/entropy.ts';
import { isPlaceholder } from '../checks/placeholder.ts';
import { pattern } from '../pattern-rule.ts';

// Services whose keys have no form of their own, or had none once. No forges: behind their names stand commits.
const services = [
  'adafruit',
  'adobe',
  'airtable',
  'algolia',
  'alibaba',
  'amplitude',
  'artifactory',
  'asana',
  'auth0',
  'azure devops',
  'beamer',
  'bittrex',
  'blynk',
  'bugsnag',
  'circleci',
  'cloudant',
  'cloudflare',
  'codeclimate',
  'codecov',
  'cohere',
  'coinbase',
  'confluent',
  'contentful',
  'datadog',
  'deepgram',
  'deepl',
  'digitalocean',
  'discord',
  'docusign',
  'dropbox',
  'droneci',
  'etsy',
  'facebook',
  'fastly',
  'finicity',
  'finnhub',
  'flickr',
  'freshbooks',
  'gitter',
  'gocardless',
  'heroku',
  'hubspot',
  'intercom',
  'jenkins',
  'jfrog',
  'kagi',
  'keycdn',
  'klaviyo',
  'kraken',
  'kucoin',
  'launchdarkly',
  'linkedin',
  'linode',
  'logdna',
  'loggly',
  'looker',
  'mailchimp',
  'mailgun',
  'mandrill',
  'mapbox',
  'mattermost',
  'meraki',
  'messagebird',
  'mistral',
  'mixpanel',
  'netlify',
  'newrelic',
  'new relic',
  'nytimes',
  'okta',
  'opsgenie',
  'paypal',
  'pingdom',
  'plaid',
  'postmark',
  'pusher',
  'rapidapi',
  'rollbar',
  'saucelabs',
  'sendbird',
  'sendgrid',
  'shodan',
  'shippo',
  'shopify',
  'snyk',
  'softlayer',
  'sonar',
  'sourcegraph',
  'spotify',
  'squarespace',
  'statuspage',
  'sumologic',
  'telegram',
  'thingsboard',
  'travis',
  'trello',
  'truenas',
  'twilio',
  'twitch',
  'twitter',
  'typeform',
  'virustotal',
  'wakatime',
  'yandex',
  'zendesk',
];

const value = String.raw`["'\x60]?(?<v>[A-Za-z0-9_=+/.-]{0,128})`;
// The rest of the name, `service_…`, then what binds; a mere blank only behind a word for a key.
const name = String.raw`(?:${services.join('|')})(?![\w-]{0,40}(?:id|name|url|uri|host|user|region|account|version|hash|sha\d*|commit|rev)["'\x60]?[ \t]{0,8}[:=])[\w-]{0,40}["'\x60]?\]?`;
const binds = String.raw`(?:(?:[ \t]{1,4}[a-z]{2,12}){0,2}["'\x60]?[ \t]{0,8}(?::=|=>|[:=,|])|(?:[ \t]{1,4}[a-z]{2,12})?[ \t_-](?:keys?|tokens?|secret|pat|auth))[ \t]{0,8}`;

/** A word of its own or of a camel: `etsy` stands in `SetSysctl`, too. */
function isBegun(text: string, at: number): boolean {
  const before = text[at - 1] ?? ' ';
  return !/[A-Za-z]/.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(text[at]!));
}

/** Hexadecimal digits of a key's length, a UUID, or letters and digits as no one writes them. */
function isMade(text: string): boolean {
  if (isPlaceholder(text) || longestSequence(text) >= 8) return false;
  if (/^[a-f0-9]{30,128}$/.test(text)) return /[0-9]/.test(text) && /[a-f]/.test(text);
  if (/^[a-f0-9]{8}-(?:[a-f0-9]{4}-){3}[a-f0-9]{12}$/i.test(text)) return true;
  if (/\.(?:js|css|png|jpg|html?|json|com|net|org|io)\b/i.test(text) || /[/.-][a-z]{4,}|^[a-z]+[/.-]/.test(text))
    return false;
  const digits = text.match(/[0-9]/g)?.length ?? 0;
  const mixed = /[a-z]/.test(text) && /[A-Z]/.test(text);
  return text.length >= 20 && digits >= 3 && (mixed || /[a-z]/.test(text)) && entropy(text) >= (mixed ? 3.8 : 3.4);
}

export const providers = [
  pattern({
    kind: 'service-key',
    triggers: services,
    begin: (text, at) => (isBegun(text, at) ? at : -1),
    pattern: new RegExp(`${name}${binds}${value}(?![A-Za-z0-9])`, 'i'),
    partial: new RegExp(`${name}${binds}${value}$`, 'i'),
    accept: isMade,
    finds: [
      `datadog: ⟦${sampleOf('hex', 40, 3)}⟧`,
      `fastly key ⟦${sampleOf('alnum', 32, 4)}⟧`,
      `algolia: "⟦${sampleOf('hex', 32, 4)}⟧"`,
      `X-Cisco-Meraki-Header: ⟦${sampleOf('hex', 40, 5)}⟧`,
      `azure devops pat: ⟦${sampleOf('lower', 52, 6)}⟧`,
    ],
    ignores: [
      `"/src/tokens/discord.ts": "${sampleOf('hex', 40, 7)}"`,
      'datadog: enabled in production',
      'the heroku key is in the vault',
      'https://cdn.segment.com/analytics.js/v1/',
      'mapbox: node_modules/mapbox-gl/dist/mapbox-gl.js',
      `"@sourcegraph/prettierrc": "3.0.3"`,
      'twitter: https://twitter.com/somebody_2026_account',
      'datadog: 36eac099',
      'kraken: aaaaaaaaaa1111111111bbbbbbbbbb2222222222',
      `SetSysctl = "${sampleOf('alnum', 24, 5)}"`,
      `AUTH0_CLIENT_ID="${sampleOf('alnum', 32, 5)}"`,
    ],
  }),
];
