// Drives Chromium over `onrecord serve`: npm ci && ONRECORD=path/to/onrecord node run.mjs
//
// Each scenario is a sentence and a function; it fails by throwing. CHROMIUM names the browser,
// SHOTS a folder for pictures of the pages, and further arguments the scenarios to run by a word of
// their names. The texts are those of tests/corpus and some made to break pages.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const onrecord = resolve(process.env.ONRECORD ?? join(here, "../../target/debug/onrecord"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "onrecord-browser-"));
const env = { ...process.env, ONRECORD_INDEX: "" };

const long = "x".repeat(10_000);
const hostile = [
  {
    doc: "<script>document.title='broken'</script>\u202edoc",
    speaker: "<img src=x onerror=document.title='broken'>",
    section: "\"><svg onload=document.title='broken'>",
    text: `Zebra <script>document.title='broken'</script> \u202ebackwards ${long} end`,
  },
  { doc: "arabic", speaker: "ليلى حداد", text: "الميناء مليء بالطين منذ الربيع يا زملائي الأعزاء" },
];

function run(...args) {
  const done = spawnSync(onrecord, args, { cwd: folder, env, encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout;
}

function serve(...args) {
  const program = spawn(onrecord, ["serve", "--port", "0", ...args], { cwd: folder, env });
  return new Promise((done, failed) => {
    program.stdout.once("data", (line) => done({ program, url: `${line}`.trim() }));
    program.once("exit", () => failed(new Error("serve ended")));
  });
}

cpSync(join(here, "../corpus"), join(folder, "texts"), { recursive: true });
writeFileSync(
  join(folder, "texts/hostile.jsonl"),
  hostile.map((record) => JSON.stringify(record)).join("\n"),
);
run("index", "texts");
const site = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});

const at = (path) => new URL(path, site.url).href;
const hits = (page) => page.locator("[data-hit]").count();
const search = async (page, query, more = "") => {
  await page.goto(at(`/search?q=${encodeURIComponent(query)}${more}`));
};

/** Fails with the problems that axe finds. */
async function accessible(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  const named = found.violations.map((problem) =>
    `${problem.id}: ${problem.nodes.map((node) => node.html.slice(0, 150)).slice(0, 3).join(" | ")}`);
  assert.deepEqual(named, []);
}

/** Fails if the page is wider than the window. */
async function fits(page) {
  const [wide, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth, document.documentElement.clientWidth,
  ]);
  assert.ok(wide <= window, `${wide} px of content in ${window}`);
}

async function firstPassage(page) {
  await search(page, "harbour");
  return page.locator(".open").first().getAttribute("href");
}

