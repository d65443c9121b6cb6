#!/usr/bin/env bash
# Chromium 153.0.8010.0 (DevTools protocol, Storage.setCookies): 300 cookies of one domain are answered with success, and 176 of them are kept: the 124 that
# were given first are gone. Whoever puts a login back in the order in which a jar lists it may lose exactly the oldest cookie, which is often the login.
#
# Seen: no error, 176 cookies left, the first one left is c124. Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund --silent @sparticuz/chromium@153.0.0 puppeteer-core@25.16.0 >/dev/null
cat >finding.mjs <<'JS'
import { brotliDecompressSync } from 'node:zlib';
import { readFileSync, writeFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const executablePath = './chromium';
writeFileSync(executablePath, brotliDecompressSync(readFileSync('node_modules/@sparticuz/chromium/bin/chromium.br')), { mode: 0o755 });
const args = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const browser = await puppeteer.launch({ executablePath, headless: 'shell', args });
const protocol = await browser.target().createCDPSession();
const cookies = Array.from({ length: 300 }, (_, number) => ({ name: `c${number}`, value: 'v', domain: 'site.test', path: '/', secure: true }));
console.log(await browser.version());
console.log(`answer: ${JSON.stringify(await protocol.send('Storage.setCookies', { cookies }))}`);
const kept = (await protocol.send('Storage.getCookies')).cookies.map(cookie => Number(cookie.name.slice(1))).sort((a, b) => a - b);
console.log(`kept: ${kept.length}, from c${kept[0]} to c${kept.at(-1)}`);
await browser.close();
JS
seen=$(node finding.mjs)
expected=$(cat <<'TEXT'
HeadlessChrome/153.0.8010.0
answer: {}
kept: 176, from c124 to c299
TEXT
)
echo "$seen"
[ "$seen" = "$expected" ] || { echo "Expected: $expected" >&2; exit 1; }
