// The search page: what was typed is put right, narrowed, and found in more than articles.
import { expect, expectGoodPage, test } from "./fixtures.js";
import { startSite } from "./site.js";

let site;
test.beforeAll(async () => {
  site = await startSite("demo", {}, ["--today", "2026-11-18"]);
});
test.afterAll(() => site?.stop());

/** Plays one of the sample company. */
async function play(page, persona) {
  await page.goto("sign-in");
  await page.getByRole("button", { name: persona }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
}

test("a slip is put right while typing, and the words as typed are one click away", async ({ visit }) => {
  const page = await visit(site);
  await page.goto("");
  await page.getByRole("searchbox", { name: "Your question" }).pressSequentially("postgras port");
  await expect(page.getByText("Showing answers for “postgres port”.")).toBeVisible();
  await page.getByRole("link", { name: "Search instead for “postgras port”" }).click();
  await expect(page).toHaveURL(/exact=1/);
  await expect(page.getByText("Showing answers for")).toHaveCount(0);
});

test("a filter stays while typing and over a reload, until it is taken back", async ({ visit }) => {
  const page = await visit(site);
  await page.goto("search?q=open+port+firewall+rule");
  const facets = page.getByRole("navigation", { name: "Narrow down" });
  const count = Number(await facets.getByRole("listitem").first().locator(".num").first().innerText().then((text) => text.match(/\d+/)[0]));
  await facets.getByRole("link").first().click();
  await expect(page).toHaveURL(/category=/);
  await expect(page.locator("ol.hits > li")).toHaveCount(Math.min(count, 20));
  await expectGoodPage(page);

  const box = page.getByRole("searchbox", { name: "Your question" });
  await box.fill("");
  await box.pressSequentially("which port");
  await expect(page).toHaveURL(/category=.*q=which.port/);
  await page.reload();
  await expect(box).toHaveValue("which port");
  await page.getByRole("link", { name: /^Remove the filter/ }).click();
  await expect(page).not.toHaveURL(/category=/);
});

test("teams, people and questions are found, heard of, and reached by the arrow keys", async ({ visit }) => {
  const page = await visit(site);
  await play(page, "Dev Patel");
  await page.goto("");
  const box = page.getByRole("searchbox", { name: "Your question" });
  await box.pressSequentially("checkout team");
  await expect(page.getByRole("heading", { name: "Teams" })).toBeVisible();
  await expect(page.locator("#announcer")).toContainText("1 team");
  const hits = page.locator("#results a.hit");
  await expect(hits.first()).toHaveText("Checkout");
  const total = await hits.count();
  for (let at = 0; at < total; at += 1) {
    await page.keyboard.press("ArrowDown");
    await expect(hits.nth(at)).toBeFocused();
  }
  await page.keyboard.press("Escape");
  await expect(box).toBeFocused();
  await page.goto("search?q=ana+ruiz");
  await expect(page.getByRole("heading", { name: "People" })).toBeVisible();
  await expectGoodPage(page);
  await page.goto("search?q=kafka+broker+staging+sandbox+walrus");
  await expectGoodPage(page);
});

test("filters and corrections need no script", async ({ visit }) => {
  const page = await visit(site, null, { javaScriptEnabled: false });
  await page.goto("search?q=postgras+port&category=data-stores");
  await expect(page.getByText("Showing answers for “postgres port”.")).toBeVisible();
  const box = page.getByRole("searchbox", { name: "Your question" });
  await box.fill("redis port");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/category=data-stores/);
  await expect(page).toHaveURL(/q=redis\+port/);
});
