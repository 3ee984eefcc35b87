// The life of a term, from the first word to the handover, as each who has a part in it.
import { expectGoodPage, expect, test } from "./fixtures.js";
import { startSite } from "./site.js";

test.describe.configure({ mode: "serial" });

const QUESTION = "May the walrus broker talk to the ledger?";
let site;

test.beforeAll(async () => {
  site = await startSite("serve");
  site.addPerson("Lena Lead", "lena@example.com", "lead");
  site.addPerson("Mona Manager", "mona@example.com", "manager");
  for (const name of ["Dana Developer", "Carl Champion", "Nils Nominee"]) {
    site.addPerson(name, `${name.split(" ")[0].toLowerCase()}@example.com`);
  }
  site.importCsv("teams", "team,department,chat\nCheckout,Payments,#checkout\n");
  site.importCsv(
    "people",
    "name,email,chat,teams\nDana Developer,dana@example.com,@dana,Checkout\n" +
      "Carl Champion,carl@example.com,@carl,Checkout\nNils Nominee,nils@example.com,@nils,Checkout\n",
  );
});

test.afterAll(() => site?.stop());

async function nominate(page, person, role) {
  await page.goto("teams/checkout");
  await page.getByRole("link", { name: "Nominate a champion" }).click();
  await page.getByLabel("Who", { exact: true }).fill(person);
  await page.getByRole("radio", { name: role, exact: true }).check();
  await page.getByRole("button", { name: "Nominate" }).click();
}

async function accept(page) {
  await page.goto("me");
  await page.getByRole("link", { name: /You are asked to serve/ }).click();
  await page.getByRole("button", { name: "Accept" }).click();
  await expect(page.getByText("active").first()).toBeVisible();
}

