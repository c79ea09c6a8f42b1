// The report in a real browser: `node run.mjs REPORT` looks at one page of every kind, wide and
// narrow, light and dark, with scripts and without, and at every link of the whole site.
// CHROMIUM names the browser, COREOFFER_BROWSER_MODULES the directory that npm installed into.
// Closes with "N passed, N failed".
import { createRequire } from "node:module";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(resolve(process.env.COREOFFER_BROWSER_MODULES ?? here), "package.json"));
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const site = resolve(process.argv[2] ?? "demo-report");
const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 900 };

// ---- the tally ----

let passed = 0;
let failed = 0;

function check(name, problems) {
  if (problems.length === 0) {
    passed++;
    return;
  }
  failed++;
  console.log(`FAILED ${name}`);
  for (const problem of problems.slice(0, 12)) console.log(`    ${problem}`);
  if (problems.length > 12) console.log(`    and ${problems.length - 12} more`);
}

// ---- which pages ----

function htmlFiles(directory) {
  return readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith(".html"))
    .map((name) => join(directory, name))
    .sort();
}

// The largest of a kind has the most to go wrong.
function largest(files, pattern) {
  const fitting = files.filter((file) => pattern.test(relative(site, file)));
  fitting.sort((a, b) => statSync(b).size - statSync(a).size || (a < b ? -1 : 1));
  return fitting[0];
}

const kinds = {
  index: /^index\.html$/,
  councils: /^councils\/index\.html$/,
  "councils by region": /^councils\/by-region\.html$/,
  "councils by band": /^councils\/by-band\.html$/,
  "councils by change": /^councils\/by-change\.html$/,
  region: /^region\/[^/]+\/index\.html$/,
  council: /^council\/[^/]+\/index\.html$/,
  service: /^council\/[^/]+\/(?!pages\/|links\/)[^/]+\/index\.html$/,
  pages: /^council\/[^/]+\/pages\/index\.html$/,
  "council links": /^council\/[^/]+\/links\/index\.html$/,
  row: /^row\/[^/]+\/index\.html$/,
  evidence: /^evidence\/[^/]+\/index\.html$/,
  links: /^links\/index\.html$/,
  method: /^method\/index\.html$/,
  trends: /^trends\/index\.html$/,
  changes: /^changes\/index\.html$/,
  replies: /^replies\/index\.html$/,
  data: /^data\/index\.html$/,
  press: /^press\/index\.html$/,
  asks: /^asks\/index\.html$/,
};

// The scorecard of a council that refused is another page than that of one that was read.
function pagesToVisit(files) {
  const pages = Object.entries(kinds).map(([kind, pattern]) => [kind, largest(files, pattern)]);
  const unread = files.find(
    (file) => kinds.council.test(relative(site, file)) && readFileSync(file, "utf8").includes("Could not be read on"),
  );
  pages.push(["council not read", unread]);
  check("every kind of page is there", pages.filter(([, file]) => !file).map(([kind]) => `no page of the kind "${kind}"`));
  return pages.filter(([, file]) => file);
}

// ---- in the browser ----

// Watches everything that a page asks for or complains of.
function watch(page, url) {
  const seen = [];
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== url) seen.push(`asks for ${request.url()}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => seen.push(`script error: ${error.message}`));
  page.on("dialog", (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  return seen;
}

// Runs in the page. What is wider than the window makes the whole page scroll sideways; a
// region of its own may scroll, where a keyboard can reach it.
function overflow() {
  const room = document.documentElement.clientWidth;
  const wrong = [];
  if (document.documentElement.scrollWidth > room)
    wrong.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${room}`);
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.right <= room + 1 || element.closest(".scroll")) continue;
    wrong.push(`<${element.localName} class="${element.getAttribute("class") ?? ""}"> ends at ${Math.round(box.right)} px`);
    if (wrong.length > 5) break;
  }
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element);
    if (element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(style.overflowX) && element.tabIndex < 0)
      wrong.push(`<${element.localName}> scrolls sideways and no key reaches it`);
  }
  return wrong;
}

// Runs in the page: a drawing that is cut off, or shrunk until its words can't be read, says nothing.
function smallDrawings() {
  const wrong = [];
  for (const svg of document.querySelectorAll(".bars > svg")) {
    const name = svg.querySelector("title").textContent;
    const [box, frame] = [svg.getBoundingClientRect(), svg.closest("figure").getBoundingClientRect()];
    if (box.right > frame.right || box.left < frame.left) wrong.push(`"${name}" is wider than its frame`);
    for (const text of svg.querySelectorAll("text")) {
      const size = parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a;
      const place = text.getBoundingClientRect();
      if (size < 11) wrong.push(`"${name}": "${text.textContent}" is ${size.toFixed(1)} px high`);
      if (place.right > frame.right || place.left < frame.left) wrong.push(`"${name}": "${text.textContent}" is cut off`);
    }
  }
  return wrong;
}

