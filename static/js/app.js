/*
 * What the pages of Drawbridge do beyond HTML. Everything here is an addition: without it each
 * page still works, only slower. No inline handlers and no eval, because the CSP forbids both.
 */
(() => {
  "use strict";

  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* Storage throws where cookies are blocked; then nothing is remembered, and nothing else breaks. */
  const remember = (store, key, value) => {
    try {
      if (value === undefined) return window[store].getItem(key);
      if (value === null) window[store].removeItem(key);
      else window[store].setItem(key, value);
    } catch { /* as said above */ }
    return null;
  };

  /* ---- Words for screen readers ------------------------------------------------------------ */

  /* The region is in the page from the start: most readers ignore one that arrives with its words. */
  let saying;
  const announce = (words, wait = 0) => {
    const region = find("#announcer");
    if (!region) return;
    clearTimeout(saying);
    region.textContent = "";
    saying = setTimeout(() => { region.textContent = words; }, wait + 50);
  };

  /* ---- Keys ---------------------------------------------------------------------------------- */

  /* WCAG 2.1.4: a shortcut of one character must be possible to switch off (speech input types them). */
  const KEYS = "drawbridge-single-keys";
  const showKeys = (on) => { root.dataset.keys = on ? "on" : "off"; };
  showKeys(remember("localStorage", KEYS) !== "off");

  const isTyping = (element) =>
    element.isContentEditable || element.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
  const box = () => find("main [data-ask]") ?? find("[data-ask]");
  const hits = () => all("#results .hit");

  const focusBox = () => {
    const input = box();
    if (!input) return false;
    input.focus();
    input.select();
    return true;
  };

  /* Real focus moves along the links, so readers, Enter and Ctrl+Enter need no help from here. */
  const moveAlongHits = (event) => {
    const links = hits();
    const at = links.indexOf(document.activeElement);
    const inBox = document.activeElement === box();
    if (links.length === 0 || (at < 0 && !inBox)) return;

    let to = null;
    if (event.key === "ArrowDown") to = inBox ? links[0] : links[Math.min(at + 1, links.length - 1)];
    else if (inBox) return;
    else if (event.key === "ArrowUp") to = links[at - 1] ?? box();
    else if (event.key === "Home") to = links[0];
    else if (event.key === "End") to = links.at(-1);
    else if (event.key === "Escape") to = box();
    if (!to) return;

    event.preventDefault();
    to.focus();
    to.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      if (focusBox()) event.preventDefault();
    } else if (plain && event.key === "/" && root.dataset.keys === "on" && !isTyping(event.target)) {
      if (focusBox()) event.preventDefault();
    } else if (plain && !event.shiftKey) {
      moveAlongHits(event);
    }
  });

  /* ---- Live search ------------------------------------------------------------------------- */

  document.addEventListener("htmx:after:swap", (event) => {
    const input = event.target.closest?.("[data-live]");
    enrich(document);
    if (!input) return;

    /* The address follows the box, so a reload or a copied link shows the same answers. */
    const address = new URL(input.form.action);
    for (const [name, value] of new FormData(input.form)) if (value) address.searchParams.set(name, value);
    if (input.value || location.pathname === address.pathname) {
      history.replaceState(history.state, "", address);
      document.title = `${input.value || "Search"} · Drawbridge`;
    }

    /* The line arrives with its words, which few readers announce, and some twice: say it once, from one place. */
    const status = find("#results-status");
    if (!status) return;
    status.setAttribute("aria-live", "off");
    announce(status.textContent, 400);
  });

  document.addEventListener("htmx:error", (event) => {
    if (!event.target.closest?.("[data-live]")) return;
    const status = find("#results-status");
    const words = "No answer came back. Press Enter to try again.";
    if (status) status.textContent = words;
    announce(words);
  });

  /* ---- Copying ----------------------------------------------------------------------------- */

  /* navigator.clipboard is missing on plain http, which an intranet may well use. */
  const copy = async (text) => {
    if (navigator.clipboard) {
      try { await navigator.clipboard.writeText(text); return true; } catch { /* the old way, then */ }
    }
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    const before = document.activeElement;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus?.();
    return done;
  };

  /* Of a flow line what is drawn, which reads as it was written, and not the sentence for screen readers. */
  const flowText = (flow) =>
    [...flow.children].filter((part) => !part.matches(".visually-hidden, .flow-word")).map((part) => part.textContent).join("");

  /* data-copy: the text itself, "#id" for the text of an element, or nothing for one's own. */
  const textToCopy = (holder) => {
    const said = holder.dataset.copy;
    if (said?.startsWith("#")) { const other = find(said); return other?.value ?? other?.innerText ?? ""; }
    if (holder.matches(".flow-list")) return all(".flow", holder).map(flowText).join("\n");
    return said || (find("code", holder) ?? holder).innerText;
  };

  const copyButton = (holder) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", () => copyFrom(holder, button));
    return button;
  };

  const copyFrom = async (holder, button) => {
    const before = button.dataset.label ??= button.textContent;
    const done = await copy(textToCopy(holder));
    button.textContent = done ? "Copied" : "Select and copy";
    announce(done ? "Copied" : "Copying failed: select the text and copy it.");
    setTimeout(() => { button.textContent = before; }, 2000);
  };

  const addCopyButtons = (within) => {
    for (const pre of all("pre:not([data-ready])", within)) {
      pre.dataset.ready = "";
      const frame = document.createElement("div");
      frame.className = "code";
      pre.replaceWith(frame);
      frame.append(pre, copyButton(pre));
      if (pre.scrollWidth > pre.clientWidth && !pre.hasAttribute("tabindex")) pre.tabIndex = 0;
    }
    for (const list of all(".prose .flow-list:not([data-ready])", within)) {
      list.dataset.ready = "";
      const frame = document.createElement("div");
      frame.className = "code";
      list.replaceWith(frame);
      frame.append(list, copyButton(list));
    }
    /* A heading's link is followed as well: the address bar shows what was copied. */
    for (const anchor of all("a.anchor:not([data-ready])", within)) {
      anchor.dataset.ready = "";
      anchor.addEventListener("click", async () => { if (await copy(anchor.href)) announce("Link copied"); });
    }
    for (const holder of all("[data-copy]:not([data-ready])", within)) {
      holder.dataset.ready = "";
      if (holder.matches("button")) {
        holder.hidden = false;
        holder.addEventListener("click", () => copyFrom(holder, holder));
      } else {
        holder.after(" ", copyButton(holder));
      }
    }
  };

  /* ---- Drafts ------------------------------------------------------------------------------ */

  /* A draft lives in the tab (sessionStorage), under the person, the page (or what the form says it is
     about) and the form's own name. Hidden fields (tokens), passwords and files are never kept. */
  const DRAFT = "drawbridge-draft:";
  const SENT = "drawbridge-sent";
  const draftKey = (form) =>
    `${DRAFT}${root.dataset.person ?? ""}:${form.dataset.draftOf ?? location.pathname}:${form.dataset.draft}`;
  const keepable = (form) => [...form.elements].filter((field) =>
    field.name && field.matches("textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit], [type=button])"));
  const isTick = (field) => field.type === "checkbox" || field.type === "radio";
  const given = (field) => isTick(field) ? String(field.defaultChecked)
    : field.options ? [...field.options].filter((o) => o.defaultSelected).map((o) => o.value).join()
    : field.defaultValue;
  const typed = (field) => isTick(field) ? String(field.checked) : field.value;
  const nameOf = (field) => isTick(field) ? `${field.name}=${field.value}` : field.name;

  const saveDraft = (form) => {
    if (leaving) return;
    const words = {};
    for (const field of keepable(form)) {
      if (typed(field) !== given(field)) words[nameOf(field)] = [given(field), typed(field)];
    }
    remember("sessionStorage", draftKey(form), Object.keys(words).length ? JSON.stringify(words) : null);
  };

  const restoreDraft = (form) => {
    let words;
    try { words = JSON.parse(remember("sessionStorage", draftKey(form)) ?? "null"); } catch { /* not ours */ }
    let restored = false;
    for (const field of words ? keepable(form) : []) {
      const [base, text] = words[nameOf(field)] ?? [];
      /* What the server sends wins, unless it is what the draft was typed over. */
      if (text === undefined || (given(field) !== base && given(field) !== "")) continue;
      if (typed(field) === text) continue;
      if (isTick(field)) field.checked = text === "true";
      else field.value = text;
      restored = true;
    }
    if (restored) sayRestored(form);
  };

  /* Nobody sends the words of another day unawares. */
  const sayRestored = (form) => {
    const note = document.createElement("p");
    note.className = "muted small";
    note.dataset.restored = "";
    note.textContent = "What you typed here before is back. ";
    const afresh = document.createElement("button");
    afresh.type = "button";
    afresh.className = "button quiet small";
    afresh.textContent = "Start afresh";
    afresh.addEventListener("click", () => {
      form.reset();
      dropDraft(form);
      note.remove();
      keepable(form)[0]?.focus();
    });
    note.append(afresh);
    form.prepend(note);
    announce(note.firstChild.textContent, 400);
  };

  const dropDraft = (form) => {
    clearTimeout(saving);
    remember("sessionStorage", draftKey(form), null);
  };

  /* Whoever cancels does not want it. */
  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("[data-cancel]")?.closest("form[data-draft]");
    /* Opened in another tab, it cancels nothing here. */
    if (!form || event.ctrlKey || event.metaKey || event.shiftKey) return;
    form.reset();
    dropDraft(form);
  });

  /* The draft goes once its form was sent and a page came back that is neither a failure nor the
     same form with problems. Going back or reloading proves nothing, so the draft stays then. */
  let tried = [];
  const settleDrafts = () => {
    const keys = remember("sessionStorage", SENT);
    const how = performance.getEntriesByType("navigation")[0]?.type;
    if (!keys || how === "back_forward" || how === "reload") return;
    remember("sessionStorage", SENT, null);
    /* The next sending from this page takes them along: its form may stand under another key. */
    if (find("[data-problems], [data-failed]")) tried = keys.split("\n");
    else for (const key of keys.split("\n")) remember("sessionStorage", key, null);
  };

  /* Whoever signs in next in this tab finds nothing of what was typed before. */
  let leaving = false;
  const forgetDrafts = () => {
    leaving = true;
    clearTimeout(saving);
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(DRAFT)) sessionStorage.removeItem(key);
    } catch { /* nothing was kept, then */ }
  };

  let saving;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-draft]")) return;
    clearTimeout(saving);
    saving = setTimeout(() => saveDraft(form), 200);
  });
  addEventListener("pagehide", () => {
    for (const form of all("form[data-draft]")) if (!form.dataset.sending) saveDraft(form);
  });

  /* ---- Sending ----------------------------------------------------------------------------- */

  const ask = (form, submitter, words) => {
    const dialog = document.createElement("dialog");
    dialog.className = "confirm";
    const inner = document.createElement("form");
    inner.method = "dialog";
    const text = document.createElement("p");
    text.id = "confirm-words";
    text.textContent = words;
    dialog.setAttribute("aria-labelledby", text.id);
    const row = document.createElement("div");
    row.className = "actions";
    const yes = document.createElement("button");
    yes.className = "button danger";
    yes.value = "yes";
    yes.textContent = submitter?.textContent.trim() || "Go on";
    const no = document.createElement("button");
    no.className = "button quiet";
    no.value = "no";
    no.textContent = "Keep it";
    no.autofocus = true;
    row.append(yes, no);
    inner.append(text, row);
    dialog.append(inner);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      const sure = dialog.returnValue === "yes";
      dialog.remove();
      if (!sure) { submitter?.focus(); return; }
      /* Tells the server that it need not ask on a page of its own. */
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "confirmed";
      field.value = "yes";
      form.append(field);
      form.dataset.confirmed = "";
      form.requestSubmit(submitter);
    });
    dialog.showModal();
  };

  /* Capturing, so that a question comes before htmx and everything else that listens. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const words = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (words && !("confirmed" in form.dataset)) {
      event.preventDefault();
      event.stopPropagation();
      ask(form, event.submitter, words);
      return;
    }
    /* The server would drop the repeat by its `once`; this spares the visitor the doubt. */
    if (form.dataset.sending) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  const release = (form) => {
    delete form.dataset.sending;
    delete form.dataset.confirmed;
    for (const field of all("input[name=confirmed]", form)) field.remove();
    for (const button of all("button", form)) button.removeAttribute("aria-disabled");
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    /* The attribute, because a field named "method" would stand in for the property. */
    if (form.getAttribute("method")?.toLowerCase() !== "post" || (event.defaultPrevented && !form.matches("[hx-post]"))) return;
    if (form.matches("[data-draft]")) {
      saveDraft(form);
      remember("sessionStorage", SENT, [...new Set([...tried, draftKey(form)])].join("\n"));
    }
    if (form.matches("[data-sign-out]")) forgetDrafts();
    form.dataset.sending = "yes";
    /* aria-disabled, not disabled: a disabled button would not send its name and value. */
    for (const button of all("button:not([type=button])", form)) button.setAttribute("aria-disabled", "true");
    /* A download leaves the page where it is, and a lost network too: 8 s is past any honest answer. */
    setTimeout(() => release(form), 8000);
  });

  document.addEventListener("htmx:finally:request", (event) => {
    const form = event.target.closest?.("form");
    if (!form) return;
    release(form);
    const status = event.detail?.ctx?.response?.status ?? 0;
    if (form.matches("[data-draft]") && status >= 200 && status < 400) {
      remember("sessionStorage", draftKey(form), null);
      remember("sessionStorage", SENT, null);
    }
  });

  addEventListener("pageshow", () => all("form[data-sending]").forEach(release));

  /* ---- Every page -------------------------------------------------------------------------- */

  const enrich = (within) => {
    addCopyButtons(within);
    for (const part of all("[data-needs-script][hidden]", within)) part.hidden = false;
  };

  settleDrafts();
  all("form[data-draft]").forEach(restoreDraft);
  enrich(document);

  const toggle = find("[data-single-keys]");
  if (toggle) {
    toggle.checked = root.dataset.keys === "on";
    toggle.addEventListener("change", () => {
      remember("localStorage", KEYS, toggle.checked ? null : "off");
      showKeys(toggle.checked);
    });
  }
})();
