/** The genesis, `ledger-genesis/1`: all that a verification trusts. Its chain id is recomputed, so an edited text is refused. */
import { concat, same, toHex } from '../bytes.mjs';
import { Sha256 } from '../hashes/sha256.mjs';
import { ED25519, keyBytesOf, SM2, suiteNamed } from '../suites.mjs';
import { JsonFault, readDocument } from './strict.mjs';
import { encodeParameters, EpochConfiguration, LONGEST_KEY, MOST_VALIDATORS, PARAMETERS, ValidatorSet } from './validators.mjs';
import { block, tag, text, u32, u64, u8 } from './wire.mjs';

export const LONGEST_GENESIS = 4 * 1024 * 1024;

const FORMAT = 'ledger-genesis/1';
const TAG = tag('ledger/genesis/v1', 32);
const FIELDS = ['format', 'chainId', 'name', 'timeMs', 'parameters', 'regions', 'validators', 'issuers'];
const MEMBER = ['name', 'region', 'suite', 'publicKey'];
const VALIDATOR = [...MEMBER, 'tlsPin', 'operatorKey', 'cosigningEd25519', 'cosigningSm2', 'address'];
const MOST_ISSUERS = 4096;
const MOST_OF_I64 = 2n ** 63n - 1n;
const MOST_OF_U64 = 2n ** 64n - 1n;
const MOST_OF_U32 = 2n ** 32n - 1n;
const HOUR = 3_600_000n;
const BATCH_BYTES = 5n * 1024n * 1024n;

/** What the parameters of a chain that can start are from and to. */
const BOUNDS = {
    protocolVersion: () => [1n, MOST_OF_U32],
    window: () => [1n, 64n],
    baseTimeoutMs: () => [1n, HOUR],
    timeoutCapMs: p => [p.baseTimeoutMs, HOUR],
    maximumDriftMs: () => [1n, HOUR],
    maximumValidityHeights: () => [1n, 10_000_000n],
    maximumBlockBytes: () => [BATCH_BYTES, 64n * BATCH_BYTES],
};

function readRegion(fields) {
    const code = fields.text('region', 8);
    fields.require(/^[A-Z0-9-]{2,8}$/.test(code), 'BadText', 'region');
    return code;
}

function readSuite(fields) {
    const suite = suiteNamed(fields.text('suite', 16));
    fields.require(suite !== 0, 'UnknownSuite', 'suite');
    return suite;
}

function readKey(fields, name, suite) {
    const key = fields.hex(name, LONGEST_KEY);
    fields.require(key.length === keyBytesOf(suite), 'WrongLength', name);
    return key;
}

function readAddress(fields) {
    const address = fields.text('address', 261);
    fields.require(/^[!-~]*$/.test(address), 'BadText', 'address');
    return address;
}

function readParameters(root) {
    const fields = root.object('parameters', PARAMETERS);
    const order = [...PARAMETERS.slice(1), PARAMETERS[0]];
    const most = name => name === 'protocolVersion' || name === 'maximumBlockBytes' ? MOST_OF_U32 : MOST_OF_U64;
    return Object.fromEntries(order.map(name => [name, fields.number(name, 0n, most(name))]));
}

function readValidator(fields) {
    const suite = readSuite(fields);
    return {
        name: fields.name('name'),
        region: readRegion(fields),
        suite,
        publicKey: readKey(fields, 'publicKey', suite),
        tlsPin: fields.digest('tlsPin'),
        operatorKey: readKey(fields, 'operatorKey', suite),
        cosigningEd25519: readKey(fields, 'cosigningEd25519', ED25519),
        cosigningSm2: readKey(fields, 'cosigningSm2', SM2),
        address: readAddress(fields),
    };
}

function readIssuer(fields, place) {
    const suite = readSuite(fields);
    return {
        index: Number(fields.number('index', BigInt(place), BigInt(place))),
        name: fields.name('name'),
        region: readRegion(fields),
        suite,
        publicKey: readKey(fields, 'publicKey', suite),
    };
}

const require = (condition, fault, path) => {
    if (!condition) {
        throw new JsonFault(fault, path);
    }
};

