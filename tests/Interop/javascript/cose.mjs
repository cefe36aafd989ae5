// Verifies receipts with @auth0/cose and cborg, which know nothing of this project: strict CBOR, RFC 9162 path, COSE_Sign1.
//
//   node cose.mjs FILE     FILE is a JSON list of {receipt, leaf, key}: hex of a COSE receipt, of a leaf's record and of a key's
//                          SubjectPublicKeyInfo. Prints for each its {origin, size, height}, or null when it is refused
import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Sign1 } from '@auth0/cose';
import { decode, Tagged } from 'cborg';

const strict = { strict: true, useMaps: true, rejectDuplicateMapKeys: true, tags: { 18: Tagged.decoder(18) } };
const hash = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();

// RFC 9162 2.1.3.2
function rootFrom(leaf, index, size, path) {
    let node = index, last = size - 1n, root = hash(Buffer.from([0]), leaf);
    if (index >= size) throw new Error('no such leaf');
    for (const sibling of path) {
        if (last === 0n) throw new Error('path too long');
        if (node & 1n || node === last) {
            root = hash(Buffer.from([1]), sibling, root);
            while (!(node & 1n) && node !== 0n) { node >>= 1n; last >>= 1n; }
        } else {
            root = hash(Buffer.from([1]), root, sibling);
        }
        node >>= 1n; last >>= 1n;
    }
    if (last !== 0n) throw new Error('path too short');
    return root;
}

async function read({ receipt, leaf, key }) {
    const bytes = Buffer.from(receipt, 'hex');
    const [header, unprotected, payload] = decode(bytes, strict).value;
    const claims = decode(header, strict).get(15);
    const [proof] = unprotected.get(396).get(-1);
    const [size, index, path] = decode(proof, strict);
    if (payload !== null || size !== claims.get(-65537)) throw new Error('not of this profile');
    const root = rootFrom(Buffer.from(leaf, 'hex'), BigInt(index), BigInt(size), path);
    const publicKey = createPublicKey({ key: Buffer.from(key, 'hex'), format: 'der', type: 'spki' });
    await Sign1.decode(bytes).verify(publicKey, { detachedPayload: root });
    return { origin: claims.get(1), size, height: claims.get(-65538) };
}

const work = JSON.parse(readFileSync(process.argv[2], 'utf8'));
console.log(JSON.stringify(await Promise.all(work.map(one => read(one).catch(() => null)))));
