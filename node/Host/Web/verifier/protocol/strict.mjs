/** Reads the JSON documents of the ledger: each field of a list once and no other; the first thing that is wrong ends the reading. */
import { fromHex, isHex } from '../bytes.mjs';
import { NotJson, parseJson } from './json.mjs';

const MOST_OF_U64 = 2n ** 64n - 1n;

/** A fault by its stable name, and where it is: "MissingField at $.receipt". */
export class JsonFault extends Error {
    constructor(fault, path) {
        super(`${fault} at ${path}`);
    }
}

/** One object of a document. */
export class Fields {
    #fields = new Map();
    #path;

    /** `optional` are names of fields that may be missing. */
    constructor(node, path, names, optional = []) {
        this.#path = path;
        if (node?.kind !== 'object') {
            throw new JsonFault('WrongType', path);
        }

        for (const [name, value] of node.value) {
            demandWhole(name);
            this.require(names.includes(name) || optional.includes(name), 'UnknownField', name);
            this.require(!this.#fields.has(name), 'DuplicateField', name);
            this.#fields.set(name, value);
        }

        names.forEach(name => this.require(this.#fields.has(name), 'MissingField', name));
    }

    require(condition, fault, name) {
        if (!condition) {
            throw new JsonFault(fault, `${this.#path}.${name}`);
        }
    }

    has(name) {
        return this.#fields.has(name);
    }

    /** A BigInt, written as digits alone. */
    number(name, least, most) {
        const digits = this.#find(name, 'number');
        const number = /^[0-9]+$/.test(digits) ? BigInt(digits) : -1n;
        this.require(number >= least && number <= most && number <= MOST_OF_U64, 'OutOfRange', name);
        return number;
    }

    text(name, longest) {
        const text = this.#find(name, 'string');
        demandWhole(text);
        this.require(text.length <= longest, 'TooLong', name);
        return text;
    }

    /** 1 to 64 printable ASCII characters. */
    name(name) {
        const text = this.text(name, 64);
        this.require(/^[ -~]+$/.test(text), 'BadText', name);
        return text;
    }

    /** Lower-case hex of at most `longest` bytes. */
    hex(name, longest) {
        const text = this.text(name, 2 * longest);
        this.require(isHex(text), 'BadBytes', name);
        return fromHex(text);
    }

    digest(name) {
        const bytes = this.hex(name, 32);
        this.require(bytes.length === 32, 'WrongLength', name);
        return bytes;
    }

    object(name, names) {
        return new Fields(this.#fields.get(name), `${this.#path}.${name}`, names);
    }

    /** Each element of a list as an object. */
    list(name, longest, names) {
        const items = this.#find(name, 'array');
        this.require(items.length <= longest, 'TooLong', name);
        return items.map((item, i) => new Fields(item, `${this.#path}.${name}[${i}]`, names));
    }

    #find(name, kind) {
        const node = this.#fields.get(name);
        this.require(node.kind === kind, 'WrongType', name);
        return node.value;
    }
}

// Half of a surrogate pair is no text, however it was escaped.
function demandWhole(text) {
    if (/\p{Surrogate}/u.test(text)) {
        throw new JsonFault('NotJson', '$');
    }
}

/** What `read` makes of the document's only object; `longest` in UTF-16 units. */
export function readDocument(text, longest, names, read, optional = []) {
    if (text.length > longest) {
        throw new JsonFault('TooLong', '$');
    }

    try {
        return read(new Fields(parseJson(text), '$', names, optional));
    } catch (error) {
        throw error instanceof NotJson ? new JsonFault('NotJson', '$') : error;
    }
}
