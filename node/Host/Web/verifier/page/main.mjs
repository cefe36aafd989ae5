/** The page: takes the files, verifies when asked, and shows the result in either language. */
import { fromHex } from '../bytes.mjs';
import { LONGEST_ENVELOPE, readEnvelope } from '../protocol/envelope.mjs';
import { LONGEST_GENESIS } from '../protocol/genesis.mjs';
import { LONGEST_EPOCHS } from '../protocol/history.mjs';
import { LONGEST_ISSUERS } from '../protocol/issuers.mjs';
import { JsonFault } from '../protocol/strict.mjs';
import { believe, judge, Unusable } from '../verification.mjs';
import { certificateOf } from './certificate.mjs';
import { commitTo, readBytes, readText } from './files.mjs';
import { LANGUAGES, WORDS } from './words.mjs';

const HOUR_MS = 3_600_000;

const part = id => document.getElementById(id);
const fileOf = id => part(id).files[0] ?? null;

let language = navigator.language.startsWith('zh') ? 1 : 0;
let shown = null;

const say = words => words[language];

/** Which program this is, by the hash that the page's own policy demands of it. */
const program = /script-src '(sha256-[^']+)'/.exec(document.querySelector('meta[http-equiv]').content)[1];

function render() {
    document.documentElement.lang = LANGUAGES[language];
    document.title = say(WORDS.title);
    document.querySelectorAll('[data-word]').forEach(element => {
        element.textContent = say(WORDS[element.dataset.word]);
    });
    part('result').replaceChildren(...shown === null ? [] : certificateOf(shown, say));
    part('print').hidden = shown === null;
}

async function optional(id, longest) {
    const file = fileOf(id);
    return file === null ? null : readBytes(file, longest);
}

function pinOf(text) {
    const pin = text.trim().toLowerCase();
    if (pin !== '' && !/^[0-9a-f]{64}$/.test(pin)) {
        throw new Unusable('pin', 'BadBytes');
    }

    return pin === '' ? null : fromHex(pin);
}

/** In milliseconds; null when no fresh status is asked for. */
function longestAge() {
    const hours = part('hours').value;
    if (part('waive').checked) {
        return null;
    }

    if (!/^[0-9]{1,6}$/.test(hours)) {
        throw new Unusable('hours', 'OutOfRange');
    }

    return Number(hours) * HOUR_MS;
}

async function readBeliefs() {
    return believe({
        genesis: await readText(fileOf('genesis'), LONGEST_GENESIS),
        epochs: await optional('epochs', LONGEST_EPOCHS),
        issuers: await optional('issuers', LONGEST_ISSUERS),
        pin: pinOf(part('pin').value),
    });
}

async function verifyInto(result) {
    const moment = { at: result.at, now: result.now, longestAge: longestAge() };
    result.history = await readBeliefs();
    result.envelope = readEnvelope(await readText(fileOf('envelope'), LONGEST_ENVELOPE));
    result.commitment = await commitTo(result.file, result.envelope.salt, bytes => {
        part('progress').value = bytes / result.file.size;
    });
    result.judgement = judge(result.envelope, result.commitment, moment, result.history);
}

/** What ends a verification before the receipt is judged: a bad envelope, a file that cannot be used or read, a fault of this page. */
const judgementOf = error => error instanceof JsonFault
    ? { verdict: 'INVALID_ENVELOPE', detail: error.message }
    : { verdict: 'UNUSABLE', detail: error instanceof Unusable ? error.message : `${error}` };

async function verify() {
    const file = fileOf('document');
    const ready = file !== null && fileOf('envelope') !== null && fileOf('genesis') !== null;
    part('missing').hidden = ready;
    if (!ready) {
        return;
    }

    const now = Date.now();
    const at = part('at').value === '' ? now : new Date(part('at').value).getTime();
    const result = { file, now, at, program, history: null, envelope: null, commitment: null };
    show(null, true);
    try {
        await verifyInto(result);
    } catch (error) {
        result.judgement = judgementOf(error);
    }

    show(result, false);
}

function show(result, isBusy) {
    part('verify').disabled = isBusy;
    part('progress').hidden = !isBusy;
    shown = result;
    render();
}

part('language').addEventListener('click', () => {
    language = 1 - language;
    render();
});
part('verify').addEventListener('click', verify);
part('waive').addEventListener('change', event => {
    part('hours').disabled = event.target.checked;
    part('careless').hidden = !event.target.checked;
});
part('print').addEventListener('click', () => window.print());
render();
