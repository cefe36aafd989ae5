// Opens a page from disk in a headless Chromium, by the DevTools protocol over a pipe, and uses it as a person would.
//
//   node browser.mjs CHROMIUM verify PAGE FILE     FILE is a list of {paths, at, hours}: paths by the inputs' names, Unix seconds, and null
//                                                  when no fresh status is asked for. Prints of each, in English and in Chinese,
//                                                  {language, verdict, sentence, isWarned, checks}
//   node browser.mjs CHROMIUM connect PAGE         prints which ways out of the page reached a server of this program's own, and what the
//                                                  page's policy said it blocked
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Messages of the DevTools protocol: JSON, each ended by a zero byte, on the browser's descriptors 3 and 4. */
class Browser {
    #pending = new Map();
    #waiting = [];
    #rest = '';
    #next = 1;
    #profile = mkdtempSync(join(tmpdir(), 'ledger-browser-'));

    constructor(program) {
        const options = ['--headless', '--no-sandbox', '--disable-gpu', '--lang=en', '--remote-debugging-pipe'];
        options.push(`--user-data-dir=${this.#profile}`);
        this.process = spawn(program, options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
        this.process.on('error', error => { throw error; });
        this.process.stdio[4].setEncoding('utf8').on('data', text => this.#take(text));
    }

    async open(page) {
        const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
        this.session = (await this.send('Target.attachToTarget', { targetId, flatten: true })).sessionId;
        await this.send('Page.enable');
        await this.load(page);
    }

    async load(page) {
        const loaded = this.event('Page.loadEventFired');
        await this.send('Page.navigate', { url: pathToFileURL(page).href });
        await loaded;
    }

    send(method, params = {}) {
        const id = this.#next++;
        this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId: this.session })}\0`);
        return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    }

    event(method) {
        return new Promise(resolve => this.#waiting.push({ method, resolve }));
    }

    /** What an expression is in the page, a promise waited for. */
    async evaluate(expression) {
        const answer = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
        if (answer.exceptionDetails) {
            throw new Error(JSON.stringify(answer.exceptionDetails));
        }

        return answer.result.value;
    }

    async choose(input, path) {
        const { root } = await this.send('DOM.getDocument');
        const { nodeId } = await this.send('DOM.querySelector', { nodeId: root.nodeId, selector: `#${input}` });
        await this.send('DOM.setFileInputFiles', { nodeId, files: [path] });
    }

    async close() {
        const ended = new Promise(resolve => this.process.on('exit', resolve));
        await Promise.race([this.send('Browser.close').catch(() => {}), ended]);
        await ended;
        rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
    }

    #take(text) {
        const messages = (this.#rest + text).split('\0');
        this.#rest = messages.pop();
        messages.map(message => JSON.parse(message)).forEach(message => this.#give(message));
    }

    #give({ id, method, result, error }) {
        const call = this.#pending.get(id);
        this.#pending.delete(id);
        error ? call?.reject(new Error(error.message)) : call?.resolve(result);
        this.#waiting.filter(one => one.method === method).forEach(one => one.resolve());
        this.#waiting = this.#waiting.filter(one => one.method !== method);
    }
}

const RESULT = `new Promise(resolve => {
    const look = () => document.getElementById('verdict') && resolve({
        language: document.documentElement.lang,
        verdict: document.getElementById('verdict').textContent,
        sentence: document.getElementById('sentence').textContent,
        isWarned: document.getElementById('waived') !== null,
        checks: [...document.querySelectorAll('[data-check]')].map(row => {
            const result = row.querySelector('td'), detail = result.querySelector('code');
            return result.className + ' ' + row.dataset.check + (detail === null ? '' : ': ' + detail.textContent);
        }),
    });
    new MutationObserver(look).observe(document.getElementById('result'), { childList: true });
    look();
})`;

/** What the page asks for unless told. */
const DAY = 24;

/** What somebody does who asks for a time, which a page has in the zone of its machine, and for a status of so many hours. */
const ask = (at, hours) => `{
    const time = new Date(${1000 * at});
    time.setMinutes(time.getMinutes() - time.getTimezoneOffset());
    document.getElementById('at').value = time.toISOString().slice(0, 19);
    if (${hours} === null) {
        document.getElementById('waive').click();
    } else if (${hours} !== ${DAY}) {
        document.getElementById('hours').value = ${hours};
    }
}`;

async function verify(browser, page, file) {
    const answers = [];
    for (const { paths, at, hours } of JSON.parse(readFileSync(file, 'utf8'))) {
        await browser.load(page);
        for (const [input, path] of Object.entries(paths)) {
            await browser.choose(input, path);
        }

        await browser.evaluate(ask(at, hours));
        await browser.evaluate("document.getElementById('verify').click()");
        const first = await browser.evaluate(RESULT);
        await browser.evaluate("document.getElementById('language').click()");
        answers.push([first, await browser.evaluate(RESULT)]);
    }

    return answers;
}

/** Each way tries to reach the server by a path of its own name; what the browser throws at once is no way. */
const WAYS = {
    fetch: 'fetch(url).catch(() => {})',
    xhr: "const x = new XMLHttpRequest(); x.open('GET', url); x.send()",
    image: 'new Image().src = url',
    websocket: "new WebSocket(url.replace('http', 'ws'))",
    eventsource: 'new EventSource(url)',
    beacon: "navigator.sendBeacon(url, 'x')",
    script: "const s = document.createElement('script'); s.src = url; document.body.append(s)",
    frame: "const f = document.createElement('iframe'); f.src = url; document.body.append(f)",
    style: "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = url; document.head.append(l)",
    audio: 'new Audio(url).load()',
    object: "const o = document.createElement('object'); o.data = url; document.body.append(o)",
    font: "new FontFace('f', 'url(' + url + ')').load().catch(() => {})",
    form: "const t = document.createElement('iframe'); t.name = 'inside'; const f = document.createElement('form'); "
        + "f.action = url; f.target = t.name; document.body.append(t, f); f.submit()",
};

async function connect(browser) {
    const reached = new Set();
    const server = createServer((request, response) => {
        reached.add(request.url.slice(1).split('?')[0]);
        response.end();
    });
    server.on('upgrade', (request, socket) => {
        reached.add(request.url.slice(1).split('?')[0]);
        socket.destroy();
    });
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${server.address().port}/`;
    const tries = Object.entries(WAYS).map(([way, code]) => `try { const url = '${base}${way}'; ${code}; } catch {}`);
    await browser.evaluate("window.blocked = []; addEventListener('securitypolicyviolation', e => blocked.push(e.effectiveDirective))");
    await browser.evaluate(tries.join('\n'));

    // What is on its way arrives within this; where nothing may arrive, the policy's own words say so beside it.
    await browser.evaluate('new Promise(resolve => setTimeout(resolve, 500))');
    const blocked = await browser.evaluate('[...new Set(blocked)].sort()');
    server.closeAllConnections();
    server.close();
    return { tried: Object.keys(WAYS).sort(), reached: [...reached].filter(way => way in WAYS).sort(), blocked };
}

const [program, verb, page, file] = process.argv.slice(2);
const browser = new Browser(program);
try {
    await browser.open(page);
    console.log(JSON.stringify(await (verb === 'verify' ? verify(browser, page, file) : connect(browser))));
} finally {
    await browser.close();
}
