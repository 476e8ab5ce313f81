/**
 * A whole number of so many digits, and each of these powers of ten, is held by a double as it is: their quotient is the double
 * nearest to the decimal fraction, which is what `Number` makes of its text (IEEE 754 rounds a division correctly).
 */
export const MOST_DIGITS = 15;
export const POWERS_OF_TEN = Array.from({ length: MOST_DIGITS + 1 }, (_, exponent) => 10 ** exponent);
