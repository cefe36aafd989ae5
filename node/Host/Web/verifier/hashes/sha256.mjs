/** SHA-256 (FIPS 180-4 6.2), and HMAC with it (RFC 2104). */
import { concat } from '../bytes.mjs';
import { BlockHash } from './blocks.mjs';
import { cubeRoots, squareRoots } from './roots.mjs';

const START = squareRoots.map(root => Number(root >> 32n));
const K = Int32Array.from(cubeRoots.slice(0, 64), root => Number(root >> 32n));
const BLOCK = 64;

const words = new Int32Array(64);

const turn = (word, by) => word >>> by | word << 32 - by;

function expand(bytes, at) {
    for (let i = 0; i < 16; i++, at += 4) {
        words[i] = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
    }

    for (let i = 16; i < 64; i++) {
        const early = words[i - 15], late = words[i - 2];
        const s0 = turn(early, 7) ^ turn(early, 18) ^ early >>> 3;
        const s1 = turn(late, 17) ^ turn(late, 19) ^ late >>> 10;
        words[i] = words[i - 16] + s0 + words[i - 7] + s1;
    }
}

function compress(state, bytes, at) {
    expand(bytes, at);
    let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (let i = 0; i < 64; i++) {
        const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
        const t1 = h + s1 + (e & f ^ ~e & g) + K[i] + words[i] | 0;
        const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
        const t2 = s0 + (a & b ^ a & c ^ b & c) | 0;
        h = g; g = f; f = e; e = d + t1 | 0;
        d = c; c = b; b = a; a = t1 + t2 | 0;
    }

    state[0] += a; state[1] += b; state[2] += c; state[3] += d;
    state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

export class Sha256 extends BlockHash {
    constructor() {
        super(START, compress);
    }

    static hash(...parts) {
        return new Sha256().append(concat(...parts)).finish();
    }
}

/** HMAC-SHA-256, streamed: `append`, then `finish` once. */
export class HmacSha256 {
    #inner = new Sha256();
    #outer = new Sha256();

    constructor(key) {
        const block = new Uint8Array(BLOCK);
        block.set(key.length > BLOCK ? Sha256.hash(key) : key);
        this.#inner.append(block.map(byte => byte ^ 0x36));
        this.#outer.append(block.map(byte => byte ^ 0x5c));
    }

    append(bytes) {
        this.#inner.append(bytes);
        return this;
    }

    finish() {
        return this.#outer.append(this.#inner.finish()).finish();
    }
}
