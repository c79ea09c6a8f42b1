// The report in a real browser: `node run.mjs REPORT [KIND...]` looks at one page of every kind (or of
// those named), wide and narrow, light and dark, enlarged, by keyboard, with scripts and without, and at
// every link of the whole site.
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
const only = process.argv.slice(3);
const NARROW = { width: 320, height: 640 };
const MIDDLE = { width: 768, height: 1024 };
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
  copy: /^copy\/[^/]+\/index\.html$/,
  press: /^press\/index\.html$/,
  asks: /^asks\/index\.html$/,
};

// The largest page of a kind whose text has these words.
function holding(files, pattern, words) {
  return largest(files.filter((file) => pattern.test(relative(site, file)) && readFileSync(file, "utf8").includes(words)), pattern);
}

// Of these kinds a page has more to show where people had a say. The scorecard of a council that
// refused is another page than that of one that was read.
const telling = { council: "Word for word", evidence: "Decided by a person" };

function pagesToVisit(files) {
  const wanted = Object.entries(kinds).filter(([kind]) => only.length === 0 || only.includes(kind));
  const pages = wanted.map(([kind, pattern]) => [kind, telling[kind] ? holding(files, pattern, telling[kind]) : largest(files, pattern)]);
  if (only.length === 0) pages.push(["council not read", holding(files, kinds.council, "Could not be read on")]);
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
  for (const svg of document.querySelectorAll(".bars > svg, .scale > svg")) {
    const name = svg.querySelector("title").textContent;
    const [box, frame] = [svg.getBoundingClientRect(), svg.closest("figure").getBoundingClientRect()];
    if (box.right > frame.right || box.left < frame.left) wrong.push(`"${name}" is wider than its frame`);
    for (const text of svg.querySelectorAll("text")) {
      const size = parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a;
      const place = text.getBoundingClientRect();
      if (size < 11) wrong.push(`"${name}": "${text.textContent}" is ${size.toFixed(1)} px high`);
      if (place.right > frame.right || place.left < frame.left) wrong.push(`"${name}": "${text.textContent}" is cut off`);
    }
    const words = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
    for (const [i, [one, a]] of words.entries())
      for (const [other, b] of words.slice(i + 1))
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.35 * Math.min(a.height, b.height))
          wrong.push(`"${name}": "${one}" and "${other}" run into each other`);
  }
  return wrong;
}

// Runs in the page: a cell of several words that has hardly room for one is read down and not along.
function squeezedCells() {
  const wrong = [];
  for (const cell of document.querySelectorAll("table th, table td")) {
    const head = cell.closest("thead");
    if (head && getComputedStyle(head).position === "absolute") continue; // for screen readers alone
    const style = getComputedStyle(cell);
    const text = cell.textContent.trim();
    const room = cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (text.split(/\s+/).length <= 3 || room >= 5.5 * parseFloat(style.fontSize)) continue;
    const range = document.createRange();
    range.selectNodeContents(cell);
    const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.bottom))).size;
    if (lines > 3) wrong.push(`"${text.slice(0, 60)}" has ${Math.round(room)} px and stands in ${lines} lines`);
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
  for (const text of document.querySelectorAll(".chart svg text, .scale svg text")) {
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
    if (!node.data.trim() || parent.closest("title, desc, script, style, [hidden], .onpage, .filter, a[aria-label^=Proof], thead")) continue; // a link's bare word leads nowhere on paper
    if (!parent.checkVisibility()) wrong.push(`not on paper: "${node.data.trim().slice(0, 60)}"`);
  }
  return wrong;
}

// Runs in the page: words that were cut off because they grew.
function cutWords() {
  const wrong = [];
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element);
    if (!/hidden|clip/.test(style.overflowX + style.overflowY) || element.closest("svg, thead")) continue;
    if (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1)
      wrong.push(`cut off: "${element.textContent.trim().slice(0, 60)}"`);
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
  { name: "768 px, light", viewport: MIDDLE, media: { colorScheme: "light" }, rules: SIZES },
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
    if (viewport !== WIDE) check(`${kind}, ${name}: no sideways scrolling`, await page.evaluate(overflow));
    check(`${kind}, ${name}: cells have room`, await page.evaluate(squeezedCells));
    check(`${kind}, ${name}: drawings are whole and legible`, await page.evaluate(smallDrawings));
    check(`${kind}, ${name}: words of drawings stand out`, await page.evaluate(drawingContrast));
  }
}