const scenarios = {
  "the first page says what there is, and its queries work": async (page) => {
    await page.goto(site.url);
    assert.match(await page.locator(".lead").textContent(), /passages in \d+ documents/);
    const queries = await page.locator(".try a").count();
    assert.equal(queries, 3);
    for (let number = 0; number < queries; number++) {
      await page.goto(site.url);
      await page.locator(".try a").nth(number).click();
      await page.waitForURL(/search/);
      assert.ok((await hits(page)) > 0);
    }
  },
  "a search shows who speaks, and marks the words": async (page) => {
    await page.goto(site.url);
    await page.fill("#q", "harbour dredging");
    await page.press("#q", "Enter");
    await page.waitForSelector("mark");
    assert.ok((await hits(page)) > 2);
    assert.ok(await page.locator(".hit .speaker").count());
  },
  "a filter is chosen by its count, is a chip, and comes off": async (page) => {
    await search(page, "harbour");
    const all = await page.locator(".total").textContent();
    await page.locator(".filters .counts a").first().click();
    await page.waitForSelector(".chips a");
    assert.notEqual(await page.locator(".total").textContent(), all);
    assert.ok(await page.locator(".filters a.chosen").count());
    await page.locator(".chips a").click();
    await page.waitForFunction(() => !document.querySelector(".chips"));
    assert.equal(await page.locator(".total").textContent(), all);
  },
  "a bar of the years restricts to its year": async (page) => {
    await search(page, "*");
    await page.locator(".years a").first().click();
    await page.waitForSelector(".chips a");
    assert.equal(await page.locator(".chips a").count(), 2);
  },
  "pages follow each other": async (page) => {
    await search(page, "*");
    const first = await page.locator("[data-hit]").first().getAttribute("data-id");
    await page.locator("a[rel=next]").click();
    await page.waitForSelector("a[rel=prev]");
    assert.notEqual(await page.locator("[data-hit]").first().getAttribute("data-id"), first);
    await page.locator("a[rel=prev]").click();
    await page.waitForFunction(() => !document.querySelector("a[rel=prev]"));
    assert.equal(await page.locator("[data-hit]").first().getAttribute("data-id"), first);
  },
  "a passage has an address that stays, with citations": async (page) => {
    await page.goto(at(await firstPassage(page)));
    const address = await page.locator(".address").getAttribute("href");
    const words = await page.locator(".chosen blockquote").textContent();
    await page.goto(address);
    assert.equal(await page.locator(".chosen blockquote").textContent(), words);
    const forms = await page.locator(".copied").allTextContents();
    assert.equal(forms.length, 4);
    assert.ok(forms[2].startsWith("@misc{") && JSON.parse(forms[3])[0].title);
  },
  "context opens in place and closes again": async (page) => {
    await search(page, "harbour");
    const hit = page.locator("[data-hit]").first();
    await hit.locator(".around").click();
    await hit.locator(".in-place .neighbour").first().waitFor();
    assert.ok(await hit.locator(".in-place mark").count());
    await hit.locator(".around").click();
    assert.equal(await hit.locator(".in-place").count(), 0);
  },
  "cite copies words and address": async (page, context) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await search(page, "harbour");
    await page.locator(".cite").first().click();
    await page.waitForFunction(() => document.getElementById("said").textContent.includes("copied"));
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /“.*” \([\s\S]*\nhttp:\/\/.*\/passage\//);
  },
  "a document is read in order": async (page) => {
    await search(page, "harbour");
    await page.locator(".where a").first().click();
    await page.waitForURL(/document/);
    assert.ok((await page.locator(".script .neighbour").count()) > 2);
  },
  "a speaker has a page with what they say": async (page) => {
    await page.goto(at("/speaker?name=Anna+Berg"));
    assert.equal(await page.locator("h1").textContent(), "Anna Berg");
    assert.ok((await hits(page)) > 0);
  },
  "a draft is checked and each quotation is marked": async (page) => {
    await page.goto(at("/draft"));
    await page.fill("#draft", readFileSync(join(here, "../drafts/harbour-story.md"), "utf8"));
    await page.click("main button");
    await page.waitForSelector(".quotation");
    const marked = await page.locator(".quotation").count();
    assert.equal(await page.locator(".report").count(), marked);
    assert.ok(await page.locator(".quotation.right").count());
  },
  "everything works without JavaScript": async (_, __, fresh) => {
    const page = await fresh({ javaScriptEnabled: false });
    await page.goto(site.url);
    await page.fill("#q", "harbour");
    await page.press("#q", "Enter");
    await page.waitForURL(/search/);
    await page.locator(".filters .counts a").first().click();
    assert.ok(await page.locator(".chips a").count());
    await page.locator(".around").first().click();
    assert.ok(await page.locator(".script .chosen").count());
    await page.goto(at("/draft"));
    await page.fill("#draft", "“Nobody gets a harbour for free,” Eva Dahl said.");
    await page.click("main button");
    assert.equal(await page.locator(".report").count(), 1);
  },
  "the keyboard is enough": async (page) => {
    await page.goto(site.url);
    await page.locator("#q").blur();
    await page.keyboard.press("/");
    await page.keyboard.type("harbour");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-hit]");
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const second = await page.locator("[data-hit]").nth(1).getAttribute("class");
    assert.match(second, /current/);
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await page.waitForURL(/passage/);
  },
  "results appear as one types, and the history has one entry": async (page) => {
    await search(page, "harbour");
    const before = await page.evaluate(() => history.length);
    await page.locator("#q").focus();
    await page.keyboard.type(" mud", { delay: 30 });
    await page.waitForFunction(() => location.search.includes("mud"));
    assert.equal(await page.evaluate(() => history.length), before);
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  },
  "back goes to the search before": async (page) => {
    await search(page, "harbour");
    const all = await page.locator(".total").textContent();
    await page.locator(".filters .counts a").first().click();
    await page.waitForSelector(".chips a");
    await page.goBack();
    await page.waitForFunction(() => !document.querySelector(".chips"));
    assert.equal(await page.locator(".total").textContent(), all);
    assert.equal(await page.inputValue("#q"), "harbour");
  },
  "a slow old answer never replaces a newer one": async (page) => {
    await search(page, "harbour");
    await page.route(/q=ferry(&|$)/, async (route) => {
      await new Promise((done) => setTimeout(done, 1500));
      await route.continue().catch(() => {});
    });
    await page.fill("#q", "ferry");
    await page.waitForTimeout(400);
    await page.fill("#q", "dredging");
    await page.waitForFunction(() => location.search.includes("dredging"));
    await page.waitForTimeout(1800);
    assert.match(page.url(), /dredging/);
    assert.match(await page.locator("mark").first().textContent(), /dredg/i);
  },
  "nothing flickers while results arrive": async (page) => {
    await search(page, "harbour");
    await page.evaluate(() => {
      globalThis.least = Infinity;
      new MutationObserver(() => {
        const shown = document.getElementById("live")?.textContent.trim().length ?? 0;
        globalThis.least = Math.min(globalThis.least, shown);
      }).observe(document.body, { childList: true, subtree: true });
    });
    await page.locator("#q").focus();
    await page.keyboard.press("End");
    await page.keyboard.type(" dredging", { delay: 60 });
    await page.waitForFunction(() => location.search.includes("dredging"));
    const least = await page.evaluate(() => globalThis.least);
    assert.ok(least > 100 && least < Infinity, `${least} letters at one moment`);
  },
  "320 pixels are wide enough": async (_, __, fresh) => {
    const page = await fresh({ viewport: { width: 320, height: 640 } });
    for (const path of ["/", "/search?q=harbour", "/draft", "/speakers", "/api"]) {
      await page.goto(at(path));
      await fits(page);
    }
    await search(page, "harbour");
    assert.equal(await page.locator(".filters").isVisible(), false);
    await page.locator("label.fold").click();
    assert.equal(await page.locator(".filters").isVisible(), true);
    await page.goto(at(await firstPassage(page)));
    await fits(page);
  },
  "200 % zoom loses nothing": async (_, __, fresh) => {
    const page = await fresh({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
    for (const path of ["/", "/search?q=harbour", "/speaker?name=Anna+Berg"]) {
      await page.goto(at(path));
      await fits(page);
    }
  },
  "dark is dark": async (_, __, fresh) => {
    const page = await fresh({ colorScheme: "dark" });
    await search(page, "harbour");
    const color = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = color.match(/\d+/g).slice(0, 3).map(Number);
    assert.ok(Math.max(...light) < 60, color);
    await accessible(page);
  },
  "markup and long words in texts stay text": async (page) => {
    for (const path of ["/search?q=zebra", "/speakers", "/documents", "/"]) {
      await page.goto(at(path));
      await page.waitForTimeout(100);
      assert.notEqual(await page.title(), "broken", path);
      await fits(page);
    }
    await search(page, "zebra");
    assert.equal(await hits(page), 1);
    await page.locator(".open").click();
    await page.waitForURL(/passage/);
    await fits(page);
    assert.notEqual(await page.title(), "broken");
  },
  "right-to-left text is set from the right": async (page) => {
    await search(page, "الميناء");
    const side = await page.locator("blockquote").first().evaluate((words) =>
      getComputedStyle(words).direction);
    assert.equal(side, "rtl");
    assert.equal(await page.locator("#q").evaluate((box) => getComputedStyle(box).direction), "rtl");
  },
  "a page of another site gets nothing": async (page) => {
    const other = createServer((_, answer) => {
      answer.setHeader("content-type", "text/html");
      answer.end("<p>other</p>");
    });
    await new Promise((done) => other.listen(0, "127.0.0.1", done));
    await page.goto(`http://127.0.0.1:${other.address().port}/`);
    const got = await page.evaluate(async (url) => {
      try {
        const answer = await fetch(url);
        return `${answer.status} ${await answer.text()}`;
      } catch {
        return "refused";
      }
    }, at("/api/v1/status"));
    other.close();
    assert.equal(got, "refused");
  },
  "a foreign name for this machine is refused": async () => {
    const foreign = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--headless", "--no-sandbox", "--host-resolver-rules=MAP evil.example 127.0.0.1"],
    });
    const page = await foreign.newPage();
    const answer = await page.goto(site.url.replace("localhost", "evil.example"));
    assert.equal(answer.status(), 403);
    await foreign.close();
  },
  "an index that changes while the page is open is searched as it is": async (page) => {
    await search(page, "xylophone");
    assert.equal(await hits(page), 0);
    writeFileSync(join(folder, "texts/new.txt"), "ANNA BERG: A xylophone stood on the quay.\n");
    run("index");
    await page.fill("#q", '"xylophone"');
    await page.waitForSelector("[data-hit]");
    assert.equal(await hits(page), 1);
  },
  "a mistake in a query is shown in its place": async (page) => {
    await page.goto(at("/search?q=ferry+spaeker%3Ax"));
    assert.equal(await page.locator(".query mark").textContent(), "spaeker");
    await page.fill("#q", "ferry");
    await page.waitForSelector("[data-hit]");
  },
  "a page without a result says what would help": async (page) => {
    await search(page, "dredging", "&speaker=Nobody");
    assert.equal(await hits(page), 0);
    assert.ok(await page.locator(".hints li").count());
  },
  "a token opens the page once and stays": async (_, __, fresh) => {
    writeFileSync(join(folder, "token"), "0123456789abcdef0123\n");
    const closed = await serve("--token-file", "token");
    const page = await fresh({});
    assert.equal((await page.goto(closed.url)).status(), 401);
    await page.goto(`${closed.url}search?q=harbour&token=0123456789abcdef0123`);
    assert.ok(!page.url().includes("token"));
    assert.ok((await hits(page)) > 0);
    assert.equal((await page.goto(closed.url)).status(), 200);
    closed.program.kill();
  },
  "axe finds nothing to object to on any page": async (page) => {
    const passage = await firstPassage(page);
    const paths = [
      "/", "/search?q=harbour", "/search?q=zzz", passage, "/speaker?name=Anna+Berg",
      "/speakers", "/documents", "/draft", "/api", "/search?q=spaeker%3Ax",
    ];
    for (const path of paths) {
      await page.goto(at(path));
      await accessible(page);
    }
    await search(page, "harbour");
    await page.locator(".where a").first().click();
    await page.waitForURL(/document/);
    await accessible(page);
    await page.goto(at("/draft"));
    await page.fill("#draft", readFileSync(join(here, "../drafts/harbour-story.md"), "utf8"));
    await page.click("main button");
    await page.waitForSelector(".quotation");
    await accessible(page);
  },
};

