// The life of two questions, as each who has a part in it: escalated and
// published; restricted and redacted.
import { expect, test } from "./fixtures.js";
import { startSite } from "./site.js";

test.describe.configure({ mode: "serial" });

let site;
test.beforeAll(async () => {
  site = await startSite("serve");
  site.addPerson("Nora Netsec", "nora@example.com", "netsec");
  site.addPerson("Sven Second", "sven@example.com", "netsec");
  site.addPerson("Lea Lead", "lea@example.com", "lead");
  site.addPerson("Dana Developer", "dana@example.com");
  site.importCsv("teams", "team,department,chat\nCheckout,Payments,#checkout\n");
  site.importCsv("people", "name,email,chat,teams\nDana Developer,dana@example.com,@dana,Checkout\n");
});
test.afterAll(() => site?.stop());

async function ask(page, title, body, visibility) {
  await page.goto(`questions/new?title=${encodeURIComponent(title)}${visibility ? `&visibility=${visibility}` : ""}`);
  await page.getByLabel("What should one know to answer it?").fill(body);
  await page.getByRole("button", { name: "Send the question" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  return page.url().split("/").slice(-2).join("/");
}

async function answer(page, question, words) {
  await page.goto(question);
  await page.getByLabel("Your answer").fill(words);
  await page.getByRole("button", { name: "Send the answer" }).click();
  await expect(page.getByText("Your answer is there.").first()).toBeVisible();
}

test("escalated: what is missing goes back, the answer is confirmed and published, and search finds it", async ({ visit }) => {
  const dana = await visit(site, "dana@example.com");
  const title = "May the wombat relay call the marmot broker?";
  const question = await ask(dana, title, "It times out.");
  const nora = await visit(site, "nora@example.com");
  await answer(nora, question, "Yes.");

  await dana.goto(question);
  await dana.getByText("No, something is missing").click();
  await dana.getByLabel("What is missing?").fill("On which port?");
  await dana.getByRole("button", { name: "Send it back" }).click();
  await expect(dana.getByText("Nora Netsec of Network Security has taken it")).toBeVisible();
  await answer(nora, question, "Yes, on 5671.");
  await dana.goto(question);
  await dana.getByRole("button", { name: "Yes, that answers it" }).click();
  await expect(dana.getByText("Confirmed by whoever asked.")).toBeVisible();

  await nora.goto(question);
  await nora.getByRole("link", { name: "Publish the answer as an article" }).click();
  await nora.getByLabel("Category").selectOption({ index: 1 });
  await nora.getByLabel("Title").fill("Which ports do relays need?");
  await nora.getByRole("button", { name: "Ask for a second reader" }).click();
  const sven = await visit(site, "sven@example.com");
  await sven.goto("drafts/1");
  await sven.getByRole("button", { name: "It is right: publish it" }).click();
  await expect(sven.getByRole("heading", { level: 1, name: "Which ports do relays need?" })).toBeVisible();

  const visitor = await visit(site);
  await visitor.goto(`search?q=${encodeURIComponent(title)}`);
  const hit = visitor.locator("#results").getByRole("link", { name: "Which ports do relays need?" });
  await expect(async () => {
    await visitor.reload();
    await expect(hit).toBeVisible({ timeout: 500 });
  }).toPass();
  await hit.click();
  await expect(visitor.getByRole("link", { name: "question 1" })).toHaveCount(0);
  await dana.goto(question);
  await dana.getByRole("link", { name: "Read the article" }).click();
  await expect(dana.getByRole("link", { name: "question 1" })).toBeVisible();
});

test("restricted: nothing that identifies leaves the question, and only its readers find the way back", async ({ visit }) => {
  const dana = await visit(site, "dana@example.com");
  const title = "Checkout logs tokens on 10.4.0.7. Whom do we tell?";
  const question = await ask(dana, title, "Since Friday.", "netsec");
  const nora = await visit(site, "nora@example.com");
  await answer(nora, question, "Dana Developer did right to ask: cut db-1.corp.internal off first, then write to sec@corp.io.");
  const lea = await visit(site, "lea@example.com");
  await dana.goto(question);
  await dana.getByRole("button", { name: "Yes, that answers it" }).click();

  await nora.goto(question);
  await nora.getByRole("link", { name: "Publish the answer as an article" }).click();
  await expect(nora.getByText("Decide about the 5 that are left.")).toBeVisible();
  await nora.getByLabel("Category").selectOption({ index: 1 });
  await nora.getByRole("button", { name: "Take all proposals over" }).click();
  await expect(nora.getByText("you have decided about all")).toBeVisible();
  await nora.getByRole("button", { name: "Ask for a second reader" }).click();
  await expect(nora.getByText("the draft waits for a second reader").first()).toBeVisible();

  await lea.goto("drafts/2");
  await expect(lea.getByText("from a question that is not for everyone")).toBeVisible();
  await lea.getByRole("button", { name: "It is right: publish it" }).click();
  const article = lea.getByRole("main");
  await expect(article.getByText("the asker did right to ask")).toBeVisible();
  for (const told of ["Dana", "Checkout", "10.4.0.7", "corp"]) await expect(article).not.toContainText(told);
  await expect(lea.getByRole("link", { name: /^question/ })).toHaveCount(0);
  await nora.goto(lea.url());
  await expect(nora.getByRole("link", { name: "question 2" })).toBeVisible();
});
