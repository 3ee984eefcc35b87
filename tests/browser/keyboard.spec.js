// Finding an answer with the keyboard alone.
import { expect, test } from "./fixtures.js";
import { startSite } from "./site.js";

let site;
test.beforeAll(async () => {
  site = await startSite("serve");
});
test.afterAll(() => site?.stop());

test("from any page to the answer without a mouse", async ({ visit }) => {
  const page = await visit(site);
  await page.goto("faq");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Your question" })).toBeFocused();
  await page.keyboard.type("ephemeral ports");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/search\?q=ephemeral/);
  const hits = page.locator("#results .hits a.hit");
  await expect(hits.first()).toBeVisible();

  await page.keyboard.press("/");
  await page.keyboard.press("ArrowDown");
  await expect(hits.nth(0)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(hits.nth(1)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(hits.nth(0)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("searchbox", { name: "Your question" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  const title = await hits.first().textContent();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
});

test("answers appear while typing, and a reader of the screen hears how many", async ({ visit }) => {
  const page = await visit(site);
  await page.goto("");
  await page.keyboard.press("/");
  await page.keyboard.type("open a port");
  await expect(page.locator("#results .hits a.hit").first()).toBeVisible();
  await expect(page.getByRole("status").first()).toContainText(/\d|answer/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/faq\//);
});

test("the first Tab stop leads past the head of the page", async ({ visit }) => {
  const page = await visit(site);
  await page.goto("faq");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});
