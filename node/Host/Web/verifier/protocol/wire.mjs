/** Canonical encodings: big-endian, fixed widths, lengths before bytes. The first thing that is wrong ends the reading. */
import { concat, ofNumber, ofText, toNumber } from '../bytes.mjs';

/** Why bytes are not what they claim to be: Truncated, TrailingBytes, UnknownKind, TooLong or NotCanonical. */
export class DecodeFault extends Error {
    constructor(fault) {
        super(fault);
        this.fault = fault;
    }
}

export class WireReader {
    #bytes;
    #at = 0;

    constructor(bytes) {
        this.#bytes = bytes;
    }

    take(length) {
        this.require(this.#bytes.length - this.#at >= length, 'Truncated');
        this.#at += length;
        return this.#bytes.subarray(this.#at - length, this.#at);
    }

    u8() {
        return this.take(1)[0];
    }

    bool() {
        const value = this.u8();
        this.require(value <= 1, 'NotCanonical');
        return value === 1;
    }

    u16() {
        return Number(toNumber(this.take(2)));
    }

    u32() {
        return Number(toNumber(this.take(4)));
    }

    /** As a BigInt. */
    u64() {
        return toNumber(this.take(8));
    }

    digest() {
        return this.take(32);
    }

    /** A u32 of at most `bound`. */
    count(bound) {
        const count = this.u32();
        this.require(count <= bound, 'TooLong');
        return count;
    }

    /** A u32 length of at most `bound`, then that many bytes. */
    block(bound) {
        return this.take(this.count(bound));
    }

    /** Printable ASCII behind a u8 length. */
    text() {
        const bytes = this.take(this.u8());
        this.require(bytes.every(byte => byte >= 0x20 && byte <= 0x7e), 'NotCanonical');
        return String.fromCharCode(...bytes);
    }

    /** `count` times what `read` makes of this reader. */
    list(count, read) {
        return Array.from({ length: count }, () => read(this));
    }

    require(condition, fault) {
        if (!condition) {
            throw new DecodeFault(fault);
        }
    }

    finish() {
        this.require(this.#at === this.#bytes.length, 'TrailingBytes');
    }
}

/** What `read` makes of all of `bytes`. */
export function decode(bytes, read) {
    const reader = new WireReader(bytes);
    const value = read(reader);
    reader.finish();
    return value;
}

/** The same for what stands inside of something else, whose own fault is `fault` whatever is wrong within. */
export function decodeInner(bytes, read, fault) {
    try {
        return decode(bytes, read);
    } catch (error) {
        throw error instanceof DecodeFault ? new DecodeFault(fault) : error;
    }
}

/** The parts of an encoding, for `concat`. */
export const u8 = number => Uint8Array.of(number);
export const u16 = number => ofNumber(BigInt(number), 2);
export const u32 = number => ofNumber(BigInt(number), 4);
export const u64 = number => ofNumber(number, 8);
export const text = value => concat(u8(value.length), ofText(value));
export const block = bytes => concat(u32(bytes.length), bytes);

/** A tag that keeps what is hashed or signed here apart from everything else: ASCII, then zeros. */
export const tag = (name, length) => concat(ofText(name), new Uint8Array(length - name.length));
