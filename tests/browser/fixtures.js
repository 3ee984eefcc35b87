// What every browser test gets: pages that fail on console errors and on what
// the content security policy refuses, and checks of what a page must be.
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect } from "@playwright/test";
import { PASSWORD } from "./site.js";

export { expect };

export const test = base.extend({
  /** Where the site runs: see `startSite`. Set by the project. */
  place: [{}, { option: true, scope: "worker" }],
  /** Opens a browser of its own for somebody: `visit()`, or signed in, `visit("dana@example.com")`. */
  visit: async ({ browser }, use, info) => {
    const contexts = [];
    const complaints = [];
    await use(async (site, email, options = {}) => {
      const context = await browser.newContext({
        baseURL: site.base,
        ignoreHTTPSErrors: Boolean(info.project.use.ignoreHTTPSErrors),
        ...options,
      });
      contexts.push(context);
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) =>
          console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`),
        );
      });
      const page = await context.newPage();
      watch(page, site, complaints);
      if (email) await signIn(page, email);
      return page;
    });
    for (const context of contexts) await context.close();
    expect(complaints).toEqual([]);
  },
});

/** Notes what a browser complains of, and requests that leave the site. */
function watch(page, site, complaints) {
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(site.base) && !url.startsWith("data:") && !url.startsWith("blob:")) {
      complaints.push(`${page.url()} asks for ${url}`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 500) complaints.push(`${response.url()} answers ${response.status()}`);
  });
}

/** Signs in through the form. */
export async function signIn(page, email) {
  await page.goto("sign-in");
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
}

/** axe in light and dark, and no sideways scrolling at 320 pixels. */
export async function expectGoodPage(page) {
  const size = page.viewportSize();
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    expect(passes.length, "axe looked at the page").toBeGreaterThan(10);
    const found = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.html) }));
    expect.soft(found, `axe on ${page.url()}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(wide, `${page.url()} is wider than 320 pixels by`).toBeLessThanOrEqual(0);
  if (size) await page.setViewportSize(size);
}
