// Opens report pages in headless Chromium the way a reader would and fails on anything a reader would stumble over.
//
//   node tests/browser/check.mjs MODULES PICTURES FILE.html...
//
// MODULES is the folder in which package.json of this folder was installed, PICTURES where the screenshots go.
// Chromium is the one of the system (CHROMIUM names another).

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, pictures, ...files] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const WIDTHS = [1280, 390];
const HEIGHT = 900;
const SERIOUS = ["serious", "critical"];
const QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Opens one page with every way out closed and notes what it asked for and complained about. */
async function open(browser, address, width) {
  const flaws = [];
  const context = await browser.newContext({ viewport: { width, height: HEIGHT }, locale: "da-DK", offline: true });
  await context.route("**/*", (route) => (isOwn(route.request().url(), address) ? route.continue() : route.abort()));
  const page = await context.newPage();
  page.on("request", (request) => {
    if (!isOwn(request.url(), address)) flaws.push(`asks for ${request.url().slice(0, 120)}`);
  });
  page.on("websocket", (socket) => flaws.push(`opens the socket ${socket.url()}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) flaws.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => flaws.push(`script error: ${error.message}`));
  await page.goto(address, { waitUntil: "load" });
  return { context, page, flaws };
}

function isOwn(url, address) {
  return url.split("#")[0] === address || url.startsWith("data:");
}

/** Reads what the page would fetch from elsewhere, also where the browser has had no reason to ask yet. */
function outsideReferences() {
  const found = [...document.querySelectorAll("[src], link[href], [srcset], [poster], object[data], image[href], use[href]")]
    .map((element) => element.getAttribute("src") ?? element.getAttribute("href") ?? element.outerHTML.slice(0, 80))
    .filter((value) => !value.startsWith("data:") && !value.startsWith("#"));
  const styles = [...document.querySelectorAll("style")].map((style) => style.textContent).join("\n");
  return found.concat(styles.match(/@import[^;]*|url\((?!["']?(?:data:|#))[^)]*\)/g) ?? []);
}

/** Names the elements that make the page wider than the window, outermost first. */
function tooWide() {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return null;
  const scrolls = (element) => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX);
  const inScroller = (element) => element.parentElement && (scrolls(element.parentElement) || inScroller(element.parentElement));
  const wide = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > limit + 0.5 && !inScroller(element));
  const names = wide.slice(0, 5).map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`);
  return `${document.documentElement.scrollWidth} px wide in a window of ${limit}: ${names.join(", ")}`;
}

/** Finds links within the page that lead nowhere. */
function deadLinks() {
  const targets = [...document.querySelectorAll('a[href^="#"]')].map((link) => decodeURIComponent(link.getAttribute("href").slice(1)));
  return [...new Set(targets)].filter((id) => id === "" || !document.getElementById(id));
}

/** Finds words of a drawing that stick out of it and are cut, whatever font the reader's machine has. */
function cutWords() {
  const cut = (text) => {
    const [word, drawing] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
    return word.right > drawing.right + 1 || word.left < drawing.left - 1 || word.bottom > drawing.bottom + 1 || word.top < drawing.top - 1;
  };
  return [...document.querySelectorAll("svg text")].filter(cut).map((text) => text.textContent.trim());
}

async function accessibility(page) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const lines = violations.map((rule) => ({
    stops: SERIOUS.includes(rule.impact),
    text: `axe ${rule.impact} ${rule.id}: ${rule.help} (${rule.nodes.length} x, first ${rule.nodes[0].target.join(" ")})`,
  }));
  if (passes.length === 0) lines.push({ stops: true, text: "axe ran no rule" });
  return lines;
}

async function check(browser, file, width) {
  const address = pathToFileURL(resolve(file)).href;
  const { context, page, flaws } = await open(browser, address, width);
  for (const reference of await page.evaluate(outsideReferences)) flaws.push(`refers to ${reference.slice(0, 120)}`);
  for (const id of await page.evaluate(deadLinks)) flaws.push(`link to #${id} leads nowhere`);
  const language = await page.locator("html").getAttribute("lang");
  if (!/^da(-DK)?$/.test(language ?? "")) flaws.push(`the language of the page is ${language}, not Danish`);
  const cut = await page.evaluate(cutWords);
  if (cut.length > 0) flaws.push(`${cut.length} words of drawings are cut off, first "${cut[0]}"`);
  const wide = await page.evaluate(tooWide);
  if (wide) flaws.push(wide);
  const notes = [];
  for (const line of await accessibility(page)) (line.stops ? flaws : notes).push(line.text);
  await page.screenshot({ path: join(pictures, `${basename(file, ".html")}-${width}.png`), fullPage: true });
  await context.close();
  return { flaws, notes };
}

mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromiumSandbox: false, args: QUIET });
let flawCount = 0;
for (const file of files) {
  for (const width of WIDTHS) {
    const { flaws, notes } = await check(browser, file, width);
    console.log(`${basename(file)} at ${width} px: ${flaws.length} flaws, ${notes.length} notes`);
    for (const flaw of flaws) console.log(`  FLAW ${flaw}`);
    for (const note of notes) console.log(`  note ${note}`);
    flawCount += flaws.length;
  }
}
await browser.close();
if (flawCount > 0 || files.length === 0) process.exit(1);
