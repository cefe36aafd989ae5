/** The signature suites by their numbers: who may sign, with which keys, and what is a good signature. */
import { verifyEd25519 } from './curves/ed25519.mjs';
import { verifyP256 } from './curves/p256.mjs';
import { verifySm2 } from './curves/sm2.mjs';

export const SIGNATURE_BYTES = 64;

export const ED25519 = 1;
export const SM2 = 2;

const SUITES = new Map([
    [ED25519, { name: 'ed25519', keyBytes: 32, verify: verifyEd25519 }],
    [SM2, { name: 'sm2', keyBytes: 65, verify: verifySm2 }],
    [3, { name: 'p256', keyBytes: 65, verify: verifyP256 }],
]);

/** 0 for what is no name of a suite: there is one spelling of each. */
export const suiteNamed = name => [...SUITES.keys()].find(id => SUITES.get(id).name === name) ?? 0;

export const keyBytesOf = suite => SUITES.get(suite)?.keyBytes ?? null;

/** False also for a suite that nobody has, and for a key or signature of another length. */
export function verifySignature(suite, publicKey, message, signature) {
    const known = SUITES.get(suite);
    return known !== undefined
        && publicKey.length === known.keyBytes
        && signature.length === SIGNATURE_BYTES
        && known.verify(publicKey, message, signature);
}
