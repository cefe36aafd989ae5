// Reads and makes status lists with @digitalbazaar/bitstring, which knows nothing of this project.
//
//   node statuslist.mjs FILE     FILE is JSON {encodedList, places}: prints {statuses, encodedList}, the bits at these places, and a list of
//                                its own in which exactly these bits are set
import { readFileSync } from 'node:fs';
import { Bitstring } from '@digitalbazaar/bitstring';

const { encodedList, places } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const list = new Bitstring({ buffer: await Bitstring.decodeBits({ encoded: encodedList.slice(1) }) });
const own = new Bitstring({ length: list.length });
places.forEach(place => own.set(place, true));
console.log(JSON.stringify({ statuses: places.map(place => list.get(place)), encodedList: 'u' + await own.encodeBits() }));