// Runs in the page: axe passes over drawings, so the contrast of their words is measured here (WCAG 2.2, 1.4.3).
// Words on a fill come right after it; all others stand on the page's own colour.
function drawingContrast() {
  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const light = (colour) =>
    rgb(colour)
      .slice(0, 3)
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
  const paper = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((rgb(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const wrong = [];
  for (const text of document.querySelectorAll(".chart svg text")) {
    const onFill = /^on/.test(text.getAttribute("class") ?? "");
    const [a, b] = [light(getComputedStyle(text).fill), light(onFill ? getComputedStyle(text.previousElementSibling).fill : paper(text))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) wrong.push(`contrast ${ratio.toFixed(1)}: "${text.textContent.trim().slice(0, 60)}"`);
  }
  return wrong;
}

// Runs in the page under print: words that a screen hides until they are opened.
function hiddenWords() {
  const wrong = [];
  for (const details of document.querySelectorAll("details"))
    for (const child of details.children) {
      if (child.localName === "summary" || !child.textContent.trim()) continue;
      if (!child.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) || child.getBoundingClientRect().height < 5)
        wrong.push(`not on paper: "${child.textContent.trim().slice(0, 60)}"`);
    }
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("title, desc, script, style, [hidden], .onpage, .filter, thead")) continue;
    if (!parent.checkVisibility()) wrong.push(`not on paper: "${node.data.trim().slice(0, 60)}"`);
  }
  return wrong;
}

