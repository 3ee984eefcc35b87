// The same pages where scripts are off.
import { expect, test } from "./fixtures.js";
import { PASSWORD, startSite } from "./site.js";

let site;
test.beforeAll(async () => {
  site = await startSite("serve");
  site.addPerson("Dana Developer", "dana@example.com");
  site.addPerson("Nora Netsec", "nora@example.com", "netsec");
  site.addPerson("Sven Second", "sven@example.com", "netsec");
});
test.afterAll(() => site?.stop());

const options = { javaScriptEnabled: false };

test("Enter gives the answers as a page, and an article says thanks", async ({ visit }) => {
  const page = await visit(site, null, options);
  await page.goto("");
  await page.getByRole("searchbox", { name: "Your question" }).fill("do I need to open a port");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/search\?q=/);
  await page.locator("#results .hits a.hit").first().click();
  await page.getByRole("button", { name: "Yes", exact: true }).click();
  await expect(page.getByText(/thank/i).first()).toBeVisible();
});

test("a guide is walked, a step is changed, and the way back is the browser's own", async ({ visit }) => {
  const page = await visit(site, null, options);
  await page.goto("");
  await page.getByRole("link", { name: "Answer five questions at the most" }).click();
  await page.getByRole("link", { name: "My service, job or function calls something" }).click();
  await page.getByRole("link", { name: /^Something on the internet/ }).click();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "What does it call?" })).toBeVisible();
  await page.getByRole("link", { name: /^Another service of the company/ }).click();
  await page.getByRole("link", { name: /^No, the call goes/ }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Forbidden" })).toBeVisible();
  await page.getByRole("link", { name: "Change the answer to “What does it call?”" }).click();
  await page.getByRole("link", { name: "A database, cache or message broker" }).click();
  await page.getByRole("link", { name: "Start over" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Who starts the connection?" })).toBeVisible();
});

test("a question is asked, previewed, answered and published", async ({ visit }) => {
  const page = await visit(site, null, options);
  await page.goto("questions/new?title=Gateway+for+the+walrus+broker");
  await page.getByLabel("What should one know to answer it?").fill("It talks on **5671**.");
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Sign in and send" }).click();
  await page.getByLabel("Mail address").fill("dana@example.com");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.locator("#preview strong")).toHaveText("5671");
  await page.getByRole("button", { name: "Send the question" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Gateway for the walrus broker" })).toBeVisible();

  const nora = await visit(site, "nora@example.com", options);
  await nora.goto("queue");
  await nora.getByRole("link", { name: "Gateway for the walrus broker" }).click();
  await nora.getByLabel("Your answer").fill("Open **5671/tcp**.");
  await nora.getByRole("button", { name: "Preview" }).click();
  await expect(nora.locator("#preview strong")).toHaveText("5671/tcp");
  await nora.getByRole("button", { name: "Send the answer" }).click();
  await page.reload();
  await page.getByRole("button", { name: "Yes, that answers it" }).click();
  await expect(page.getByText("Confirmed by whoever asked.")).toBeVisible();
  await nora.getByRole("link", { name: "Publish the answer as an article" }).click();
  await nora.getByLabel("Category").selectOption({ index: 1 });
  await nora.getByLabel("Article", { exact: true }).fill("Ask Dana Developer; 10.1.2.3 is open.");
  await nora.getByRole("button", { name: "Preview" }).click();
  await expect(nora.getByText("Decide about the 2 that are left.")).toBeVisible();
  await nora.getByRole("button", { name: "Take all proposals over" }).click();
  await nora.getByRole("button", { name: "Ask for a second reader" }).click();
  const sven = await visit(site, "sven@example.com", options);
  await sven.goto("articles");
  await sven.getByRole("link", { name: "Gateway for the walrus broker" }).click();
  await sven.getByRole("button", { name: "It is right: publish it" }).click();
  await expect(sven.getByRole("heading", { level: 1, name: "Gateway for the walrus broker" })).toBeVisible();
  await expect(sven.getByText("Ask the asker; 192.0.2.1 is open.")).toBeVisible();
});

test("a question is closed with an article that was looked for", async ({ visit }) => {
  const page = await visit(site, "dana@example.com", options);
  await page.goto("questions/new?title=Need+the+way+back+be+opened+too");
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Send the question" }).click();
  const nora = await visit(site, "nora@example.com", options);
  await nora.goto("queue");
  await nora.getByRole("link", { name: "Need the way back be opened too" }).click();
  await nora.getByRole("link", { name: "Answer with an article" }).click();
  await nora.getByLabel("Look for another").fill("return traffic stateful");
  await nora.getByRole("button", { name: "Search", exact: true }).click();
  await nora.getByRole("radio").first().check();
  await nora.getByRole("button", { name: "Answer with this article" }).click();
  await expect(nora.getByText("Answered with the article.")).toBeVisible();
});