function demandDistinct(items, list, field, fault) {
    const values = items.map(item => typeof item[field] === 'string' ? item[field] : toHex(item[field]));
    values.forEach((value, i) => require(values.indexOf(value) === i, fault, `$.${list}[${i}].${field}`));
}

/** C1: a cosigning key is nobody's consensus or operator key, and no second validator's. */
function demandOwnCosigningKeys(validators) {
    const taken = new Set(validators.flatMap(v => [toHex(v.publicKey), toHex(v.operatorKey)]));
    validators.forEach((validator, i) => ['cosigningEd25519', 'cosigningSm2'].forEach(field => {
        const key = toHex(validator[field]);
        require(!taken.has(key), 'DuplicateKey', `$.validators[${i}].${field}`);
        taken.add(key);
    }));
}

/** What makes a genesis one that a chain can start from. */
function checkRules({ parameters, set, issuers }) {
    for (const [name, bounds] of Object.entries(BOUNDS)) {
        const [least, most] = bounds(parameters);
        require(parameters[name] >= least && parameters[name] <= most, 'OutOfRange', `$.parameters.${name}`);
    }

    demandDistinct(set.validators, 'validators', 'name', 'DuplicateName');
    ['publicKey', 'tlsPin', 'operatorKey'].forEach(field => demandDistinct(set.validators, 'validators', field, 'DuplicateKey'));
    demandOwnCosigningKeys(set.validators);
    checkRegions(set);
    demandDistinct(issuers, 'issuers', 'name', 'DuplicateName');
    demandDistinct(issuers, 'issuers', 'publicKey', 'DuplicateKey');
}

function checkRegions({ validators, minimums }) {
    const codes = minimums.map(m => m.region);
    codes.forEach((code, i) => require(codes.indexOf(code) === i, 'DuplicateRegion', `$.regions['${code}']`));
    validators.forEach((v, i) => require(codes.includes(v.region), 'UnknownRegion', `$.validators[${i}].region`));
    for (const { region, minimum } of minimums) {
        const count = validators.filter(v => v.region === region).length;
        require(minimum <= count, 'MinimumAboveCount', `$.regions['${region}'].minimum`);
    }
}

export const encodeIssuer = issuer => concat(
    u32(issuer.index), text(issuer.name), text(issuer.region), u8(issuer.suite), block(issuer.publicKey));

function chainIdOf({ name, timeMs, parameters, set, issuers }) {
    return Sha256.hash(
        TAG, text(name), u64(timeMs), encodeParameters(parameters), block(set.encode()), u32(issuers.length), ...issuers.map(encodeIssuer));
}

/** {chainId, name, timeMs, parameters, set, issuers, configuration}; the last is epoch 0's, which begins at height 1. */
export const readGenesis = json => readDocument(json, LONGEST_GENESIS, FIELDS, root => {
    root.require(root.text('format', 64) === FORMAT, 'WrongFormat', 'format');
    const chainId = root.digest('chainId');
    const genesis = {
        name: root.name('name'),
        timeMs: root.number('timeMs', 0n, MOST_OF_I64),
        parameters: readParameters(root),
    };
    const minimums = root.list('regions', MOST_VALIDATORS, ['region', 'minimum'])
        .map(r => ({ region: readRegion(r), minimum: Number(r.number('minimum', 0n, 64n)) }));
    const validators = root.list('validators', MOST_VALIDATORS, VALIDATOR).map(readValidator);
    genesis.issuers = root.list('issuers', MOST_ISSUERS, ['index', ...MEMBER]).map(readIssuer);
    root.require(validators.length > 0, 'OutOfRange', 'validators');
    genesis.set = new ValidatorSet(validators, minimums);
    checkRules(genesis);
    root.require(same(chainId, chainIdOf(genesis)), 'WrongChainId', 'chainId');
    const first = { chainId, number: 0, start: 1n, previous: new Uint8Array(32), parameters: genesis.parameters, set: genesis.set };
    return { chainId, ...genesis, configuration: new EpochConfiguration(first) };
});
