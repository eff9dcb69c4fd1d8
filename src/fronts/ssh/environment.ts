// The client's variables (RFC 4254 §6.4): LANG may pass on, COLUMNS and LINES too, OSTIARY_* is for the broker alone,
// the rest is dropped in silence as sshd does.

export interface Variables {
  readonly environment: Readonly<Record<string, string>>;
  readonly nonce: string | null;
  readonly reason: string | null;
  readonly wait: number | null;
}

export interface Environment {
  /** `taken`, `dropped` (not on the list, or not of the allowed form), or `excess` beyond the size limits. */
  add(name: string, value: string): 'taken' | 'dropped' | 'excess';
  read(): Variables;
}

const printable = /^[\x20-\x7e]+$/;

/** What each known variable must look like. */
const forms: Readonly<Record<string, (value: string) => boolean>> = {
  // language[_territory].UTF-8[@modifier]: another charset would let the same bytes parse differently.
  LANG: (value) => /^(C|[A-Za-z]{2,3}(_[A-Za-z]{2})?)\.utf-?8(@[a-z]{1,16})?$/i.test(value),
  COLUMNS: (value) => /^[0-9]{1,4}$/.test(value),
  LINES: (value) => /^[0-9]{1,4}$/.test(value),
  OSTIARY_NONCE: (value) => value.length <= 64 && printable.test(value),
  OSTIARY_REASON: (value) => value.length <= 512 && isPlainText(value),
  OSTIARY_WAIT: (value) => /^[0-9]{1,5}$/.test(value) && Number(value) <= 86_400,
};

export function createEnvironment(limits: { environmentBytes: number; environmentCount: number }): Environment {
  const taken = new Map<string, string>();
  let bytes = 0;
  let count = 0;
  return {
    add(name, value) {
      bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
      count += 1;
      if (bytes > limits.environmentBytes || count > limits.environmentCount) return 'excess';
      const fits = Object.hasOwn(forms, name) ? forms[name] : undefined;
      if (!fits?.(value)) return 'dropped';
      taken.set(name, value);
      return 'taken';
    },
    read() {
      const passed = [...taken].filter(([name]) => !name.startsWith('OSTIARY_'));
      const wait = taken.get('OSTIARY_WAIT');
      return {
        environment: Object.fromEntries(passed),
        nonce: taken.get('OSTIARY_NONCE') ?? null,
        reason: taken.get('OSTIARY_REASON') ?? null,
        wait: wait === undefined ? null : Number(wait),
      };
    },
  };
}

/** A person's sentence in any script; no control, format or invisible characters that could dress it up. */
function isPlainText(value: string): boolean {
  return value.length > 0 && !/[\p{C}\p{Zl}\p{Zp}]/u.test(value);
}
