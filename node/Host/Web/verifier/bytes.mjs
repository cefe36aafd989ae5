/** Bytes: Uint8Array everywhere, never changed after they were made. */

const HEX = /^(?:[0-9a-f]{2})*$/;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export const toHex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

export const isHex = text => HEX.test(text);

/** Of lower-case hex; the caller has asked isHex. */
export const fromHex = hex => Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));

/** The bytes of printable ASCII, or of any text whose characters are below 256. */
export const ofText = text => Uint8Array.from(text, character => character.charCodeAt(0));

/** Text of UTF-8, a byte order mark left out. */
export const toText = bytes => new TextDecoder().decode(bytes);

export function same(left, right) {
    return left.length === right.length && left.every((byte, i) => byte === right[i]);
}

export function concat(...parts) {
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }

    return whole;
}

/** Big-endian. */
export const toNumber = bytes => bytes.length === 0 ? 0n : BigInt('0x' + toHex(bytes));

/** Big-endian, `length` bytes. */
export const ofNumber = (number, length) => fromHex(number.toString(16).padStart(2 * length, '0'));

/** RFC 4648 section 4 in its one canonical form: padded, no other character, no bit set that is thrown away; else null. */
export function fromBase64(text) {
    const body = text.replace(/={1,2}$/, '');
    const values = Array.from(body, character => BASE64.indexOf(character));
    if (text.length % 4 !== 0 || body.length % 4 === 1 || values.includes(-1)) {
        return null;
    }

    const bytes = new Uint8Array(Math.floor(body.length * 6 / 8));
    let bits = 0, held = 0, at = 0;
    for (const value of values) {
        held = (held << 6 | value) & 0xfff;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes[at++] = held >> bits & 0xff;
        }
    }

    return (held & (1 << bits) - 1) === 0 ? bytes : null;
}
