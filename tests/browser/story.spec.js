// The main job from end to end, as a newcomer would live it: on SQLite, on
// PostgreSQL, and behind nginx with TLS at a path.
import { expectGoodPage, expect, test } from "./fixtures.js";
import { PASSWORD, startSite } from "./site.js";

test.describe.configure({ mode: "serial" });

const UNANSWERED = "flibbertigibbet gateway for the walrus broker";
let site;
let thorough;

test.beforeAll(async ({ place }) => {
  thorough = Boolean(place.thorough);
  site = await startSite("serve", place);
  site.addPerson("Ada Admin", "ada@example.com", "admin");
  site.addPerson("Nora Netsec", "nora@example.com", "netsec");
  site.addPerson("Sven Second", "sven@example.com", "netsec");
  site.addPerson("Mona Manager", "mona@example.com", "manager");
  site.addPerson("Dana Developer", "dana@example.com");
  site.addPerson("Carl Champion", "carl@example.com");
  site.addPerson("Nils Nominee", "nils@example.com");
  site.importCsv("teams", "team,department,chat\nCheckout,Payments,#checkout\nLedger,Payments,\n");
  site.importCsv(
    "people",
    "name,email,chat,teams\nDana Developer,dana@example.com,@dana,Checkout\nCarl Champion,carl@example.com,@carl,Checkout\n",
  );
});

test.afterAll(() => site?.stop());

/** The whole check where the project is the thorough one. */
async function look(page) {
  if (thorough) await expectGoodPage(page);
}

async function nominate(page, team, person) {
  await page.goto(`teams/${team}`);
  await page.getByRole("link", { name: "Nominate a champion" }).click();
  await page.getByLabel("Who", { exact: true }).fill(person);
  await page.getByRole("radio", { name: "Champion", exact: true }).check();
  await look(page);
  await page.getByRole("button", { name: "Nominate" }).click();
}

async function accept(page) {
  await page.goto("me");
  await page.getByRole("link", { name: /You are asked to serve/ }).click();
  await look(page);
  await page.getByRole("button", { name: "Accept" }).click();
  await expect(page.getByText("active").first()).toBeVisible();
}

test("before: an admin nominates Checkout's champion, who accepts; and adds a course", async ({ visit }) => {
  const ada = await visit(site, "ada@example.com");
  await nominate(ada, "checkout", "Carl Champion");
  await accept(await visit(site, "carl@example.com"));

  await ada.goto("training/new");
  await ada.getByLabel("Title").fill("Network basics");
  await ada.getByLabel("Minutes").fill("60");
  await look(ada);
  await ada.getByRole("main").getByRole("button", { name: "Save" }).click();
  await expect(ada.getByText("Network basics").first()).toBeVisible();
});

test("1: a developer finds the article while typing, and says that it helped", async ({ visit }) => {
  const page = await visit(site);
  await page.goto("");
  await look(page);

  await page.getByRole("searchbox", { name: "Your question" }).pressSequentially("do I need to open a port", { delay: 20 });
  const hit = page.locator("#results").getByRole("listitem").first().getByRole("link").first();
  await expect(hit).toBeVisible();
  await look(page);
  const title = await hit.textContent();
  await hit.click();

  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await look(page);
  await page.getByRole("button", { name: "Yes", exact: true }).click();
  await expect(page.getByText(/thank/i).first()).toBeVisible();
});

test("2: what the FAQ can't answer is asked, and no word is lost at sign-in", async ({ visit }) => {
  const page = await visit(site);
  await page.goto("");
  await page.getByRole("searchbox", { name: "Your question" }).fill(UNANSWERED);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Nobody has answered this yet" })).toBeVisible();
  await look(page);

  await page.getByRole("link", { name: "Ask your champion" }).first().click();
  const title = page.getByLabel("Your question in one sentence");
  await expect(title).toHaveValue(UNANSWERED);
  await page.getByLabel("What should one know to answer it?").fill("It talks to the broker on port 5671.");
  await page.getByRole("radio").first().check();
  await look(page);
  await page.getByRole("button", { name: "Sign in and send" }).click();

  await page.getByLabel("Mail address").fill("dana@example.com");
  await page.getByLabel("Password").fill(PASSWORD);
  await look(page);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(title).toHaveValue(UNANSWERED);
  await expect(page.getByLabel("What should one know to answer it?")).toHaveValue("It talks to the broker on port 5671.");
  await look(page);
  await page.getByRole("button", { name: "Send the question" }).click();
  await expect(page.getByRole("heading", { level: 1, name: UNANSWERED })).toBeVisible();
  await expect(page.getByText(/Carl Champion/).first()).toBeVisible();
  await look(page);
});

test("3: the champion sees it on their desk and passes it on with a line of why", async ({ visit }) => {
  const page = await visit(site, "carl@example.com");
  await page.goto("me");
  await look(page);
  await page.getByRole("link", { name: UNANSWERED }).click();
  await look(page);
  await page.getByLabel("Why Network Security is needed").fill("The broker lies in the data zone.");
  await page.getByRole("button", { name: "Pass it on to Network Security" }).click();
  await expect(page.getByText("The broker lies in the data zone.").first()).toBeVisible();
});

