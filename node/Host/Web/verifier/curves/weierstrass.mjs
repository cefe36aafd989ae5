/**
 * Curves y^2 = x^3 - 3x + b over a prime field, with a prime number of points: P-256 and SM2's.
 * Inside, points are Jacobian: (X / Z^2, Y / Z^3), and Z = 0 at infinity (Hankerson, Menezes, Vanstone 3.2.2).
 */
import { toNumber } from '../bytes.mjs';
import { inverse, mod, multiples, sumOfProducts } from './arithmetic.mjs';

const POINT_BYTES = 65;
const UNCOMPRESSED = 0x04;

export class WeierstrassCurve {
    #p;
    #b;
    #base;
    zero = [1n, 1n, 0n];

    constructor({ p, b, n, x, y }) {
        [this.#p, this.#b, this.n] = [p, b, n];
        this.#base = multiples(this, [x, y, 1n]);
    }

    /** The point of 0x04, x, y (SEC 1 2.3.3), each coordinate below p, on the curve; null for anything else. */
    readPoint(bytes) {
        if (bytes.length !== POINT_BYTES || bytes[0] !== UNCOMPRESSED) {
            return null;
        }

        const x = toNumber(bytes.subarray(1, 33)), y = toNumber(bytes.subarray(33));
        const good = x < this.#p && y < this.#p && mod(y * y - (x * x * x - 3n * x + this.#b), this.#p) === 0n;
        return good ? [x, y, 1n] : null;
    }

    /** The x of u * G + v * point, or null at infinity. */
    xOfSum(u, v, point) {
        const [x, , z] = sumOfProducts(this, u, this.#base, v, multiples(this, point));
        return z === 0n ? null : mod(x * inverse(z * z, this.#p), this.#p);
    }

    double([x, y, z]) {
        const p = this.#p;
        const zz = z * z % p, yy = y * y % p;
        const m = 3n * (x - zz) * (x + zz) % p;
        const s = 4n * x * yy % p;
        const doubled = mod(m * m - 2n * s, p);
        return [doubled, mod(m * (s - doubled) - 8n * yy * yy, p), 2n * y * z % p];
    }

    add(left, right) {
        const p = this.#p;
        const [x1, y1, z1] = left, [x2, y2, z2] = right;
        if (z1 === 0n || z2 === 0n) {
            return z1 === 0n ? right : left;
        }

        const zz1 = z1 * z1 % p, zz2 = z2 * z2 % p;
        const u1 = x1 * zz2 % p, s1 = y1 * zz2 % p * z2 % p;
        const h = mod(x2 * zz1 - u1, p), r = mod(y2 * zz1 % p * z1 - s1, p);
        if (h === 0n) {
            return r === 0n ? this.double(left) : this.zero;
        }

        const hh = h * h % p, hhh = hh * h % p, v = u1 * hh % p;
        const x3 = mod(r * r - hhh - 2n * v, p);
        return [x3, mod(r * (v - x3) - s1 * hhh, p), z1 * z2 % p * h % p];
    }
}
