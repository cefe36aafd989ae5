/**
 * JSON (RFC 8259) as a tree that keeps what JSON.parse throws away: fields that stand there twice, and the digits of numbers.
 * A node is {kind, value}: 'object' has a list of [name, node], 'array' of nodes, 'string' a string, 'number' its digits.
 */

const MOST_NESTED = 8;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const WORDS = ['true', 'false', 'null'];

/** Not JSON, or nested deeper than any document of this ledger. */
export class NotJson extends Error {
}

class Parser {
    #text;
    #at = 0;

    constructor(text) {
        this.#text = text;
    }

    document() {
        const node = this.#value(0);
        this.#match(SPACE);
        return this.#at === this.#text.length ? node : this.#fail();
    }

    #value(depth) {
        this.#match(SPACE);
        const next = this.#text[this.#at];
        return next === '{' ? { kind: 'object', value: this.#members(depth, '}', () => this.#member(depth + 1)) }
            : next === '[' ? { kind: 'array', value: this.#members(depth, ']', () => this.#value(depth + 1)) }
            : next === '"' ? { kind: 'string', value: this.#string() }
            : this.#scalar();
    }

    #members(depth, end, read) {
        const members = [];
        if (depth >= MOST_NESTED) {
            this.#fail();
        }

        this.#at++;
        if (this.#skips(end)) {
            return members;
        }

        do {
            members.push(read());
        } while (this.#skips(','));

        return this.#skips(end) ? members : this.#fail();
    }

    #member(depth) {
        this.#match(SPACE);
        const name = this.#text[this.#at] === '"' ? this.#string() : this.#fail();
        return this.#skips(':') ? [name, this.#value(depth)] : this.#fail();
    }

    #string() {
        let value = '';
        this.#at++;
        for (value += this.#match(PLAIN); this.#text[this.#at] === '\\'; value += this.#match(PLAIN)) {
            value += this.#escape();
        }

        return this.#text[this.#at++] === '"' ? value : this.#fail();
    }

    #escape() {
        const letter = this.#text[this.#at + 1];
        const digits = this.#text.slice(this.#at + 2, this.#at + 6);
        if (letter === 'u' && /^[0-9a-fA-F]{4}$/.test(digits)) {
            this.#at += 6;
            return String.fromCharCode(parseInt(digits, 16));
        }

        this.#at += 2;
        return Object.hasOwn(ESCAPES, letter ?? '') ? ESCAPES[letter] : this.#fail();
    }

    #scalar() {
        const word = WORDS.find(known => this.#text.startsWith(known, this.#at));
        if (word !== undefined) {
            this.#at += word.length;
            return { kind: word, value: word };
        }

        const digits = this.#match(NUMBER);
        return digits === '' ? this.#fail() : { kind: 'number', value: digits };
    }

    /** Past white space and this one character, if it is there. */
    #skips(character) {
        this.#match(SPACE);
        const there = this.#text[this.#at] === character;
        this.#at += there ? 1 : 0;
        return there;
    }

    #match(pattern) {
        pattern.lastIndex = this.#at;
        const [found] = pattern.exec(this.#text) ?? [''];
        this.#at += found.length;
        return found;
    }

    #fail() {
        throw new NotJson();
    }
}

export const parseJson = text => new Parser(text).document();