// Text of twice the size, as a reader's browser makes it (WCAG 2.2, 1.4.4); a telephone's width on top of
// that is more than is asked, and it holds.
async function enlargeText(context, page) {
  const debug = await context.newCDPSession(page);
  await debug.send("Page.enable");
  await debug.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
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
  await enlargeText(context, page);
  await setDetails(page, true);
  for (const width of [1280, 360]) {
    await dress(page, { width, height: 900 }, { media: "screen" });
    const larger = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize) > 30);
    const problems = larger ? [...(await page.evaluate(overflow)), ...(await page.evaluate(cutWords))] : ["the text did not grow"];
    check(`${kind}, ${width} px, text at 200%: nothing is cut off`, problems);
  }
  check(`${kind}: nothing asked for, no complaint`, seen);
  await context.close();
  return text;
}

// A kind's largest page need not hold its longest word: all pages on a telephone with large text, of the
// proofs, of which there are a thousand, the largest of each row.
async function lookAtEveryPage(browser, files) {
  const proofs = new Map();
  for (const file of files) {
    const row = /^evidence\/e\d+-([^/]+)\/index\.html$/.exec(relative(site, file))?.[1];
    if (row === undefined || statSync(file).size > (proofs.get(row)?.size ?? 0)) proofs.set(row ?? file, { file, size: statSync(file).size });
  }
  const waiting = [...proofs.values()];
  const work = async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 900 } });
    const page = await context.newPage();
    await enlargeText(context, page);
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await page.goto(pathToFileURL(next.file).href, { waitUntil: "load" });
      await setDetails(page, true);
      check(`${relative(site, next.file)}, 360 px, text at 200%: no sideways scrolling`, await page.evaluate(overflow));
    }
    await context.close();
  };
  await Promise.all([work(), work()]);
}

// ---- by keyboard ----

// Runs in the page, before the first key: whatever can be pressed or scrolled, in the order of reading.
function listStops() {
  const stops = [...document.querySelectorAll("a[href], summary, button, input, select, textarea, [tabindex]")];
  globalThis.walk = { stops: stops.filter((element) => element.tabIndex >= 0 && element.checkVisibility()), reached: new Set(), last: null };
  // What a mouse alone would find: what reacts to one but is no stop, and words that only show under one.
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.matches("[title], [onclick]") || (getComputedStyle(element).cursor === "pointer" && !element.closest("a, summary, button, label")))
    .map((element) => `for a mouse alone: ${element.outerHTML.slice(0, 100)}`);
}

// Runs in the page after each key: what has the focus now, whether it can be seen, and how it looks; null at the end.
function seeStop() {
  const element = document.activeElement;
  const { reached, last } = globalThis.walk;
  if (!element || element === document.body || reached.has(element)) return null;
  const problems = [];
  if (last && !(last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) problems.push("out of order");
  reached.add(element);
  globalThis.walk.last = element;
  let inside = false;
  let seen = false;
  for (const box of element.getClientRects()) {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right - left < 2 || bottom - top < 2) continue;
    inside = true;
    for (const [x, y] of [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]]) {
      const there = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      // A link of several lines has its paragraph between them.
      if (there && (element.contains(there) || (there.contains(element) && getComputedStyle(there).position === "static"))) seen = true;
    }
  }
  if (!inside) problems.push("outside the window");
  else if (!seen) problems.push("under something");
  const name = `<${element.localName}> "${element.textContent.trim().slice(0, 50)}"`;
  const around = element.parentElement;
  return {
    problems: problems.map((problem) => `${problem}: ${name}`),
    name,
    look: [element.localName, element.getAttribute("class"), around.localName, around.getAttribute("class"), !!element.closest(".scroll")].join(" "),
  };
}

