// Puts the page, its style and its modules into one file that needs no other, and whose policy lets nothing else run.
//
//   node node/Host/Web/verifier/build.mjs          writes node/Host/Web/verifier.html
//   node node/Host/Web/verifier/build.mjs FILE     writes FILE
//
// The same sources give the same bytes. A module becomes a function, so that its names stay its own; what the modules may say for that is
// less than JavaScript: `import { a, b } from './c.mjs';` and `export` before const, function or class, each at the start of a line.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const IMPORT = /^import \{([^}]+)\} from '([^']+)';\n/gm;
const EXPORT = /^export (?=(?:async )?(?:const|function|class) (\w+))/gm;

const read = path => readFileSync(join(folder, path), 'utf8');

const nameOf = path => relative(folder, path).replace(/\.mjs$/, '').replaceAll(/\W/g, '_');

/** The modules below `path` that are not in `done`, then its own, as text. */
function bundle(path, done, open = []) {
    if (open.includes(path)) {
        throw new Error(`${path} imports itself, by way of others`);
    }

    if (done.has(path)) {
        return '';
    }

    let before = '';
    const exported = [];
    const body = readFileSync(path, 'utf8')
        .replaceAll(IMPORT, (_, names, from) => {
            const imported = resolve(dirname(path), from);
            before += bundle(imported, done, [...open, path]);
            return `const {${names}} = ${nameOf(imported)};\n`;
        })
        .replaceAll(EXPORT, (_, name) => {
            exported.push(name);
            return '';
        });
    if (/^\s*(?:import|export)\b/m.test(body)) {
        throw new Error(`${path} imports or exports in a way that this build does not know`);
    }

    done.add(path);
    return `${before}\nconst ${nameOf(path)} = (() => {\n${body}\nreturn { ${exported.join(', ')} };\n})();\n`;
}

const hash = text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Blocks everything that is not this style and this program. A policy in a page has no word for frames around it. */
const policyOf = (style, script) => [
    "default-src 'none'", `script-src ${hash(script)}`, `style-src ${hash(style)}`, "connect-src 'none'", "form-action 'none'",
    "base-uri 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
].join('; ');

const script = `\n'use strict';\n${bundle(join(folder, 'page/main.mjs'), new Set())}`;
const style = `\n${read('page/style.css')}`;
if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) {
    throw new Error('the program or the style would end its own element');
}

const parts = { policy: policyOf(style, script), style, script };
const page = read('page/page.html').replaceAll(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
writeFileSync(process.argv[2] ?? join(folder, '..', 'verifier.html'), page);
