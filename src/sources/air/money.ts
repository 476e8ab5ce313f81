const DECIMALS = 4;
const UNIT = 10n ** BigInt(DECIMALS);
const WHOLE_PERCENT = 100n;
/** Below 10^11, as the columns have 15 digits. */
const LARGEST = 10n ** 11n * UNIT;

const DECIMAL = /^([+-]?)(\d{1,30})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,2}))?$/;

/** Money in ten-thousandths, as its column has it: no float comes near it. */
export type Money = bigint;

/**
 * A JSON number, or a text of one, rounded half up; undefined where it is none. A number of the API has few enough digits for its shortest
 * text to be what was sent.
 */
export function moneyOf(value: unknown): Money | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text.trim()) ?? [];
  if (sign === undefined) return undefined;
  const digits = BigInt(whole + fraction);
  const shift = DECIMALS + Number(exponent) - fraction.length;
  const amount = shift >= 0 ? digits * 10n ** BigInt(shift) : halfUp(digits, 10n ** BigInt(-shift));
  return sign === '-' ? -amount : amount;
}

/** Whether the columns can hold it. */
export function isHeld(money: Money): boolean {
  return money >= 0n && money < LARGEST;
}

/** A cost with so many percent on top, as `moneyOf` reads them, rounded half up. */
export function withMargin(cost: Money, percent: Money): Money {
  return halfUp(cost * (WHOLE_PERCENT * UNIT + percent), WHOLE_PERCENT * UNIT);
}

/** "16.0420". */
export function moneyText(money: Money): string {
  const digits = String(money).padStart(DECIMALS + 1, '0');
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`;
}

function halfUp(amount: bigint, divisor: bigint): bigint {
  return (amount * 2n + divisor) / (divisor * 2n);
}
