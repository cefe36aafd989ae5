/** Arithmetic of numbers and of groups. Everything here is public: nothing needs to take the same time for all values. */

const WINDOW = 4n;

/** From 0 to m - 1. */
export function mod(number, m) {
    const rest = number % m;
    return rest < 0n ? rest + m : rest;
}

export function power(base, exponent, m) {
    let result = 1n;
    for (let square = mod(base, m); exponent > 0n; exponent >>= 1n) {
        result = (exponent & 1n) === 1n ? result * square % m : result;
        square = square * square % m;
    }

    return result;
}

/** The inverse modulo a prime. */
export const inverse = (number, prime) => power(number, prime - 2n, prime);

/** The multiples of a point from 0 to 15. */
export function multiples(group, point) {
    const table = [group.zero, point];
    while (table.length < 1 << Number(WINDOW)) {
        table.push(group.add(table.at(-1), point));
    }

    return table;
}

/** u * A + v * B for numbers below 2^256, of the multiples of A and B, four bits of both at a time. */
export function sumOfProducts(group, u, a, v, b) {
    let sum = group.zero;
    for (let at = 252n; at >= 0n; at -= WINDOW) {
        for (let i = 0n; i < WINDOW; i++) {
            sum = group.double(sum);
        }

        sum = group.add(sum, a[Number(u >> at & 15n)]);
        sum = group.add(sum, b[Number(v >> at & 15n)]);
    }

    return sum;
}
