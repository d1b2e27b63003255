// Opens each file of FOLDER in a running VS Code. Every hint of HINTS/FILE.hints (line, tab, label) must be on its line, and have a
// tooltip. Pictures of the code go to PICTURES. article.sh sets the environment.
import { readFileSync, readdirSync } from "node:fs";
import { chromium } from "playwright-core";

const { URL, FOLDER, HINTS, PICTURES, CHROMIUM } = process.env;
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 820, height: 520 } });
page.setDefaultTimeout(40_000);
const LINE = ".editor-instance .view-lines .view-line";

async function untilUp() {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await fetch(`${URL}/version`).then((answer) => answer.ok, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("VS Code does not answer");
}

function report(good, what) {
  console.log(`${good ? "ok" : "FAILED"} ${what}`);
  if (!good) process.exitCode = 1;
}

// The lines of the editor from top to bottom, without the spaces that cannot be broken.
const lines = () =>
  page.evaluate((selector) => {
    const all = [...document.querySelectorAll(selector)];
    all.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
    return all.map((line) => line.textContent.replace(/\u00a0/g, " "));
  }, LINE);

async function shows(number, label) {
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await lines())[number - 1]?.includes(label)) return true;
    await page.waitForTimeout(200);
  }
  return false;
}

async function tooltip(label) {
  const part = page.locator(`${LINE} span[class*="dyn-rule"]`, { hasText: label.split(" ")[0] }).last();
  const target = (await part.count()) > 0 ? part : page.locator(LINE, { hasText: label }).first();
  await target.hover();
  try {
    await page.waitForFunction(() =>
      [...document.querySelectorAll(".monaco-hover")].some((e) => e.textContent.includes("True of CPython")), undefined, { timeout: 8_000 });
    return true;
  } catch {
    return false;
  } finally {
    await page.keyboard.press("Escape");
    await page.mouse.move(5, 500);
    await page.waitForTimeout(400);
  }
}

async function openFile(name) {
  await page.keyboard.press("Control+Shift+E");
  await page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first().dblclick();
  await page.waitForFunction((name) => document.querySelector(".tab.active")?.textContent.includes(name), name);
  // The code is what is pictured: no side bar.
  await page.keyboard.press("Control+B");
}

async function picture(name, count) {
  const box = await page.locator(".editor-instance").first().boundingBox();
  const line = await page.locator(LINE).first().boundingBox();
  const height = Math.min(box.height, line.height * (count + 1));
  await page.screenshot({ path: `${PICTURES}/vscode-${name}.png`, clip: { x: box.x, y: box.y, width: box.width, height } });
}

try {
  await untilUp();
  await page.goto(`${URL}/?folder=${encodeURIComponent(FOLDER)}`);
  await page.waitForSelector(".explorer-folders-view .monaco-list-row");
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".py")).sort()) {
    const name = file.slice(0, -3);
    await openFile(file);
    const hints = readFileSync(`${HINTS}/${file}.hints`, "utf8").trim().split("\n").map((line) => line.split("\t"));
    for (const [number, label] of hints) report(await shows(Number(number), label), `vscode ${name}:${number} ${label}`);
    await picture(name, readFileSync(`${FOLDER}/${file}`, "utf8").split("\n").length);
    for (const [number, label] of hints) report(await tooltip(label), `vscode ${name}:${number} has its tooltip`);
  }
} catch (error) {
  // A failure is pictured: that is when a picture helps most.
  await page.screenshot({ path: `${HINTS}/failure.png` });
  throw error;
} finally {
  await browser.close();
}