test("4: an analyst answers, the asker confirms, a second reader publishes; search finds it", async ({ visit }) => {
  const page = await visit(site, "nora@example.com");
  await page.goto("queue");
  await look(page);
  const first = page.getByRole("row").nth(1);
  await expect(first).toContainText(UNANSWERED);
  await first.getByRole("button", { name: "Take it" }).click();
  await page.goto("queue");
  await page.getByRole("row").nth(1).getByRole("link", { name: UNANSWERED }).click();

  await page.getByLabel("Your answer").fill("Yes: open **5671/tcp** from `walrus` to the broker.");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.locator("#preview strong")).toHaveText("5671/tcp");
  await look(page);
  await page.getByRole("button", { name: "Send the answer" }).click();

  const dana = await visit(site, "dana@example.com");
  await dana.goto("questions");
  await dana.getByRole("link", { name: UNANSWERED }).click();
  await expect(dana.getByText("5671/tcp").first()).toBeVisible();
  await look(dana);
  await dana.getByRole("button", { name: "Yes, that answers it" }).click();
  await expect(dana.getByText("Confirmed by whoever asked.")).toBeVisible();

  await page.getByRole("link", { name: "Publish the answer as an article" }).click();
  await page.getByLabel("Title").fill("Which port does the walrus broker need?");
  await page.getByLabel("Category").selectOption({ index: 1 });
  await look(page);
  await page.getByRole("button", { name: "Ask for a second reader" }).click();
  await expect(page.getByText("the draft waits for a second reader").first()).toBeVisible();
  const sven = await visit(site, "sven@example.com");
  await sven.goto("articles");
  await sven.getByRole("link", { name: "Which port does the walrus broker need?" }).click();
  await look(sven);
  await sven.getByRole("button", { name: "It is right: publish it" }).click();
  await expect(sven.getByText("The article is published.")).toBeVisible();
  await expect(sven.getByRole("heading", { level: 1, name: "Which port does the walrus broker need?" })).toBeVisible();
  const published = Date.now();

  const visitor = await visit(site);
  await visitor.goto(`search?q=${encodeURIComponent(UNANSWERED)}`);
  const hit = visitor.locator("#results").getByRole("link", { name: "Which port does the walrus broker need?" });
  while ((await hit.count()) === 0 && Date.now() - published < 5_000) await visitor.reload();
  await expect(hit).toBeVisible();
  await expect(visitor.getByRole("heading", { name: "Nobody has answered this yet" })).toHaveCount(0);
  await hit.click();
  await expect(visitor.getByText("5671/tcp")).toBeVisible();
  await look(visitor);

  await dana.reload();
  await dana.getByRole("link", { name: "Read the article" }).click();
  await expect(dana.getByRole("link", { name: "question 1" })).toBeVisible();
});

test("5: the champion logs time in one line, a course and a design review; the week fills up", async ({ visit }) => {
  const page = await visit(site, "carl@example.com");
  await page.goto("me");
  const meter = page.getByRole("meter", { name: "Time given this week" });
  await expect(meter).toHaveAttribute("value", "0");
  await page.getByLabel("What did you do?").fill("45m pr review payments#812 today");
  await page.getByRole("button", { name: "Log it" }).click();
  await expect(meter).toHaveAttribute("value", "45");
  await look(page);

  await page.goto("training");
  await page.getByLabel("Course").selectOption({ label: "Network basics" });
  await page.getByLabel("Evidence").fill("https://learn.example/certificates/17");
  await look(page);
  await page.getByRole("button", { name: "Record it" }).click();
  await expect(page.getByText("The completed course is recorded.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Network basics" }).last()).toBeVisible();

  await page.goto("me");
  await page.getByRole("link", { name: "Record a review" }).click();
  await page.getByRole("radio", { name: "Design" }).check();
  await page.getByLabel("Title").fill("Broker for walrus");
  await page.getByLabel("Link").fill("https://designs.example/walrus");
  await page.getByRole("radio", { name: "Approved" }).check();
  await look(page);
  await page.getByRole("button", { name: "Save" }).click();
  await page.goto("teams/checkout");
  await expect(page.getByRole("link", { name: "Broker for walrus" })).toHaveAttribute("href", "https://designs.example/walrus");
  await look(page);
});

test("6: the manager sees the holes and downloads them; a new champion closes one", async ({ visit }) => {
  const mona = await visit(site, "mona@example.com");
  await mona.goto("coverage");
  await look(mona);
  await expect(mona.getByRole("heading", { level: 1 })).toContainText("1 of 2");
  const [download] = await Promise.all([
    mona.waitForEvent("download"),
    mona.getByRole("link", { name: "Download as CSV" }).click(),
  ]);
  const csv = await (await download.createReadStream()).toArray();
  expect(Buffer.concat(csv).toString()).toContain("Checkout");

  const ada = await visit(site, "ada@example.com");
  await ada.goto("teams/new");
  await ada.getByLabel("Name").fill("Walrus");
  await ada.getByLabel("Department").selectOption({ label: "Payments" });
  await look(ada);
  await ada.getByRole("button", { name: "Add the team" }).click();
  await expect(ada.getByRole("heading", { level: 1, name: "Walrus" })).toBeVisible();
  await mona.reload();
  await expect(mona.getByRole("heading", { level: 1 })).toContainText("1 of 3");
  await nominate(ada, "walrus", "Nils Nominee");
  await accept(await visit(site, "nils@example.com"));
  await mona.reload();
  await expect(mona.getByRole("heading", { level: 1 })).toContainText("2 of 3");
});
