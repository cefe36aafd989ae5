/** ECDSA on P-256 with SHA-256 (FIPS 186-5 6.4.2; the curve: SP 800-186 3.2.1.3), with the rules of this ledger. */
import { toNumber } from '../bytes.mjs';
import { Sha256 } from '../hashes/sha256.mjs';
import { inverse, mod } from './arithmetic.mjs';
import { WeierstrassCurve } from './weierstrass.mjs';

const curve = new WeierstrassCurve({
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
    y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
});

/** False also for an s above n / 2: of the two that hold for one r, only the lower one is accepted. */
export function verifyP256(publicKey, message, signature) {
    const r = toNumber(signature.subarray(0, 32)), s = toNumber(signature.subarray(32));
    const point = curve.readPoint(publicKey);
    if (point === null || r === 0n || r >= curve.n || s === 0n || 2n * s > curve.n) {
        return false;
    }

    const e = toNumber(Sha256.hash(message));
    const w = inverse(s, curve.n);
    const x = curve.xOfSum(e * w % curve.n, r * w % curve.n, point);
    return x !== null && mod(x, curve.n) === r;
}
