/** SM2 with SM3 and the identity 1234567812345678 (GB/T 32918.2-2016 7; the curve: GB/T 32918.5-2017; GM/T 0009-2012 10). */
import { concat, ofNumber, ofText, toNumber } from '../bytes.mjs';
import { Sm3 } from '../hashes/sm3.mjs';
import { mod } from './arithmetic.mjs';
import { WeierstrassCurve } from './weierstrass.mjs';

const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
const X = 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n;
const Y = 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n;
const IDENTITY = ofText('1234567812345678');

const curve = new WeierstrassCurve({
    p: P, b: B, n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n, x: X, y: Y,
});

/** Z of 5.5: the identity's length in bits, the identity, a, b, the base point and the public key, hashed. */
const identityOf = publicKey => Sm3.hash(
    ofNumber(BigInt(8 * IDENTITY.length), 2), IDENTITY, ...[P - 3n, B, X, Y].map(number => ofNumber(number, 32)), publicKey.subarray(1));

export function verifySm2(publicKey, message, signature) {
    const r = toNumber(signature.subarray(0, 32)), s = toNumber(signature.subarray(32));
    const point = curve.readPoint(publicKey);
    if (point === null || r === 0n || r >= curve.n || s === 0n || s >= curve.n || r + s === curve.n) {
        return false;
    }

    const e = toNumber(Sm3.hash(concat(identityOf(publicKey), message)));
    const x = curve.xOfSum(s, mod(r + s, curve.n), point);
    return x !== null && mod(e + x, curve.n) === r;
}
