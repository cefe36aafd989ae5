/** The trees: RFC 9162 in SHA-256 and SM3, and the compact sparse Merkle map of the state. */
import { same } from '../bytes.mjs';
import { Sha256 } from '../hashes/sha256.mjs';
import { Sm3 } from '../hashes/sm3.mjs';
import { decodeInner } from './wire.mjs';

const LEAF = [0x00];
const NODE = [0x01];
const MOST_SIBLINGS = 256;

// RFC 9162 2.1.1
const leafOf = (hash, record) => hash(LEAF, record);
const nodeOf = (hash, left, right) => hash(NODE, left, right);

function bitLength(number) {
    return number === 0n ? 0 : number.toString(2).length;
}

function ones(number) {
    return number.toString(2).replaceAll('0', '').length;
}

/**
 * How many siblings leaf `index` of `size` has: below the level where its path and the last leaf's meet one at every level, above it
 * only left ones, one for every 1 bit.
 */
function pathLength(index, size) {
    const meeting = bitLength(index ^ size - 1n);
    return meeting + ones(index >> BigInt(meeting));
}

/** Index u64, size u64, path length u8, the SHA-256 path, the SM3 path. A possible index and a path of exactly its length, or a fault. */
export function readInclusionProof(bytes) {
    return decodeInner(bytes, reader => {
        const index = reader.u64(), size = reader.u64();
        const length = reader.u8();
        reader.require(index < size && length === pathLength(index, size), 'NotCanonical');
        const [sha256, sm3] = [reader.list(length, r => r.digest()), reader.list(length, r => r.digest())];
        return { index, size, sha256, sm3 };
    }, 'NotCanonical');
}

function rootOf(hash, record, path, { index, size }) {
    let node = leafOf(hash, record);
    let at = index, last = size - 1n;
    for (const sibling of path) {
        // An even last node has no sibling: it is its own parent (2.1.3.2, step 4).
        while ((at & 1n) === 0n && at === last) {
            [at, last] = [at >> 1n, last >> 1n];
        }

        node = (at & 1n) === 1n ? nodeOf(hash, sibling, node) : nodeOf(hash, node, sibling);
        [at, last] = [at >> 1n, last >> 1n];
    }

    return node;
}

/** The roots that a proof leads to from a leaf's record. */
export const sha256RootFrom = (proof, record) => rootOf(Sha256.hash, record, proof.sha256, proof);
export const sm3RootFrom = (proof, record) => rootOf(Sm3.hash, record, proof.sm3, proof);

/** The root over a path whose sides are said by bits: bit k of `directions` that sibling k stands to the left. */
export function sha256RootAlong(record, directions, path) {
    return path.reduce(
        (node, sibling, k) => directions >>> k & 1 ? nodeOf(Sha256.hash, sibling, node) : nodeOf(Sha256.hash, node, sibling),
        leafOf(Sha256.hash, record));
}

/** Count u16 of at most 256, then the siblings, the root's child first. */
export function readMapProof(reader) {
    const count = reader.u16();
    reader.require(count <= MOST_SIBLINGS, 'TooLong');
    return reader.list(count, r => r.digest());
}

/** A lone entry by its hashes alone: path 32, value hash 32. */
export const readMapLeaf = reader => ({ path: reader.digest(), valueHash: reader.digest() });

/**
 * The hash of a lone entry, SHA-256(0x00, path, value hash), at whatever depth it stands alone; a fork is SHA-256(0x01, left, right), and
 * what has no entry 32 zero bytes. The path is the key's SHA-256, its first bit chooses at the root.
 */
const mapLeafOf = ({ path, valueHash }) => Sha256.hash(LEAF, path, valueHash);

const bitOf = (path, depth) => path[depth >> 3] >> 7 - (depth & 7) & 1;

function climb(siblings, path, node) {
    for (let depth = siblings.length - 1; depth >= 0; depth--) {
        node = bitOf(path, depth) ? nodeOf(Sha256.hash, siblings[depth], node) : nodeOf(Sha256.hash, node, siblings[depth]);
    }

    return node;
}

/** The root of a map in which the key has the value. */
export function mapRootFrom(siblings, key, value) {
    const path = Sha256.hash(key);
    return climb(siblings, path, mapLeafOf({ path, valueHash: Sha256.hash(value) }));
}

/**
 * The root of a map without the key, where its path ends at another entry's leaf or, for null, at nothing. Null when that other entry
 * does not stand on the key's path, or is the key's own: then it shows nothing.
 */
export function mapRootWithout(siblings, key, other) {
    const path = Sha256.hash(key);
    const stands = other === null
        || (!same(other.path, path) && siblings.every((_, depth) => bitOf(other.path, depth) === bitOf(path, depth)));
    return stands ? climb(siblings, path, other === null ? new Uint8Array(32) : mapLeafOf(other)) : null;
}
