// What is typed is not lost by a reload, a connection that fails or a session
// that ends; and it is gone once it was sent.
import { expect, expectGoodPage, signIn, test } from "./fixtures.js";
import { PASSWORD, startSite } from "./site.js";

const FORM = "meetings/held";
const NOTES = "Decided: no callback.\nBo writes the rule until Friday.";
const BACK = "What you typed here before is back.";

let site;
test.beforeAll(async () => {
  site = await startSite("serve");
  site.addPerson("Lena Lead", "lena@example.com", "lead");
  site.addPerson("Mona Manager", "mona@example.com", "manager");
});
test.afterAll(() => site?.stop());

const fields = (page) => ({
  title: page.getByLabel("What it was about"),
  me: page.getByLabel("I was there"),
  notes: page.getByLabel("What was said"),
});

async function type(page) {
  await page.goto(FORM);
  const { title, me, notes } = fields(page);
  await title.fill("The callback");
  await me.uncheck();
  await notes.fill(NOTES);
}

async function expectBack(page) {
  const { title, me, notes } = fields(page);
  await expect(title).toHaveValue("The callback");
  await expect(me).not.toBeChecked();
  await expect(notes).toHaveValue(NOTES);
}

test("a reload and a way back keep every kind of field, and say so", async ({ visit }) => {
  const page = await visit(site, "lena@example.com");
  await type(page);
  await page.reload();
  await expectBack(page);
  await expect(page.getByText(BACK)).toBeVisible();
  await page.goto("meetings");
  await page.goto(FORM);
  await expectBack(page);
});

test("a connection that fails keeps the words, and sending again goes on", async ({ visit }) => {
  const page = await visit(site, "lena@example.com");
  await type(page);
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Note the meeting" }).click().catch(() => {});
  await page.context().setOffline(false);
  await page.goto(FORM);
  await expectBack(page);
});

test("a session that ends while somebody types leads back to the form with their words", async ({ visit }) => {
  const page = await visit(site, "lena@example.com");
  await type(page);
  await page.getByRole("radio").first().check();
  await page.getByLabel("From", { exact: true }).fill("09:00");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Note the meeting" }).click();
  await page.getByLabel("Mail address").fill("lena@example.com");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/meetings\/held$/);
  await expectBack(page);
});

test("nobody else who signs in at the same tab reads them", async ({ visit }) => {
  const page = await visit(site, "lena@example.com");
  await type(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, "mona@example.com");
  await page.goto(FORM);
  await expect(fields(page).title).toHaveValue("");
  await expect(page.getByText(BACK)).toHaveCount(0);
});

test("what was sent is gone from the form", async ({ visit }) => {
  const page = await visit(site, "lena@example.com");
  await type(page);
  await page.getByRole("radio").first().check();
  await page.getByLabel("Day", { exact: true }).fill(new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10));
  await page.getByLabel("From", { exact: true }).fill("09:00");
  await fields(page).me.check();
  await expectGoodPage(page);
  await page.getByRole("button", { name: "Note the meeting" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The callback" })).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Change who was there" }).click();
  await expect(page.getByRole("checkbox", { name: "Lena Lead" })).toBeChecked();
  await expectGoodPage(page);
  await page.goto(FORM);
  await expect(fields(page).title).toHaveValue("");
  await expect(page.getByText(BACK)).toHaveCount(0);
});
