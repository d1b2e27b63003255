// Opens one file in a running VS Code with Chromium, prints its lines (hints included) and problems, takes a picture.
// Everything comes from the environment; vscode.sh sets it.
import { chromium } from "playwright-core";

const { URL, FOLDER, FILE, PICTURE, CHROMIUM, EXPECT_DIAGNOSTIC, EXPECT_HINT } = process.env;
const PATIENCE = 60_000;

const plain = (text) => text.replace(/\u00a0/g, " ");

async function untilUp() {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await fetch(`${URL}/version`).then((answer) => answer.ok, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("VS Code does not answer");
}

async function openFile(page) {
  await page.goto(`${URL}/?folder=${encodeURIComponent(FOLDER)}`);
  const row = page.locator(".explorer-folders-view .monaco-list-row", { hasText: FILE }).first();
  await row.dblclick();
  await page.waitForSelector(".editor-instance .view-lines .view-line");
  // The code is what is pictured: no side bar.
  await page.keyboard.press("Control+B");
}

// The texts of all elements that match, once `expected` is in one of them.
async function texts(page, selector, expected) {
  const ready = ([selector, expected]) =>
    [...document.querySelectorAll(selector)].some((e) => e.textContent.replace(/\u00a0/g, " ").includes(expected));
  if (expected) await page.waitForFunction(ready, [selector, expected]);
  return (await page.locator(selector).allInnerTexts()).map((text) => plain(text).replace(/\s*\n\s*/g, " | "));
}

await untilUp();
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
page.setDefaultTimeout(PATIENCE);
try {
  await openFile(page);
  await page.keyboard.press("Control+Shift+M");
  await page.waitForSelector(".markers-panel");
  const problems = await texts(page, ".markers-panel .monaco-list-row", EXPECT_DIAGNOSTIC);
  const lines = await texts(page, ".editor-instance .view-lines .view-line", EXPECT_HINT);
  console.log(["lines:", ...lines, "problems:", ...problems].join("\n"));
} finally {
  // A failure is pictured too: that is when a picture helps most.
  await page.screenshot({ path: PICTURE });
  await browser.close();
}
