// The browser tests; `tests/run browser` starts them. One Chromium, the one of the system.
import { defineConfig } from "@playwright/test";

const story = { testMatch: "story.spec.js" };
const projects = [
  { name: "sqlite", ...story, use: { place: { thorough: true } } },
  { name: "nginx", ...story, use: { place: { proxy: true }, ignoreHTTPSErrors: true } },
  { name: "pages", testMatch: ["pages.spec.js", "keyboard.spec.js", "search.spec.js", "queue.spec.js", "without-javascript.spec.js", "term.spec.js", "published.spec.js", "sign-in.spec.js", "drafts.spec.js"] },
];
if (process.env.DRAWBRIDGE_TEST_POSTGRES) {
  projects.push({ name: "postgres", ...story, use: { place: { postgres: process.env.DRAWBRIDGE_TEST_POSTGRES } } });
}

export default defineConfig({
  projects,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  outputDir: process.env.DRAWBRIDGE_BROWSER_RESULTS ?? "node_modules/.results",
  use: {
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
