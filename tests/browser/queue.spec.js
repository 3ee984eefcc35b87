// Working through the queue with the keyboard alone.
import { expect, expectGoodPage, test } from "./fixtures.js";
import { startSite } from "./site.js";

let site;
test.beforeAll(async () => {
  site = await startSite("serve");
  site.addPerson("Nora Netsec", "nora@example.com", "netsec");
  site.addPerson("Olaf Netsec", "olaf@example.com", "netsec");
  site.addPerson("Dana Developer", "dana@example.com");
});
test.afterAll(() => site?.stop());

async function ask(page, title) {
  await page.goto(`questions/new?title=${encodeURIComponent(title)}`);
  await page.getByRole("main").getByRole("button", { name: /^(Ask|Send)/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

const heading = (page) => page.getByRole("heading", { level: 1 });
const answerBox = (page) => page.getByRole("textbox", { name: "Your answer" });

test("ten questions without touching the mouse", async ({ visit }) => {
  const dana = await visit(site, "dana@example.com");
  for (let number = 1; number <= 10; number += 1) await ask(dana, `Quokka number ${number}?`);
  const page = await visit(site, "nora@example.com");
  // From here on keys only: what the mouse does is not called any more.
  const keys = page.keyboard;
  await page.goto("replies/new");
  await page.getByRole("textbox", { name: "Key" }).focus();
  await keys.type("hub");
  await keys.press("Tab");
  await keys.type("The hub");
  await keys.press("Tab");
  await keys.type("Hello {asker}, use the hub.");
  await keys.press("Control+Enter");
  await expect(page.getByText("The reply is saved.")).toBeVisible();

  await page.goto("queue");
  await expect(page.getByText("10 questions wait")).toBeVisible();
  await keys.press("?");
  await expect(page.getByText("down and up the queue")).toBeVisible();
  await keys.press("j");
  await expect(page.getByRole("link", { name: "Quokka number 1?" })).toBeFocused();
  await keys.press("j");
  await expect(page.getByRole("link", { name: "Quokka number 2?" })).toBeFocused();
  await keys.press("k");

  // The first: taken, then answered in words of one's own.
  await keys.press("c");
  await expect(heading(page)).toHaveText("Quokka number 1?");
  await expect(page.getByText("You have taken this question.")).toBeVisible();
  await keys.press("a");
  await expect(answerBox(page)).toBeFocused();
  await keys.type("Through the hub: j, k and c are letters here.");
  await keys.press("Control+Enter");

  // The second opens by itself, and is answered by a saved reply.
  await expect(heading(page)).toHaveText("Quokka number 2?");
  await keys.press("r");
  await keys.type("hub");
  await keys.press("Enter");
  await expect(answerBox(page)).toHaveValue("Hello Dana Developer, use the hub.");
  await expect(answerBox(page)).toBeFocused();
  await keys.type(" Today.");
  await keys.press("Control+Enter");

  // The third lacks something; it is noted why, and asked back.
  await expect(heading(page)).toHaveText("Quokka number 3?");
  await keys.press("n");
  await expect(page.getByRole("textbox", { name: "Note" })).toBeFocused();
  await keys.type("They asked this last year.");
  await keys.press("Control+Enter");
  await expect(page.getByText("Whoever asked does not see it.")).toBeVisible();
  await keys.press("b");
  await expect(page.getByRole("textbox", { name: "What do you need to know?" })).toBeFocused();
  await keys.type("Which region?");
  await keys.press("Control+Enter");
  await expect(page.getByText("No clock runs until they reply.").first()).toBeVisible();

  // The fourth is Olaf's to answer.
  await keys.press("q");
  await expect(page).toHaveURL(/queue$/);
  await keys.press("j");
  await keys.press("h");
  await expect(heading(page)).toHaveText("Quokka number 4?");
  await expect(page.getByLabel("To whom?")).toBeFocused();
  await keys.type("Olaf");
  await keys.press("Tab");
  await keys.press("Enter");
  await expect(page.getByText("To Olaf Netsec.").first()).toBeVisible();

  // The fifth was asked before.
  await keys.press("s");
  await expect(heading(page)).toHaveText("Quokka number 5?");
  await keys.press("m");
  await expect(heading(page)).toHaveText("It was asked before");
  await page.getByLabel("Number of the question that is kept").focus();
  await keys.type("4");
  await keys.press("Enter");
  await expect(heading(page)).toHaveText("Quokka number 4?");

  // The other five go by one after the other.
  await keys.press("s");
  for (let number = 6; number <= 10; number += 1) {
    await expect(heading(page)).toHaveText(`Quokka number ${number}?`);
    await keys.press("a");
    await keys.type(`Answer ${number}.`);
    await keys.press("Control+Enter");
  }
  await expect(page.getByText("Nothing more waits for you in the queue.")).toBeVisible();
  await expect(page.getByText("1 question waits")).toBeVisible();

  await dana.goto("questions/2");
  await expect(dana.getByText("use the hub. Today.")).toBeVisible();
  await dana.goto("questions/3");
  await expect(dana.getByText("Which region?")).toBeVisible();
  await expect(dana.getByText("They asked this last year.")).toHaveCount(0);
  await dana.goto("questions/5");
  await expect(heading(dana)).toHaveText("Quokka number 4?");
});

test("keys can be switched off, and stay off", async ({ visit }) => {
  const dana = await visit(site, "dana@example.com");
  await ask(dana, "Do wombats peer?");
  const question = dana.url();
  const page = await visit(site, "olaf@example.com");
  await page.goto("queue");
  await page.keyboard.press("?");
  await page.getByLabel("Single-key shortcuts").uncheck();
  await page.goto("queue");
  await page.keyboard.press("j");
  await expect(page.locator("[data-row-link]").first()).not.toBeFocused();
  await page.goto(question);
  await page.keyboard.press("a");
  await expect(answerBox(page)).not.toBeFocused();
  await page.keyboard.press("?");
  await expect(page.getByText("down and up the queue")).toHaveCount(0);
});

test("the pages of the queue are good pages", async ({ visit }) => {
  const dana = await visit(site, "dana@example.com");
  await ask(dana, "Do quokkas peer?");
  const question = dana.url();
  const page = await visit(site, "nora@example.com");
  for (const path of ["queue", "queue?view=back", question, `${question}/merger/new`, `${question}/split/new`, "replies", "replies/new"]) {
    await page.goto(path);
    await expectGoodPage(page);
  }
});
