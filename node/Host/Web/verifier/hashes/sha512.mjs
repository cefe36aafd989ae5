/** SHA-512 (FIPS 180-4 6.4), of messages that are held whole: Ed25519 hashes a few hundred bytes. */
import { concat, ofNumber } from '../bytes.mjs';
import { cubeRoots, squareRoots } from './roots.mjs';

const BLOCK = 128;

const wrap = number => BigInt.asUintN(64, number);
const turn = (word, by) => wrap(word >> by | word << 64n - by);

function pad(message) {
    const zeros = new Uint8Array((BLOCK - (message.length + 17) % BLOCK) % BLOCK);
    return concat(message, [0x80], zeros, ofNumber(8n * BigInt(message.length), 16));
}

function expand(view, at) {
    const words = [];
    for (let i = 0; i < 16; i++) {
        words.push(view.getBigUint64(at + 8 * i));
    }

    for (let i = 16; i < 80; i++) {
        const early = words[i - 15], late = words[i - 2];
        const s0 = turn(early, 1n) ^ turn(early, 8n) ^ early >> 7n;
        const s1 = turn(late, 19n) ^ turn(late, 61n) ^ late >> 6n;
        words.push(wrap(words[i - 16] + s0 + words[i - 7] + s1));
    }

    return words;
}

function compress(state, words) {
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i++) {
        const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
        const t1 = h + s1 + (e & f ^ wrap(~e) & g) + cubeRoots[i] + words[i];
        const s0 = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
        const t2 = s0 + (a & b ^ a & c ^ b & c);
        [a, b, c, d, e, f, g, h] = [wrap(t1 + t2), a, b, c, wrap(d + t1), e, f, g];
    }

    return [a, b, c, d, e, f, g, h].map((word, i) => wrap(word + state[i]));
}

export function sha512(...parts) {
    const padded = pad(concat(...parts));
    const view = new DataView(padded.buffer);
    let state = squareRoots;
    for (let at = 0; at < padded.length; at += BLOCK) {
        state = compress(state, expand(view, at));
    }

    return concat(...state.map(word => ofNumber(word, 8)));
}
