// Check digits of the formats that have them.

/** Luhn (ISO/IEC 7812-1 annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Remainder of a long decimal number. */
export function remainder(digits: string, divisor: number): number {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % divisor;
  return rest;
}

/** IBAN check (ISO 13616, ISO 7064 mod 97-10): letters count from A = 10. */
export function passesIban(iban: string): boolean {
  const turned = iban.slice(4) + iban.slice(0, 4);
  const digits = turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return /^\d+$/.test(digits) && remainder(digits, 97) === 1;
}

/** Spanish DNI and NIE: the letter is the number mod 23. */
export function passesDni(dni: string): boolean {
  const number = dni.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)));
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23] === dni.at(-1);
}

/** French NIR: two digits, 97 minus the number mod 97; Corsica's 2A and 2B count as 19 and 18. */
export function passesNir(nir: string): boolean {
  const number = nir.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return /^\d{13}$/.test(number) && 97 - remainder(number, 97) === Number(nir.slice(13));
}

const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/** Italian codice fiscale: the last letter (D.M. 23/12/1976). */
export function passesCodiceFiscale(code: string): boolean {
  let sum = 0;
  for (let index = 0; index < 15; index++) {
    const char = code.charCodeAt(index);
    const value = char <= 57 ? char - 48 : char - 65;
    sum += index % 2 === 0 ? oddValues[value]! : value;
  }
  return String.fromCharCode(65 + (sum % 26)) === code[15];
}
