/**
 * Ed25519 (RFC 8032 5.1), as strictly as the ledger: S below the order; a public key in its one encoding, on the curve and not of small
 * order; R not of small order; the equation without the cofactor, compared as bytes.
 * Inside, points are extended: (X : Y : Z : T), x = X / Z, y = Y / Z, xy = T / Z (RFC 8032 5.1.4).
 */
import { ofNumber, same, toNumber } from '../bytes.mjs';
import { sha512 } from '../hashes/sha512.mjs';
import { inverse, mod, multiples, power, sumOfProducts } from './arithmetic.mjs';

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * inverse(121666n, P), P);
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n, P);
const SIGN = 1n << 255n;

const littleEndian = bytes => toNumber(Uint8Array.from(bytes).reverse());

const group = {
    zero: [0n, 1n, 1n, 0n],

    add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
        const a = (y1 - x1) * (y2 - x2) % P, b = (y1 + x1) * (y2 + x2) % P;
        const c = 2n * D * t1 % P * t2 % P, d = 2n * z1 * z2 % P;
        const e = b - a, f = d - c, g = d + c, h = b + a;
        return [mod(e * f, P), mod(g * h, P), mod(f * g, P), mod(e * h, P)];
    },

    double([x, y, z]) {
        const a = x * x % P, b = y * y % P, c = 2n * z * z % P;
        const h = a + b, e = h - (x + y) * (x + y) % P, g = a - b, f = c + g;
        return [mod(e * f, P), mod(g * h, P), mod(f * g, P), mod(e * h, P)];
    },
};

/** The x of a y on the curve, even or odd as asked (5.1.3); null where there is none. */
function xOf(y, odd) {
    const u = mod(y * y - 1n, P), v = mod(D * y * y + 1n, P);
    let x = u * v ** 3n % P * power(u * v ** 7n, (P - 5n) / 8n, P) % P;
    if (mod(v * x * x + u, P) === 0n) {
        x = x * ROOT_OF_MINUS_ONE % P;
    }

    return mod(v * x * x - u, P) !== 0n ? null : (x & 1n) === odd ? x : mod(-x, P);
}

function decode(bytes) {
    const number = littleEndian(bytes);
    const y = number & SIGN - 1n;
    const x = y < P ? xOf(y, number >> 255n) : null;
    return x === null ? null : [x, y, 1n, x * y % P];
}

function encode([x, y, z]) {
    const w = inverse(z, P);
    return ofNumber(y * w % P | (x * w % P & 1n) << 255n, 32).reverse();
}

const negate = ([x, y, z, t]) => [mod(-x, P), y, z, mod(-t, P)];

function isOfSmallOrder(point) {
    const [x, y, z] = group.double(group.double(group.double(point)));
    return x === 0n && y === z;
}

const baseY = 4n * inverse(5n, P) % P;
const base = multiples(group, decode(ofNumber(baseY, 32).reverse()));

export function verifyEd25519(publicKey, message, signature) {
    const r = signature.subarray(0, 32), s = littleEndian(signature.subarray(32));
    const key = s < ORDER ? decode(publicKey) : null;
    if (key === null || isOfSmallOrder(key)) {
        return false;
    }

    const h = mod(littleEndian(sha512(r, publicKey, message)), ORDER);
    const point = sumOfProducts(group, s, base, h, multiples(group, negate(key)));
    return same(encode(point), r) && !isOfSmallOrder(point);
}
