// Writes JSON texts by RFC 8785 with canonicalize, which knows nothing of this project.
//
//   node canonicalize.mjs FILE     FILE is a JSON list of JSON texts: prints a list of their canonical forms
import { readFileSync } from 'node:fs';
import canonicalize from 'canonicalize';

const work = JSON.parse(readFileSync(process.argv[2], 'utf8'));
console.log(JSON.stringify(work.map(text => canonicalize(JSON.parse(text)))));
