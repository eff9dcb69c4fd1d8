// Tokens of chat, mail and telephony.
import { sampleOf } from '../../alphabet.ts';
import { run, token } from '../../token.ts';

export const chat = [
  token({
    kind: 'slack-token',
    prefixes: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxo-', 'xoxe-', 'xoxc-', 'xoxd-', 'xwfp-'],
    parts: [run('url', 16, 400)],
    entropy: 2,
    // The numbers of a team, a bot and a time, or a long secret.
    check: (text) => /\d{5}/.test(text) || (text.length > 30 && /\d.*\d.*\d/.test(text)),
    finds: [
      `bot ⟦xoxb-${sampleOf('digits', 12, 1)}-${sampleOf('digits', 12, 2)}-${sampleOf('alnum', 24, 3)}⟧`,
      `old ⟦xoxs-${sampleOf('digits', 10, 4)}-${sampleOf('hex', 10, 5)}⟧ one`,
    ],
    ignores: ['xoxb-my-bot-token-of-the-team', 'xoxp-1234-abcd'],
  }),
  token({
    kind: 'slack-token',
    prefixes: ['xoxe.xoxb-', 'xoxe.xoxp-'],
    parts: [run('url', 40, 400)],
    check: (text) => (text.match(/[0-9]/g)?.length ?? 0) >= 4,
    finds: [`⟦xoxe.xoxp-1-${sampleOf('alnum', 160, 5)}⟧`],
  }),
  token({ kind: 'slack-token', prefixes: ['xapp-'], parts: [run('digits', 1), '-', run('url', 20, 300)] }),
  token({
    kind: 'telegram-token',
    prefixes: [''],
    trigger: '0:AA',
    after: /bot$/,
    parts: [run('digits', 8, 10), ':AA', run('url', 32, 34)],
  }),
  token({ kind: 'sendgrid-key', prefixes: ['SG.'], parts: [run('url', 16, 32), '.', run('url', 16, 64)] }),
  token({ kind: 'mailgun-key', prefixes: ['key-'], parts: [run('hex', 32)] }),
  token({ kind: 'mailgun-key', prefixes: ['pubkey-'], parts: [run('hex', 32)] }),
  token({
    kind: 'mailchimp-key',
    prefixes: [''],
    trigger: '-us0',
    parts: [run('hex', 32), '-us', run('digits', 1, 2)],
  }),
  token({ kind: 'mandrill-key', prefixes: ['md-'], parts: [run('url', 22)], entropy: 3.4 }),
  token({ kind: 'brevo-key', prefixes: ['xkeysib-', 'xsmtpsib-'], parts: [run('hex', 64), '-', run('alnum', 16)] }),
  token({ kind: 'resend-key', prefixes: ['re_'], parts: [run('alnum', 8), '_', run('alnum', 20, 30)], entropy: 3 }),
  token({
    kind: 'twilio-key',
    prefixes: ['SK'],
    triggers: ['SKa', 'SKb', 'SKc', 'SKd', 'SKe', 'SKf', 'SK0'],
    parts: [run('hex', 32)],
  }),
  token({ kind: 'dropbox-token', prefixes: ['sl.', 'sl.u.'], parts: [run('url', 130, 1500)] }),
  token({
    kind: 'facebook-token',
    prefixes: ['EAAC', 'EAAB', 'EAAG', 'EAAM', 'EAAJ', 'EAAD', 'EAAE', 'EAAF', 'EAAH', 'EAAI'],
    parts: [run('alnum', 60, 400)],
  }),
  token({ kind: 'instagram-token', prefixes: ['IGQV', 'IGQW', 'IGAA'], parts: [run('url', 60, 300)] }),
  token({ kind: 'twitch-token', prefixes: ['oauth:'], parts: [run('lower', 30)], entropy: 3.4 }),
  token({ kind: 'intercom-token', prefixes: ['dG9rO'], parts: [run('base64', 40, 70)], entropy: 3.6 }),
  token({ kind: 'klaviyo-key', prefixes: ['pk_'], parts: [run('hex', 34)] }),
  token({ kind: 'pubnub-secret', prefixes: ['sec-c-'], parts: [run('alnum', 40, 60)] }),
  token({ kind: 'linkedin-secret', prefixes: ['WPL_AP1.'], parts: [run('alnum', 16, 24)], entropy: 3 }),
  token({ kind: 'pinterest-token', prefixes: ['pina_'], parts: [run('alnum', 60, 100)] }),
  token({ kind: 'vk-token', prefixes: ['vk1.a.'], parts: [run('url', 80, 400)] }),
  token({
    kind: 'hubspot-token',
    prefixes: ['pat-na1-', 'pat-eu1-', 'pat-na2-', 'pat-ap1-'],
    parts: [run('hex', 8), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 4), '-', run('hex', 12)],
  }),
  token({ kind: 'zapier-key', prefixes: ['ak_'], parts: [run('alnum', 40, 60)], entropy: 3.8 }),
  token({ kind: 'contentful-token', prefixes: ['CFPAT-'], parts: [run('url', 43)] }),
  token({ kind: 'mapbox-token', prefixes: ['sk.eyJ'], parts: [run('url', 40, 200), '.', run('url', 20, 40)] }),
];
