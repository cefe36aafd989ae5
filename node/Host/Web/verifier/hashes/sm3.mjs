/** SM3 (GB/T 32905-2016). */
import { concat } from '../bytes.mjs';
import { BlockHash } from './blocks.mjs';

const START = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];

const words = new Int32Array(68);

const turn = (word, by) => word << by | word >>> 32 - by;
const p0 = word => word ^ turn(word, 9) ^ turn(word, 17);
const p1 = word => word ^ turn(word, 15) ^ turn(word, 23);

// A shift of 32 is one of 0 here, as the standard means a turn by i mod 32.
const T = Int32Array.from({ length: 64 }, (_, i) => turn(i < 16 ? 0x79cc4519 : 0x7a879d8a, i % 32));

function expand(bytes, at) {
    for (let i = 0; i < 16; i++, at += 4) {
        words[i] = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
    }

    for (let i = 16; i < 68; i++) {
        words[i] = p1(words[i - 16] ^ words[i - 9] ^ turn(words[i - 3], 15)) ^ turn(words[i - 13], 7) ^ words[i - 6];
    }
}

function compress(state, bytes, at) {
    expand(bytes, at);
    let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (let i = 0; i < 64; i++) {
        const ss1 = turn(turn(a, 12) + e + T[i] | 0, 7);
        const ss2 = ss1 ^ turn(a, 12);
        const ff = i < 16 ? a ^ b ^ c : a & b | a & c | b & c;
        const gg = i < 16 ? e ^ f ^ g : e & f | ~e & g;
        const tt1 = ff + d + ss2 + (words[i] ^ words[i + 4]) | 0;
        const tt2 = gg + h + ss1 + words[i] | 0;
        d = c; c = turn(b, 9); b = a; a = tt1;
        h = g; g = turn(f, 19); f = e; e = p0(tt2);
    }

    state[0] ^= a; state[1] ^= b; state[2] ^= c; state[3] ^= d;
    state[4] ^= e; state[5] ^= f; state[6] ^= g; state[7] ^= h;
}

export class Sm3 extends BlockHash {
    constructor() {
        super(START, compress);
    }

    static hash(...parts) {
        return new Sm3().append(concat(...parts)).finish();
    }
}
