import { chromium } from '@playwright/test'
import { readFileSync } from 'fs'
const [out, w, ...files] = process.argv.slice(2)
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const p = await b.newPage({ viewport: { width: +w, height: 600 } })
await p.setContent('<body style="margin:0;background:#888;display:flex;flex-wrap:wrap;gap:8px">' + files.map(f => { const [n, crop] = f.split('@'); const src = 'data:image/png;base64,' + readFileSync(n).toString('base64'); return crop ? `<div style="width:460px;height:680px;background:url(${src}) -980px -220px"></div>` : `<img src="${src}">` }).join('') + '</body>')
await p.screenshot({ path: out, fullPage: true }); await b.close()
