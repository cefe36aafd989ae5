/** The constants of SHA-2: the first 64 bits of the fractional parts of square and cube roots of primes (FIPS 180-4 4.2.2, 5.3.3). */

function primes(count) {
    const found = [];
    for (let candidate = 2; found.length < count; candidate++) {
        if (found.every(prime => candidate % prime !== 0)) {
            found.push(candidate);
        }
    }

    return found;
}

/** floor(2^64 * the k-th root of a number), less its whole part: bit by bit from above. */
function fraction(number, k) {
    const target = BigInt(number) << 64n * k;
    let root = 0n;
    for (let bit = 1n << 69n; bit > 0n; bit >>= 1n) {
        root = (root | bit) ** k <= target ? root | bit : root;
    }

    return BigInt.asUintN(64, root);
}

export const squareRoots = primes(8).map(prime => fraction(prime, 2n));

export const cubeRoots = primes(80).map(prime => fraction(prime, 3n));
