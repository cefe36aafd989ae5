/** Reads what the user chose; nothing is read further than its format can go, and a document never as a whole. */
import { toText } from '../bytes.mjs';
import { HmacSha256 } from '../hashes/sha256.mjs';

const CHUNK_BYTES = 1024 * 1024;

/** A file of bytes, or one byte more than the longest, which is enough to know that it is too long. */
export async function readBytes(file, longest) {
    return new Uint8Array(await file.slice(0, longest + 1).arrayBuffer());
}

/** Of UTF-8; `longest` in UTF-16 units, of which none takes more than three bytes, with a byte order mark before them. */
export async function readText(file, longest) {
    return toText(await readBytes(file, 3 * longest + 3));
}

/** HMAC-SHA-256 of a document's exact bytes under its salt; `progress` is told the bytes so far. */
export async function commitTo(file, salt, progress) {
    const hasher = new HmacSha256(salt);
    for (let at = 0; at < file.size; at += CHUNK_BYTES) {
        hasher.append(new Uint8Array(await file.slice(at, at + CHUNK_BYTES).arrayBuffer()));
        progress(Math.min(at + CHUNK_BYTES, file.size));
    }

    return hasher.finish();
}
