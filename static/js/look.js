/*
 * Light or dark, without leaving the page: what a form was answered with, such as a new token, is
 * shown this once.
 */
(() => {
  "use strict";

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-look]");
    const chosen = event.submitter;
    if (!form || !chosen?.value) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form));
    fields.set(chosen.name, chosen.value);
    document.documentElement.dataset.theme = chosen.value;
    for (const button of form.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", String(button === chosen));
    /*
     * `keepalive`: who goes on to another page at once has chosen all the same. Where it could not
     * be kept the page looks right until the next.
     */
    fetch(form.action, { method: "POST", body: fields, redirect: "manual", keepalive: true }).catch(() => {});
  });
})();
