#!/usr/bin/env bash
# Chromium 153.0.8010.0 driven over WebDriver BiDi by puppeteer-core 25.16.0: storage.getCookies calls a cookie that was set without SameSite "none". Put back
# exactly as it was read, with secure false as on a plain-http site, storage.setCookie answers success and nothing is stored: a login is lost without an error.
#
# Seen: one cookie is read, the command that puts it back has a result, and then there is none. Fails when that changes.
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
        answer.setHeader('Set-Cookie', 'sid=1; Path=/');
    }

    answer.end(request.headers.cookie ?? 'no cookie');
});
await new Promise(listening => site.listen(0, '127.0.0.1', listening));
const url = `http://localhost:${site.address().port}/`;
const browser = await puppeteer.launch({ executablePath, headless: 'shell', args, protocol: 'webDriverBiDi' });
const page = await browser.newPage();
const send = async (method, parameters) => (await browser.connection.send(method, parameters)).result;
console.log((await browser.version()).split('/@')[0]);
await page.goto(`${url}in`);
const [{ name, value, domain, path, httpOnly, secure, sameSite }] = (await send('storage.getCookies', {})).cookies;
console.log(`read: ${name}, secure ${secure}, sameSite ${sameSite}`);
await send('storage.deleteCookies', {});
const answer = await send('storage.setCookie', { cookie: { name, value, domain, path, httpOnly, secure, sameSite } });
console.log(`put back: ${JSON.stringify(answer)}`);
console.log(`stored: ${(await send('storage.getCookies', {})).cookies.length}`);
console.log(`the site is sent: ${await (await page.goto(url)).text()}`);
await browser.close();
site.close();
JS
seen=$(node finding.mjs)
expected=$(cat <<'TEXT'
HeadlessChrome/153.0.8010.0
read: sid, secure false, sameSite none
put back: {"partitionKey":{"userContext":"default"}}
stored: 0
the site is sent: no cookie
TEXT
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "Expected: $expected" >&2; exit 1; }
