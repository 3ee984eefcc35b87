// Every kind of page in the sample company: axe in light and dark, 320 pixels,
// valid HTML, and no link that leads nowhere.
import { HtmlValidate } from "html-validate";
import { expect, expectGoodPage, test } from "./fixtures.js";
import { startSite } from "./site.js";

const PAGES = {
  nobody: [
    "",
    "search?q=do+i+need+to+open+a+port",
    "search?q=xyzzy+plugh+frobozz",
    "search?q=open+port+firewall+rule&category=ports-firewalls",
    "search?q=postgras+port&category=nonsense",
    "search?q=port+5433+from+checkout+to+prod-db",
    "faq",
    "faq/what-to-put-in-a-firewall-request",
    "faq/security-group-as-source",
    "guides",
    "guides/do-i-need-to-open-a-port",
    "guides/do-i-need-to-open-a-port?a=my-service.inside",
    "guides/do-i-need-to-open-a-port?a=my-service.inside.different",
    "guides/do-i-need-to-open-a-port?a=my-service.inside.same.unknown",
    "guides/my-connection-fails",
    "guides/my-connection-fails?a=timeout.start.other.gone",
    "questions/new?title=Gateway",
    "sign-in?return=/me",
    "signed-out",
    "sign-in/second-factor",
    "sign-in/reset",
  ],
  "Dev Patel": ["", "search?q=ana+ruiz", "search?q=partner+sandbox+port+walrus", "me", "questions", "questions/new", "questions/new?title=Do+network+policies+apply+to+checkout", "questions/figures?by=topic", "launches", "launches/express-checkout", "launches/new", "calendar", "meetings", "me/account", "me/password", "me/second-factor", "me/second-factor/set-up", "me/sessions", "me/tokens", "me/sign-ins", "me/feeds", "teams", "champions", "people", "people?q=ana"],
  "Ana Ruiz": [
    "me",
    "notifications",
    "notifications/settings",
    "time",
    "time/import",
    "training",
    "reviews/new",
    "pulse",
    "replies",
    "replies/new",
    "questions/figures",
    "questions/figures?by=hop",
    "questions/1",
    "questions?view=team&state=open&sort=due",
    "teams/checkout",
    "people/ana-ruiz",
    "departments",
    "permissions",
    "third-party",
    "threat-model",
    "articles",
    "articles/new",
    "articles/freshness",
    "drafts/2",
  ],
  "Kwame Boateng": [
    "",
    "me",
    "queue",
    "queue/next",
    "questions/figures?by=team",
    "gaps",
    "gaps?state=closed",
    "gaps/1",
    "articles/return-traffic-stateful-stateless/phrasings",
    "questions?state=answered",
    "articles",
    "articles/new",
    "articles/freshness",
    "articles/insight",
    "articles/retired",
    "drafts/1",
    "faq/connection-refused/retirement",
  ],
  "Helena Brandt": [
    "coverage",
    "coverage?state=uncovered",
    "coverage/report",
    "onboarding",
    "pulse",
    "handovers",
    "terms",
    "terms?show=nominated",
    "reviews",
    "training/expiring",
    "teams/checkout",
    "teams/checkout/nominations/new",
  ],
  "Wei Li": ["me"],
  "Ines Marchetti": [
    "notifications/outbox",
    "coverage",
    "gaps",
    "questions/figures?by=urgency",
    "imports",
    "time/months",
    "meetings/new",
    "meetings/held",
    "people/ana-ruiz",
    "training/new",
    "training/card-data-on-the-wire",
    "training/secure-use-of-the-cloud-network-second-edition",
    "training/expiring",
    "training/unverified",
    "training/import",
    "training/paths/white/edit",
  ],
  "Robin Adler": ["accounts", "accounts/new", "accounts/ana-ruiz", "accounts/release-pipeline", "accounts/wei-li/erasure", "service-accounts", "service-accounts/release-pipeline", "teams/new", "teams/checkout/edit", "tokens", "audit", "audit?kind=team&key=checkout", "audit?action=meeting.called"],
};

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // Enter sends the search in the head of each page; a button would cost a Tab stop.
    "wcag/h32": "off",
    // What scrolls is a region for the keyboard, not a section of the text.
    "prefer-native-element": "off",
    // Several boxes of one name are one choice.
    "form-dup-name": ["error", { shared: ["radio", "button", "reset", "submit", "checkbox"] }],
    // Matters of taste, or of size.
    "doctype-style": "off",
    "long-title": "off",
    "no-implicit-button-type": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
  },
});

// Taken out on purpose; its address says what took its place, and is 410.
const GONE = "/faq/partner-ftp-drop";

let site;
test.beforeAll(async () => {
  site = await startSite("demo", {}, ["--today", "2026-11-18"]);
});
test.afterAll(() => site?.stop());

for (const [persona, paths] of Object.entries(PAGES)) {
  test(`${persona} sees good pages`, async ({ visit }) => {
    const page = await visit(site);
    if (persona !== "nobody") {
      await page.goto("sign-in");
      await page.getByRole("button", { name: persona }).click();
      await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
    }
    const links = new Set();
    for (const path of paths) {
      const response = await page.goto(path);
      expect(response.status(), path).toBe(200);
      await expectGoodPage(page);
      await expectValid(path, await response.text());
      const found = await page.locator("a[href]").evaluateAll((all) => all.map((link) => link.href.split("#")[0]));
      found.filter((href) => href.startsWith(site.base) && !href.endsWith(GONE)).forEach((href) => links.add(href));
    }
    const dead = [];
    for (const href of links) {
      const { status } = await page.evaluate(async (href) => ({ status: (await fetch(href)).status }), href);
      if (status >= 400) dead.push(`${status} ${href}`);
    }
    expect.soft(dead, `of ${links.size} links`).toEqual([]);
  });
}

// Answers that are no pages: files, feeds, parts of pages, what monitors ask, and what leads back to a list.
const NO_PAGES = /\.(csv|xlsx|ics|xml|atom|json|svg|ico|txt)$|^(api|healthz|readyz|metrics|static)|^(questions\/similar|completions|time\/offers)$/;

test("each page that has an address of its own is among them", async ({ visit }) => {
  const page = await visit(site);
  await page.goto("sign-in");
  await page.getByRole("button", { name: "Robin Adler" }).click();
  await page.goto("permissions");
  const rows = await page.locator("tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  const own = rows.filter(([path, method]) => method === "GET" && !path.includes("{")).map(([path]) => path.slice(1));
  expect(own.length).toBeGreaterThan(40);
  const seen = new Set(Object.values(PAGES).flat().map((path) => path.split("?")[0]));
  expect(own.filter((path) => !NO_PAGES.test(path) && !seen.has(path))).toEqual([]);
});

async function expectValid(path, html) {
  const { results } = await validator.validateString(html);
  const faults = results.flatMap(({ messages }) =>
    messages.map(({ line, column, message, ruleId }) => `${path}:${line}:${column} ${message} (${ruleId})`),
  );
  expect.soft(faults).toEqual([]);
}
