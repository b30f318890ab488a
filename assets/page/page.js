// The page's ties between what is true and what is said, its language, and what stays as a person
// left it. The page's HTML comes and goes, so listeners sit on the document.
(() => {
  // One tab stop a row of buttons; arrows go from one to the next inside of it.
  function rove(event, row) {
    const buttons = [...row.querySelectorAll("button")];
    const now = buttons.indexOf(event.target);
    const to = {
      ArrowLeft: now - 1, ArrowUp: now - 1, ArrowRight: now + 1, ArrowDown: now + 1,
      Home: 0, End: buttons.length - 1,
    }[event.key];
    if (to === undefined || now < 0) return null;
    event.preventDefault();
    const next = buttons[Math.min(Math.max(to, 0), buttons.length - 1)];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
    return next;
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = event.target.closest("[data-roving]");
    const next = row && rove(event, row);
    if (next?.dataset.tab) choose(next.dataset.tab);
  });

  // Of several backends one is compared with the ground truth at a time, the one chosen last.
  let chosen = null;
  function choose(name) {
    chosen = name;
    const tabs = [...document.querySelectorAll("[data-tab]")];
    if (!tabs.some((tab) => tab.dataset.tab === name)) return;
    for (const tab of tabs) {
      const here = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
      document.querySelector(`[data-panel="${CSS.escape(tab.dataset.tab)}"]`).hidden = !here;
    }
  }

  // A statement or clue that is pointed at, or else has the focus, lights up with all it is tied to.
  let pointed = null;
  function light() {
    const line = pointed ?? document.activeElement?.closest("[data-partners]");
    for (const lit of document.querySelectorAll(".say.lit")) lit.classList.remove("lit");
    if (!line) return;
    const partners = line.dataset.partners.split(" ").map((id) => document.getElementById(id));
    for (const lit of [line, ...partners]) lit?.classList.add("lit");
  }
  document.addEventListener("mouseover", (event) => {
    pointed = event.target.closest("[data-partners]");
    light();
  });
  for (const name of ["focusin", "focusout"]) document.addEventListener(name, light);

  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (tab) choose(tab.dataset.tab);
  });

  // What a person opened stays open when the columns are drawn again.
  const opened = new Set();
  document.addEventListener("toggle", (event) => {
    const key = event.target.dataset?.key;
    if (key) opened[event.target.open ? "add" : "delete"](key);
  }, true);

  function refresh() {
    for (const details of document.querySelectorAll("details[data-key]")) {
      if (opened.has(details.dataset.key) && !details.open) details.open = true;
    }
    const head = document.querySelector(".page-head");
    if (head) speak(head);
    if (chosen) choose(chosen);
    keepFocus();
  }

  // The language of the page is that of its title, its navigation and its address, which carries it
  // to the other page.
  let language = null;
  function speak({ lang, dataset }) {
    const { served, title, pages } = dataset; // every page is served in the same language
    document.documentElement.lang = lang;
    if (document.title !== title) document.title = title;
    if (lang !== (language ?? served)) {
      history.replaceState(history.state, "", inLanguage(location.href, lang, served));
    }
    language = lang;
    const names = JSON.parse(pages);
    document.querySelectorAll("nav a").forEach((link, at) => {
      link.href = inLanguage(link.href, lang, served);
      if (link.textContent !== names[at]) link.textContent = names[at];
    });
  }
  function inLanguage(address, lang, served) {
    const url = new URL(address);
    if (lang === served) url.searchParams.delete("lang");
    else url.searchParams.set("lang", lang);
    return url.href;
  }

  // The button that was pressed can't be pressed again at once: the focus goes to the other one.
  let pressed = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest("#explain")) pressed = true;
  });
  function keepFocus() {
    if (!pressed || document.activeElement !== document.body) return;
    const [explain, cancel] = ["#explain", "#cancel"].map((id) => document.querySelector(id));
    (cancel.disabled ? explain : cancel).focus();
    if (cancel.disabled && !explain.disabled) pressed = false;
  }
  new MutationObserver(refresh).observe(document, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"],
  });
})();
