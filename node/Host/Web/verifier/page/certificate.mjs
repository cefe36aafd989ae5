/** The result as it is shown and printed: made of elements and text, never of markup. */
import { toHex } from '../bytes.mjs';
import { wordOf } from '../verification.mjs';
import { CHECKS, DOCUMENT_CHECKS, REASONS, RESULTS, STATUSES, VERDICTS, WORDS } from './words.mjs';

const LAST_DATE_MS = 8.64e15;

function element(name, attributes, ...children) {
    const made = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children);
    return made;
}

const row = (name, ...values) => element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, ...values));

const section = (title, ...rows) => [element('h3', {}, title), element('table', {}, element('tbody', {}, ...rows))];

/** A header's time is believed only after its checks, so it may be any number. */
const time = milliseconds => milliseconds > LAST_DATE_MS ? `${milliseconds} ms` : new Date(Number(milliseconds)).toISOString();

function validity({ validFrom, validTo }, say) {
    const end = seconds => seconds === 0 ? say(WORDS.ever) : time(1000 * seconds);
    return `${end(validFrom)} – ${end(validTo)}`;
}

const stepRow = (words, say) => ({ check, result, detail }) => {
    const found = detail === '' ? [] : [': ', element('code', {}, detail)];
    const name = element('th', { scope: 'row' }, say(words[check]), ' ', element('code', {}, check));
    return element('tr', { 'data-check': check }, name, element('td', { class: result }, say(RESULTS[result]), ...found));
};

function statusRows({ status, entry, height, timeMs }, say) {
    const heightAt = (at, milliseconds) => `${say(WORDS.height)} ${at}, ${time(milliseconds)}`;
    return [
        row(say(WORDS.state), say(STATUSES[status])),
        row(say(WORDS.asOf), heightAt(height, timeMs)),
        ...entry === null ? [] : [
            row(say(WORDS.changed), heightAt(entry.height, entry.timeMs)),
            row(say(WORDS.reason), say(REASONS[entry.reason])),
        ],
        ...entry?.successor ? [row(say(WORDS.successor), element('code', {}, toHex(entry.successor)))] : [],
    ];
}

function receiptRows({ envelope: { receipt }, judgement: { report } }, say) {
    const { leaf, header, proof, outcome } = receipt;
    const issuer = report.issuer === null ? say(WORDS.unknown) : `${report.issuer.name}, ${report.issuer.region}`;
    return [
        row(say(WORDS.block), `${say(WORDS.height)} ${header.height}, ${time(header.timeMs)}`),
        row(say(WORDS.transaction), element('code', {}, toHex(outcome.transactionId)), ` ${say(WORDS.leaf)} ${proof.index}`),
        row(say(WORDS.issuer), `${leaf.issuer}: ${issuer}`),
        row(say(WORDS.type), `${leaf.documentType}`),
        row(say(WORDS.validity), validity(leaf, say)),
        ...report.signers.map(({ region, minimum, names }) =>
            row(`${say(WORDS.signed)} ${region}`, `${names.join(', ')} (${names.length}, ${say(WORDS.least)} ${minimum})`)),
    ];
}

function factRows(result, say) {
    const { file, commitment, history, at, now, program } = result;
    return [
        row(say(WORDS.file), `${file.name}, ${file.size} ${say(WORDS.bytes)}`),
        ...commitment ? [row(say(WORDS.commitment), element('code', {}, toHex(commitment)))] : [],
        ...history ? [
            row(say(WORDS.name), history.genesis.name),
            row(say(WORDS.chain), element('code', {}, toHex(history.genesis.chainId))),
            row(say(WORDS.configuration), `${history.last.number}: `, element('code', {}, toHex(history.last.hash))),
        ] : [],
        row(say(WORDS.asked), time(at)),
        row(say(WORDS.made), time(now)),
        row(say(WORDS.page), element('code', {}, program)),
    ];
}

/**
 * The certificate of a result: {file, commitment, history, envelope, judgement, at, now, program}; of a verification that did not
 * come to the receipt, history, envelope and commitment are null. `say` chooses the language.
 */
export function certificateOf(result, say) {
    const { judgement } = result;
    const proven = judgement.report?.fault === '';
    const steps = judgement.report
        ? [...judgement.report.steps.map(stepRow(CHECKS, say)), ...judgement.steps.map(stepRow(DOCUMENT_CHECKS, say))]
        : [];
    const worth = judgement.verdict !== 'VALID' ? 'bad' : judgement.isWaived ? 'waived' : 'good';
    return [
        element('h2', {}, say(WORDS.certificate)),
        element('p', { id: 'verdict', class: worth }, wordOf(judgement)),
        element('p', { id: 'sentence' }, say(VERDICTS[judgement.verdict])),
        ...judgement.isWaived ? [element('p', { id: 'waived', class: 'waived' }, say(WORDS.careless))] : [],
        ...section(say(WORDS.facts), ...factRows(result, say)),
        ...judgement.report ? section(say(proven ? WORDS.proven : WORDS.unproven), ...receiptRows(result, say)) : [],
        ...judgement.status ? section(say(WORDS.status), ...statusRows(judgement.status, say)) : [],
        ...steps.length > 0 ? section(say(WORDS.checks), ...steps) : [],
    ];
}
