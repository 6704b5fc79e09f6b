/*
 * Each person of the sample ledger walks every page they may see, at three sizes: no fault in the console, nothing that the policy
 * forbids, nothing serious that axe finds; pictures of all stand in SHOTS. And a finding goes from hand-out to review without scripts.
 *
 *	node walk.js URL PERSONS SHOTS
 */
const { chromium } = require('playwright-core');
const fs = require('fs');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [base, personsFile, shots] = process.argv.slice(2);
const persons = fs.readFileSync(personsFile, 'utf8').trim().split('\n').map(l => l.split('\t'));
const SIZES = [['desk', 1366, 768], ['phone', 390, 844], ['large', 1366, 768]];	// large: type half as large again (适老化)
const PAGES = 24;	// of one person
let passed = 0, failed = 0;

function check(what, holds, told) {
	if (holds)
		passed++;
	else
		console.log('FAILED:', what, told === undefined ? '' : JSON.stringify(told).slice(0, 600), ++failed && '');
}

// Pages that are alike are looked at a few times: of each shape of address so many.
function shape(url) {
	return url.pathname.replace(/[0-9a-f-]{36}/, 'ID').replace(/\/\d+$/, '/N') + (url.search ? '?' + [...url.searchParams.keys()].sort().join('&') : '');
}

async function login(context, [name, password]) {
	const page = await context.newPage();
	await page.goto(base + '/login');
	await page.fill('[name=login]', name);
	await page.fill('[name=password]', password);
	await page.click('form.narrow button');
	await page.waitForURL(base + '/');
	return page;
}

async function faults(page) {
	await page.evaluate(axe);	// by the debugger, which the policy of the page does not bind
	const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
	return found.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html)]);
}

async function walk(browser, person, [size, width, height]) {
	const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN', deviceScaleFactor: 1 });
	const wrong = [], seen = new Map(), visited = new Set(), todo = [base + '/'];
	const page = await login(context, person);
	page.on('console', m => ['error', 'warning'].includes(m.type()) && wrong.push([page.url(), m.text()]));
	page.on('pageerror', e => wrong.push([page.url(), e.message]));
	let looked = 0;
	while (todo.length && looked < (size === 'desk' ? PAGES : PAGES / 2)) {
		const at = new URL(todo.shift()), s = shape(at);
		at.hash = '';
		if (at.origin !== base || visited.has(at.href) || at.pathname.includes('/evidence/') || (seen.get(s) || 0) >= 2)
			continue;
		seen.set(s, (seen.get(s) || 0) + 1);
		visited.add(at.href);
		const answer = await page.goto(at.href);
		looked++;
		check(`${person[0]} ${size} ${at.pathname}${at.search}: answered`, answer.status() === 200, answer.status());
		if (size === 'large')
			await page.evaluate(() => { document.documentElement.style.fontSize = '21px'; });
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		check(`${person[0]} ${size} ${at.pathname}${at.search}: no wider than the window`, wide <= 1, wide);
		const serious = await faults(page);
		check(`${person[0]} ${size} ${at.pathname}${at.search}: axe`, serious.length === 0, serious);
		await page.screenshot({ path: `${shots}/${person[0]}-${size}-${looked}${at.pathname.replace(/[^a-z]+/g, '-').slice(0, 40)}.png`, fullPage: true });
		todo.push(...await page.$$eval('a[href]', a => a.map(x => x.href)));
	}
	check(`${person[0]} ${size}: nothing in the console`, wrong.length === 0, wrong);
	await context.close();
	return looked;
}

// Signed for, reported on, handed in: by forms alone.
async function withoutScripts(browser) {
	const context = await browser.newContext({ javaScriptEnabled: false, locale: 'zh-CN' });
	const page = await login(context, persons.find(p => p[0] === 'lin'));
	await page.goto(base + '/ledgers/xs?state=open');
	await page.click('tbody a');
	const record = page.url();
	await page.goto(record + '/known/evidence-added');
	await page.setInputFiles('[name=evidence]', { name: '现场照片.txt', mimeType: 'text/plain', buffer: Buffer.from('照片说明') });
	await page.click('form.move button');
	check('a file, without scripts', page.url().startsWith(record) && (await page.textContent('main')).includes('现场照片.txt'));
	await page.fill('[name=q]', '整改');
	await page.press('[name=q]', 'Enter');
	check('a search, without scripts', page.url().includes('/search?q=') && (await page.textContent('h1')).includes('项'));
	await context.close();
}

async function inEnglish(browser) {
	const context = await browser.newContext({ locale: 'en' });
	const page = await login(context, persons[0]);
	await page.click('button[name=lang]');
	for (const path of ['/', '/overview/xs', '/ledgers/xs', '/search?q=1', '/password']) {
		await page.goto(base + path);
		check(`English: ${path}`, (await page.getAttribute('html', 'lang')) === 'en' && !/[\u4e00-\u9fff]/.test(await page.title()) || path.includes('xs'));
	}
	await context.close();
}

(async () => {
	const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
	fs.mkdirSync(shots, { recursive: true });
	for (const person of persons)
		for (const size of SIZES)
			check(`${person[0]} ${size[0]}: sees pages`, await walk(browser, person, size) > 0);
	await withoutScripts(browser);
	await inEnglish(browser);
	await browser.close();
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed ? 1 : 0);
})();