/** The day so many days from now, as a date field takes it. */
function day(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

test("a colleague nominates, the manager approves, and nobody serves without their own word", async ({ visit }) => {
  const dana = await visit(site, "dana@example.com");
  await nominate(dana, "Carl Champion", "Champion");
  await expectGoodPage(dana);

  const mona = await visit(site, "mona@example.com");
  await mona.goto("me");
  await mona.getByRole("link", { name: /Carl Champion is put forward/ }).click();
  await expectGoodPage(mona);
  await mona.getByRole("button", { name: "Approve", exact: true }).click();
  await mona.goto("champions");
  await expect(mona.getByRole("main")).not.toContainText("Carl Champion");

  const carl = await visit(site, "carl@example.com");
  await carl.goto("me");
  await carl.getByRole("link", { name: /You are asked to serve/ }).click();
  await expect(carl.getByRole("heading", { name: "What a champion says yes to" })).toBeVisible();
  await expectGoodPage(carl);
  await carl.getByRole("button", { name: "Accept" }).click();
  await expect(carl.getByText("active").first()).toBeVisible();
  await mona.goto("champions?q=dana");
  await expect(mona.getByRole("main")).toContainText("Carl Champion");
});

test("a deputy is asked by the manager and says no with a reason, then yes", async ({ visit }) => {
  const mona = await visit(site, "mona@example.com");
  await nominate(mona, "Nils Nominee", "Deputy");
  const nils = await visit(site, "nils@example.com");
  await nils.goto("me");
  await nils.getByRole("link", { name: /You are asked to serve/ }).click();
  await nils.getByLabel("Why", { exact: true }).fill("After the release.");
  await nils.getByRole("button", { name: "Decline" }).click();
  await nils.getByRole("dialog").or(nils.getByRole("main")).getByRole("button", { name: /Decline|Yes/ }).last().click();
  await expect(nils.getByText("After the release.").first()).toBeVisible();

  await nominate(mona, "Nils Nominee", "Deputy");
  await accept(nils);
});

test("a champion who goes away has a stand-in who agreed", async ({ visit }) => {
  const carl = await visit(site, "carl@example.com");
  await carl.goto("me");
  await carl.getByRole("link", { name: /Enter the days/ }).click();
  await carl.getByLabel("First day").last().fill(day(0));
  await carl.getByLabel("Last day").last().fill(day(6));
  await carl.getByRole("button", { name: "Enter" }).click();
  await carl.getByLabel(/Stands in for Checkout/).selectOption({ label: "Nils Nominee" });
  await carl.getByRole("button", { name: "Ask", exact: true }).click();
  await expectGoodPage(carl);

  const nils = await visit(site, "nils@example.com");
  await nils.goto("me");
  await nils.getByRole("link", { name: /stand in/i }).first().click();
  await expectGoodPage(nils);
  await nils.getByRole("button", { name: "Yes, I stand in" }).click();
  await nils.goto("champions?q=checkout");
  await expect(nils.getByRole("main")).toContainText("Nils Nominee");

  await carl.goto("me");
  await carl.getByRole("link", { name: /Enter the days/ }).click();
  await carl.getByRole("button", { name: "Back today" }).click();
  const sure = carl.getByRole("button", { name: /Back today|Yes/ });
  if (await sure.count()) await sure.last().click();
  await expect(carl.getByText("away now")).toHaveCount(0);
});

test("one step hands over what is open and ends the term with thanks", async ({ visit }) => {
  const dana = await visit(site, "dana@example.com");
  await dana.goto("questions/new");
  await dana.getByLabel("Your question in one sentence").fill(QUESTION);
  await dana.getByLabel("What should one know to answer it?").fill("They meet on port 5671.");
  await dana.getByRole("radio").first().check();
  await dana.getByRole("button", { name: "Send the question" }).click();
  await expect(dana.getByText(/Carl Champion/).first()).toBeVisible();

  const lena = await visit(site, "lena@example.com");
  await lena.goto("teams/checkout");
  await lena.getByRole("main").getByRole("link", { name: /term/i }).first().click();
  await lena.getByRole("link", { name: "Hand over" }).click();
  await expect(lena.getByRole("link", { name: QUESTION })).toBeVisible();
  await lena.getByLabel("Who takes over").selectOption({ label: "Nils Nominee, deputy" });
  const end = lena.getByLabel("End the term with it");
  if (!(await end.isChecked())) await end.check();
  await lena.getByLabel("Last day").fill(day(0));
  await lena.getByLabel("Why").fill("Moves to the data team.");
  await lena.getByLabel("Thanks").fill("You found what nobody looked for.");
  await expectGoodPage(lena);
  await lena.getByRole("button", { name: "Hand over" }).click();
  await expect(lena.getByRole("heading", { name: "Handed over" })).toBeVisible();
  await expectGoodPage(lena);

  const nils = await visit(site, "nils@example.com");
  await nils.goto("me");
  await expect(nils.getByRole("link", { name: QUESTION })).toBeVisible();
  const carl = await visit(site, "carl@example.com");
  await carl.goto("me");
  await expect(carl.getByText("You found what nobody looked for.")).toBeVisible();
});

test("a form that was cancelled is empty the next time, and words that come back say so", async ({ visit }) => {
  const dana = await visit(site, "dana@example.com");
  const form = "teams/checkout/nominations/new";
  const who = dana.getByLabel("Who", { exact: true });
  const note = dana.getByText("What you typed here before is back.");
  await dana.goto(form);
  await who.fill("Nils Nominee");

  await dana.reload();
  await expect(who).toHaveValue("Nils Nominee");
  await expect(note).toBeVisible();
  await expectGoodPage(dana);
  await dana.getByRole("button", { name: "Start afresh" }).click();
  await expect(who).toHaveValue("");

  await who.fill("Nils Nominee");
  await dana.getByRole("link", { name: "Cancel" }).click();
  await dana.goto(form);
  await expect(who).toHaveValue("");
  await expect(note).toHaveCount(0);
});
