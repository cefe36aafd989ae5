/**
 * What SHA-256 and SM3 share: blocks of 64 bytes, a padding of 0x80, zeros and the length in bits as 64 bits, and a state of eight
 * 32-bit words (FIPS 180-4 5.1.1; GB/T 32905-2016 5.2). Appending copies nothing but the rest of a block.
 */
export class BlockHash {
    #state;
    #rest = new Uint8Array(64);
    #held = 0;
    #length = 0;
    #compress;

    /** `compress(state, bytes, at)` takes in the 64 bytes that begin at `at`. */
    constructor(start, compress) {
        this.#state = Int32Array.from(start);
        this.#compress = compress;
    }

    append(bytes) {
        let at = 0;
        this.#length += bytes.length;
        if (this.#held > 0) {
            at = Math.min(bytes.length, 64 - this.#held);
            this.#rest.set(bytes.subarray(0, at), this.#held);
            this.#held += at;
            if (this.#held < 64) {
                return this;
            }

            this.#compress(this.#state, this.#rest, 0);
        }

        for (; at + 64 <= bytes.length; at += 64) {
            this.#compress(this.#state, bytes, at);
        }

        this.#rest.set(bytes.subarray(at));
        this.#held = bytes.length - at;
        return this;
    }

    /** The digest, 32 bytes; nothing is appended afterwards. */
    finish() {
        const length = this.#length;
        const padding = new Uint8Array(((this.#held < 56 ? 56 : 120) - this.#held) + 8);
        const view = new DataView(padding.buffer);
        padding[0] = 0x80;
        view.setUint32(padding.length - 8, Math.floor(length / 2 ** 29));
        view.setUint32(padding.length - 4, length % 2 ** 29 * 8);
        this.append(padding);

        const digest = new Uint8Array(32);
        this.#state.forEach((word, i) => new DataView(digest.buffer).setInt32(4 * i, word));
        return digest;
    }
}