// Runs in a blank page: how many pixels of two pictures differ by 3:1 or more (WCAG 2.2, 1.4.11 and 2.4.13).
async function strongPixels([one, other]) {
  const light = (data, at) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, part) => {
      const value = data[at + part] / 255;
      return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    }, 0);
  const [a, b] = await Promise.all(
    [one, other].map(async (picture) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
      const paper = new OffscreenCanvas(image.width, image.height).getContext("2d");
      paper.drawImage(image, 0, 0);
      return paper.getImageData(0, 0, image.width, image.height).data;
    }),
  );
  let strong = 0;
  for (let at = 0; at < a.length; at += 4) {
    const [x, y] = [light(a, at), light(b, at)];
    if ((Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05) >= 3) strong++;
  }
  return strong;
}

// The stop has the focus, and then has not: what changes is at least as much as a line around it.
async function weakFocus(page, meter, stop, name) {
  await stop.evaluate((element) => element.focus({ focusVisible: true }));
  const box = await stop.boundingBox();
  const { width, height } = page.viewportSize();
  const [x, y] = [Math.max(0, box.x - 8), Math.max(0, box.y - 8)];
  const clip = { x, y, width: Math.min(width, box.x + box.width + 8) - x, height: Math.min(height, box.y + box.height + 8) - y };
  const focused = await page.screenshot({ clip });
  await stop.evaluate((element) => element.blur());
  const plain = await page.screenshot({ clip });
  const strong = await meter.evaluate(strongPixels, [focused.toString("base64"), plain.toString("base64")]);
  const needed = 2 * (Math.min(box.width, clip.width) + Math.min(box.height, clip.height));
  return strong >= needed ? [] : [`the focus hardly shows (${strong} px of ${Math.round(needed)}): ${name}`];
}

// From the top with Tab to the end: in the order of reading, nothing left out, and always to be seen.
// The window is that of 400%, where least is in sight; of what folds, the first of each kind is open.
// Then the focus is measured, once in the report for each way it can look: on a light page, where a yellow line is
// pale, and in forced colours, where shadows are gone.
const measured = new Set();

async function walk(browser, meter, kind, file) {
  const context = await browser.newContext({ viewport: { width: 320, height: 256 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  await page.evaluate(() => document.querySelectorAll("details:first-of-type").forEach((details) => (details.open = true)));
  const problems = await page.evaluate(listStops);
  const looks = [];
  for (let first = true; ; first = false) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(seeStop);
    if (!stop) break;
    problems.push(...stop.problems);
    if (first && !/ skip /.test(stop.look)) problems.push(`the first stop is ${stop.name}`);
    if (measured.has(stop.look)) continue;
    measured.add(stop.look);
    looks.push({ name: stop.name, handle: await page.evaluateHandle(() => globalThis.walk.last) });
  }
  problems.push(
    ...(await page.evaluate(() =>
      globalThis.walk.stops
        .filter((element) => !globalThis.walk.reached.has(element))
        .map((element) => `not reached: <${element.localName}> "${element.textContent.trim().slice(0, 50)}"`),
    )),
  );
  await page.locator(".skip").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  if (await page.evaluate(() => document.activeElement.closest("header, .crumbs") !== null)) problems.push("the skip link does not lead past the head");
  check(`${kind}, by keyboard`, problems);
  for (const [name, media] of Object.entries({ light: {}, "forced colours": { forcedColors: "active", colorScheme: "dark" } })) {
    await dress(page, page.viewportSize(), media);
    const weak = [];
    for (const look of looks) weak.push(...(await weakFocus(page, meter, look.handle, look.name)));
    check(`${kind}, ${name}: the focus is seen`, weak);
  }
  await context.close();
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
  if (only.length === 0) await tryFilter(browser);
  const meter = await (await browser.newContext()).newPage();
  const waiting = [...pages];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [kind, file] = next;
      const began = Date.now();
      const text = await look(browser, kind, file);
      await lookForced(browser, kind, file);
      await walk(browser, meter, kind, file);
      await lookWithoutScripts(browser, kind, file, text);
      if (process.env.VERBOSE) console.log(`${kind}: ${Date.now() - began} ms, ${relative(site, file)}`);
    }
  };
  await Promise.all([work(), work()]);
  if (only.length === 0) await lookAtEveryPage(browser, files);
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
