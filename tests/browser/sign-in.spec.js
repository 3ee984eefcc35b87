// Signing in with the company's identity provider: a real one, on this machine.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expectGoodPage, expect, signIn, test } from "./fixtures.js";
import { freePort, startSite, stop, untilSaid } from "./site.js";

test.describe.configure({ mode: "serial" });

let site;
let provider;

test.beforeAll(async () => {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const file = `[company]
kind = "oidc"
name = "Example Corp"
issuer = "${issuer}"
client_id = "drawbridge"
client_secret = "a secret of the tests"
scopes = ["groups"]
join = "anyone"
[company.groups.network]
grants = ["netsec"]
`;
  site = await startSite("serve", { providers: { file, issuer } });
  site.addPerson("Lou Local", "lou@example.com");
  const script = fileURLToPath(new URL("../peers/openid_provider.mjs", import.meta.url));
  provider = spawn(process.execPath, [script, String(port), site.base.replace(/\/$/, ""), "key"]);
  await untilSaid(provider, /ready/);
});

test.afterAll(async () => {
  if (provider) await stop(provider);
  await site?.stop();
});

/** A page that may go to the provider, whose own pages ask for a font. */
async function open(browser) {
  const context = await browser.newContext({ baseURL: site.base });
  await context.route(/googleapis/, (route) => route.abort());
  return context.newPage();
}

/** What the provider's pages ask for. */
async function sayYes(page, login) {
  await page.getByPlaceholder("Enter any login").fill(login);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

test("a developer comes in by the provider, back to the page that was asked for, and leaves both", async ({ browser }) => {
  const page = await open(browser);
  await page.goto("me");
  await expect(page.getByRole("heading", { name: "Sign in", exact: true })).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Sign in with Example Corp" }).click();
  await sayYes(page, "ana");

  await expect(page).toHaveURL(`${site.base}me`);
  await expect(page.getByRole("banner").getByText("Ana Ruiz")).toBeVisible();
  await expect(page.getByRole("link", { name: "Queue" })).toBeVisible();

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByText("Example Corp may still know you")).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Sign out of Example Corp, too" }).click();
  await page.getByRole("button", { name: /yes/i }).click();
  await expect(page).toHaveURL(`${site.base}signed-out`);
  await page.context().close();
});

test("saying no there is told plainly here", async ({ browser }) => {
  const page = await open(browser);
  await page.goto("sign-in");
  await page.getByRole("link", { name: "Sign in with Example Corp" }).click();
  await page.getByRole("link", { name: "[ Cancel ]" }).click();

  await expect(page.getByRole("heading", { name: "Example Corp said no" })).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page.getByPlaceholder("Enter any login")).toBeVisible();
  await page.context().close();
});

test("a new token stays on the page when its look is changed", async ({ browser }) => {
  const page = await open(browser);
  await signIn(page, "lou@example.com");
  await page.goto("me/tokens");
  await page.getByLabel("Name").fill("CI");
  await page.getByLabel("Read what you may read").check();
  await page.getByRole("button", { name: "Make the token" }).click();
  const token = await page.locator("code[data-copy]").innerText();

  await page.getByRole("button", { name: "Dark" }).click();

  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("button", { name: "Dark" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator("code[data-copy]")).toHaveText(token);
  await expect.poll(async () => (await page.context().cookies()).map((cookie) => cookie.value)).toContain("dark");
  await page.goto("me");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.context().close();
});

test("somebody with a password links the provider", async ({ browser }) => {
  const page = await open(browser);
  await signIn(page, "lou@example.com");
  await page.goto("me/sign-ins");
  await page.getByRole("button", { name: "Link Example Corp" }).click();
  await sayYes(page, "bo");

  await expect(page.getByText("From now on you can sign in with Example Corp, too.")).toBeVisible();
  await expect(page.getByRole("cell", { name: "bo.lind@example.com" })).toBeVisible();
  await expectGoodPage(page);
  await page.context().close();
});
