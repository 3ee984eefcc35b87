/*
 * Keys for those who work through a queue. Each thing says its own key in the page (data-key, or
 * data-key-focus around a field); nothing here knows what they do. Switched off with the others.
 */
(() => {
  "use strict";

  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const FIELDS = "textarea, select, input:not([type=hidden])";

  const isTyping = (element) =>
    element.isContentEditable || element.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");

  const focusField = (field) => {
    if (!field) return false;
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    field.focus();
    field.scrollIntoView({ block: "nearest" });
    return true;
  };

  /* A field is gone to, what is folded away opens at its first field, all else is pressed. */
  const press = (key, within = document) => {
    const around = find(`[data-key-focus="${key}"]`, within);
    if (around) return focusField(find(FIELDS, around));
    const element = find(`[data-key="${key}"]`, within);
    if (!element) return false;
    if (element.matches("summary")) return focusField(find(FIELDS, element.parentElement));
    if (element.matches(FIELDS)) return focusField(element);
    element.click();
    return true;
  };

  /* Real focus marks the row, so Enter, Ctrl+Enter and screen readers need no help from here. */
  const rows = () => all("[data-row]");
  const marked = () => document.activeElement?.closest("[data-row]");
  const move = (step) => {
    const lines = rows();
    if (lines.length === 0) return false;
    const at = lines.indexOf(marked());
    const to = lines[at < 0 ? 0 : Math.min(Math.max(at + step, 0), lines.length - 1)];
    find("[data-row-link]", to).focus();
    to.scrollIntoView({ block: "nearest" });
    return true;
  };

  /* In a list, the key acts on the marked row: there, or on the page that the row leads to. */
  const inRow = (key) => {
    const row = marked() ?? rows()[0];
    if (!row) return false;
    if (press(key, row)) return true;
    if (!/^[abehlnrt]$/.test(key)) return false;
    location.assign(`${find("[data-row-link]", row).href}#do-${key}`);
    return true;
  };

  const showKeys = () => {
    const help = find("#keyboard-help");
    help.open = true;
    find("summary", help).focus();
    help.scrollIntoView({ block: "nearest" });
    return true;
  };

  const single = (key) => {
    if (key === "?") return showKeys();
    if (key === "j") return move(1);
    if (key === "k") return move(-1);
    return rows().length > 0 ? inRow(key) : press(key);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || find("dialog[open]")) return;
    const typing = isTyping(event.target);
    let done = false;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.matches?.("textarea")) {
      const form = event.target.form;
      form?.requestSubmit(find("[data-main]", form) ?? undefined);
      done = Boolean(form);
    } else if (event.ctrlKey || event.metaKey) {
      return;
    } else if (typing) {
      /* Out of the field, so that the keys are keys again. The question box has its own use for it. */
      if (event.key === "Escape" && !event.target.matches("[data-ask]")) event.target.blur();
    } else if (root.dataset.keys === "on" && event.key.length === 1) {
      done = single(event.key);
    }
    if (done) event.preventDefault();
  });

  for (const element of all("[data-key]")) element.setAttribute("aria-keyshortcuts", element.dataset.key);

  /* Where one goes on writing, behind what is there already. */
  const goOn = find("[data-go-on]");
  if (goOn) {
    const field = find(FIELDS, goOn);
    focusField(field);
    field.setSelectionRange?.(field.value.length, field.value.length);
  }

  const asked = location.hash.match(/^#do-([a-z])$/);
  if (asked) {
    history.replaceState(history.state, "", location.pathname + location.search);
    press(asked[1]);
  }
})();