async function shots(target) {
  mkdirSync(target, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  const shot = (name) => page.screenshot({ path: join(target, `${name}.png`) });
  await page.goto(site.url);
  await shot("start");
  await search(page, "harbour dredging");
  await shot("search");
  await page.locator(".around").first().click();
  await page.waitForSelector(".in-place");
  await shot("context");
  await page.goto(at(await firstPassage(page)));
  await shot("passage");
  await search(page, "harbour");
  await page.locator(".where a").first().click();
  await page.waitForURL(/document/);
  await shot("document");
  await page.goto(at("/speaker?name=Anna+Berg"));
  await shot("speaker");
  await page.goto(at("/draft"));
  await page.fill("#draft", readFileSync(join(here, "../drafts/harbour-story.md"), "utf8"));
  await page.click("main button");
  await page.waitForSelector(".quotation");
  await shot("draft");
  await page.goto(at("/api"));
  await shot("api");
  await page.emulateMedia({ colorScheme: "dark" });
  await search(page, "harbour dredging");
  await shot("dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 360, height: 740 });
  await search(page, "harbour dredging");
  await shot("phone");
  await search(page, "الميناء");
  await shot("rtl");
  await page.close();
}

let failed = 0;
try {
  if (process.env.SHOTS) await shots(process.env.SHOTS);
  const wanted = process.argv.slice(2);
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (wanted.length && !wanted.some((word) => name.includes(word))) continue;
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
    const others = [];
    const fresh = async (options) => {
      const other = await browser.newContext(options);
      others.push(other);
      return other.newPage();
    };
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (line) => {
      if (/Content Security Policy/.test(line.text())) errors.push(line.text());
    });
    try {
      await scenario(page, context, fresh);
      assert.deepEqual(errors, []);
      console.log(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}\n        ${error.message.split("\n").slice(0, 12).join("\n        ")}`);
    }
    for (const other of [context, ...others]) await other.close();
  }
} finally {
  await browser.close();
  site.program.kill();
  rmSync(folder, { recursive: true, force: true });
}
console.log(failed ? `${failed} failed` : "all scenarios passed");
process.exit(failed ? 1 : 0);
