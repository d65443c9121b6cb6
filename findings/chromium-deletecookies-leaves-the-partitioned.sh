#!/usr/bin/env bash
# Chromium 153.0.8010.0 (DevTools protocol, Network.deleteCookies): a partitioned cookie is not deleted by its name and address; the answer is success, and
# the page's next request still carries it. With its partitionKey beside them it goes. Whoever clears a login by name leaves a partitioned session logged in.
#
# Seen: of the cookies 'plain' and 'chips' of one site only 'plain' is deleted. Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund --silent @sparticuz/chromium@153.0.0 puppeteer-core@25.16.0 >/dev/null
cat >finding.mjs <<'JS'
import { brotliDecompressSync } from 'node:zlib';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import puppeteer from 'puppeteer-core';

const executablePath = './chromium';
writeFileSync(executablePath, brotliDecompressSync(readFileSync('node_modules/@sparticuz/chromium/bin/chromium.br')), { mode: 0o755 });
const args = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const site = createServer((request, answer) => {
    if (request.url === '/in') {
        answer.setHeader('Set-Cookie', ['plain=1; Path=/', 'chips=1; Path=/; Secure; SameSite=None; Partitioned']);
    }

    answer.end(request.headers.cookie ?? 'no cookie');
});
await new Promise(listening => site.listen(0, '127.0.0.1', listening));
const url = `http://localhost:${site.address().port}/`;
const browser = await puppeteer.launch({ executablePath, headless: 'shell', args });
const page = await browser.newPage();
const protocol = await page.createCDPSession();
console.log(await browser.version());
await page.goto(`${url}in`);
for (const name of ['plain', 'chips']) {
    console.log(`delete ${name}: ${JSON.stringify(await protocol.send('Network.deleteCookies', { name, url }))}`);
}

console.log(`the site is sent: ${await (await page.goto(url)).text()}`);
const { partitionKey } = (await protocol.send('Network.getCookies', { urls: [url] })).cookies[0];
await protocol.send('Network.deleteCookies', { name: 'chips', url, partitionKey });
console.log(`with its partitionKey: ${await (await page.goto(url)).text()}`);
await browser.close();
site.close();
JS
seen=$(node finding.mjs)
expected=$(cat <<'TEXT'
HeadlessChrome/153.0.8010.0
delete plain: {}
delete chips: {}
the site is sent: chips=1
with its partitionKey: no cookie
TEXT
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "Expected: $expected" >&2; exit 1; }