// Axe is put in by the debugger, which the page's content security policy doesn't bind.
async function axe(page, rules) {
  const found = await page.evaluate(
    (only) =>
      globalThis.axe.run(document, {
        runOnly: only ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        resultTypes: ["violations"],
      }),
    rules ?? null,
  );
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help}: ${node.html.slice(0, 140)} ${node.any[0]?.message.slice(0, 160) ?? ""}`),
  );
}

// Runs in the page under forced colours: contrast as it is computed then (WCAG 2.2, 1.4.3).
function forcedContrast() {
  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const light = (colour) =>
    rgb(colour)
      .slice(0, 3)
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((rgb(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(0, 0, 0)";
  };
  const wrong = [];
  for (const element of document.querySelectorAll("body *")) {
    if (element.closest("svg, script, style") || ![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) wrong.push(`contrast ${ratio.toFixed(1)}: "${element.textContent.trim().slice(0, 60)}"`);
  }
  return wrong;
}

// What colours, sizes and places decide; the rest is the same in every look.
const COLOURS = ["color-contrast", "link-in-text-block"];
const SIZES = ["target-size", "scrollable-region-focusable"];

const looks = [
  { name: "wide, light", viewport: WIDE, media: { colorScheme: "light" } },
  { name: "wide, dark", viewport: WIDE, media: { colorScheme: "dark" }, rules: COLOURS },
  { name: "320 px, dark", viewport: NARROW, media: { colorScheme: "dark" }, rules: SIZES },
  { name: "320 px, light", viewport: NARROW, media: { colorScheme: "light" } },
];

// Axe reads the author's colours even where the reader's are in force, so forced colours have
// a check of their own.
const forcedLooks = [
  { name: "wide, forced colours", viewport: WIDE, media: {}, rules: SIZES },
  { name: "320 px, forced colours", viewport: NARROW, media: {}, rules: SIZES },
];

// Everything is unfolded, since axe passes over what is not shown.
function setDetails(page, open) {
  return page.evaluate((wanted) => document.querySelectorAll("details").forEach((details) => (details.open = wanted)), open);
}

// A new medium or size holds for sure once two frames have been drawn with it.
async function dress(page, viewport, media) {
  await page.setViewportSize(viewport);
  await page.emulateMedia(media);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

async function lookAll(page, kind, wanted) {
  await setDetails(page, true);
  await page.evaluate(axeSource);
  for (const { name, viewport, media, rules } of wanted) {
    await dress(page, viewport, media);
    check(`${kind}, ${name}: axe`, await axe(page, rules));
    if (viewport === NARROW) check(`${kind}, ${name}: no sideways scrolling`, await page.evaluate(overflow));
    check(`${kind}, ${name}: drawings are whole and legible`, await page.evaluate(smallDrawings));
    check(`${kind}, ${name}: words of drawings stand out`, await page.evaluate(drawingContrast));
  }
}

async function look(browser, kind, file) {
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  const seen = watch(page, url);
  await page.goto(url, { waitUntil: "load" });
  const text = await page.locator("main").innerText();
  await lookAll(page, kind, looks);
  // At 400% a window of 1280 by 1024 has 320 by 256 left.
  await dress(page, { width: 320, height: 256 }, {});
  check(`${kind}, 400%: no sideways scrolling`, await page.evaluate(overflow));
  await setDetails(page, false);
  await dress(page, { width: 718, height: 1000 }, { media: "print" });
  check(`${kind}, printed: nothing is hidden`, await page.evaluate(hiddenWords));
  check(`${kind}: nothing asked for, no complaint`, seen);
  await context.close();
  return text;
}

async function lookForced(browser, kind, file) {
  const context = await browser.newContext({ viewport: WIDE, colorScheme: "dark", forcedColors: "active" });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  await lookAll(page, kind, forcedLooks);
  check(`${kind}, forced colours: contrast`, await page.evaluate(forcedContrast));
  await context.close();
}

async function lookWithoutScripts(browser, kind, file, withScripts) {
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: WIDE, javaScriptEnabled: false });
  const page = await context.newPage();
  const seen = watch(page, url);
  await page.goto(url);
  const lines = (text) => text.split("\n").map((line) => line.trim());
  const without = new Set(lines(await page.locator("main").innerText()));
  const missing = lines(withScripts).filter((line) => !without.has(line) && !/^Part of the name$/.test(line));
  check(`${kind}, without scripts: the same to read`, missing.map((line) => `only with scripts: ${line}`));
  check(`${kind}, without scripts: something to read`, without.size > 3 ? [] : ["the page is empty"]);
  check(`${kind}, without scripts: nothing asked for, no complaint`, seen);
  await context.close();
}

// The filter box is the one thing that scripts add.
async function tryFilter(browser) {
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(site, "index.html")).href);
  const shown = () => page.locator("#find li[data-n]:visible").count();
  const all = await shown();
  const name = await page.locator("#find li[data-n]").first().textContent();
  const problems = [];
  await page.getByLabel("Part of the name").fill(name);
  if ((await shown()) >= all && all > 1) problems.push(`"${name}" leaves all ${all} councils`);
  if (!(await page.locator("#find li[data-n]").first().isVisible())) problems.push(`"${name}" hides its own council`);
  await page.getByLabel("Part of the name").fill("no such place");
  if ((await shown()) !== 0) problems.push("words that fit nothing leave councils");
  await page.getByLabel("Part of the name").fill("");
  if ((await shown()) !== all) problems.push("an emptied box does not show all councils again");
  check("index: the filter", problems);
  await context.close();
}

// ---- every page as text ----

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };

function unescaped(text) {
  return text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name) => entities[name]);
}

// Every internal link leads to a file of the site, and its fragment to an element there.
function checkLinks(files) {
  const ids = new Map();
  const idsOf = (file) => {
    if (!ids.has(file))
      ids.set(file, new Set([...readFileSync(file, "utf8").matchAll(/\sid="([^"]*)"/g)].map((found) => unescaped(found[1]))));
    return ids.get(file);
  };
  const problems = new Set();
  let links = 0;
  for (const file of files) {
    for (const [, written] of readFileSync(file, "utf8").matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const address = unescaped(written);
      if (/^(https?|mailto|tel):/.test(address)) continue;
      links++;
      const target = new URL(address, pathToFileURL(file));
      const path = fileURLToPath(new URL(target.pathname, "file:///"));
      if (relative(site, path).startsWith("..")) problems.add(`${relative(site, file)}: ${address} leads out of the site`);
      else if (!existsSync(path) || !statSync(path).isFile()) problems.add(`${relative(site, file)}: ${address} is not there`);
      else if (target.hash && path.endsWith(".html") && !idsOf(path).has(decodeURIComponent(target.hash.slice(1))))
        problems.add(`${relative(site, file)}: ${address} has no such place`);
    }
  }
  console.log(`${links} internal links in ${files.length} pages`);
  check("the site has internal links", links > files.length ? [] : [`only ${links}`]);
  check("every internal link and fragment resolves", [...problems]);
}

async function checkMarkup(pages) {
  const validator = new HtmlValidate(JSON.parse(readFileSync(join(here, "html-validate.json"), "utf8")));
  for (const [kind, file] of pages) {
    const report = await validator.validateFile(file);
    check(
      `${kind}: html-validate`,
      report.results.flatMap((result) =>
        result.messages.map((message) => `${relative(site, file)}:${message.line}: ${message.ruleId}: ${message.message}`),
      ),
    );
  }
}

// ---- all of it ----

if (!existsSync(join(site, "index.html"))) {
  console.error(`${site} holds no report`);
  process.exit(2);
}
const files = htmlFiles(site);
const pages = pagesToVisit(files);
checkLinks(files);
await checkMarkup(pages);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  await tryFilter(browser);
  const waiting = [...pages];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [kind, file] = next;
      const began = Date.now();
      const text = await look(browser, kind, file);
      await lookForced(browser, kind, file);
      await lookWithoutScripts(browser, kind, file, text);
      if (process.env.VERBOSE) console.log(`${kind}: ${Date.now() - began} ms, ${relative(site, file)}`);
    }
  };
  await Promise.all([work(), work()]);
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
