// Secrets in the configuration of routers, switches, access points and VPN gateways.

import { isPlaceholder } from '../checks/placeholder.ts';
import { pattern } from '../pattern-rule.ts';
import { isSecretValue } from './assignment/values.ts';

const encrypted = String.raw`(?:(?:ascii|hex|encrypted|[05678])[ \t]{1,4}){0,2}`;

function setting(triggers: string[], words: string, finds: string[], ignores: string[], accept = isGiven) {
  return pattern({
    kind: 'device-secret',
    triggers,
    pattern: new RegExp(`${words}[ \\t]{1,4}${encrypted}["']?(?<v>[^\\s"'\`]{0,128})`, 'i'),
    accept,
    finds,
    ignores,
  });
}

const isGiven = (value: string): boolean => isSecretValue(value, 'password', 'strict');
/** Community names are words like any other; only the two that everybody knows stay. */
const isCommunity = (value: string): boolean =>
  value.length >= 6 && !/^(?:public|private)$/i.test(value) && !isPlaceholder(value);

export const network = [
  setting(
    ['snmp-server community', 'snmp community', 'rocommunity', 'rwcommunity'],
    '(?:snmp(?:-server)? community|r[ow]community6?)',
    ['snmp-server community ⟦zK4qLm8Rt2⟧ RO', 'rocommunity ⟦zK4qLm8Rt2⟧ 10.0.0.0/8'],
    ['snmp-server community public RO', 'snmp-server community <name>'],
    isCommunity,
  ),
  setting(
    [
      'radius-server key',
      'tacacs-server key',
      'isakmp key',
      'key-string',
      'server-private',
      'radius host',
      'tacacs host',
    ],
    String.raw`(?:(?:radius|tacacs)-server key|isakmp key|key-string|(?:server-private|(?:radius|tacacs) host)[ \t]\S{1,64}[^\n]{0,80}?[ \t]key)`,
    ['radius-server key ⟦zK4qLm8Rt2⟧', 'crypto isakmp key ⟦zK4qLm8Rt2⟧ address 10.0.0.1'],
    ['radius-server key-wrap enable', 'crypto isakmp key-exchange'],
  ),
  setting(
    ['pre-shared-key', 'wpa-psk', 'wpa-passphrase', 'psk-secret', 'md5-key', 'message-digest-key'],
    String.raw`(?:pre-shared-key(?:[ \t](?:local|remote))?|wpa-psk|wpa-passphrase|psk-secret|md5-key|message-digest-key[ \t]\d{1,3}[ \t]md5)`,
    ['pre-shared-key "⟦zK4qLm8Rt2⟧"', 'wpa-psk ascii 0 ⟦zK4qLm8Rt2⟧', 'message-digest-key 1 md5 ⟦zK4qLm8Rt2⟧'],
    ['authentication pre-shared-keys', 'wpa-psk enabled'],
  ),
  pattern({
    kind: 'device-secret',
    triggers: ['snmp-server user', 'auth sha', 'auth md0', 'priv aes', 'priv des'],
    pattern:
      /(?:snmp-server user[^\n]{0,80}?[ \t])?(?:auth[ \t](?:sha\d{0,3}|md5)|priv[ \t](?:aes|3?des)(?:[ \t]\d{3})?)[ \t]{1,4}(?<v>[^\s"']{0,128})/i,
    accept: (value) => isGiven(value) && !/^(?:priv|auth)$/i.test(value),
    finds: ['snmp-server user bob grp v3 auth sha ⟦zK4qLm8Rt2⟧'],
    ignores: ['auth sha256 enabled', 'priv aes 128'],
  }),
];
