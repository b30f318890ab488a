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

  // A long text is folded, and stays as a person left it when it is drawn again.
  const unfolded = new Set();
  function fold(button) {
    const open = unfolded.has(button.dataset.unfold);
    button.previousElementSibling.classList.toggle("unfolded", open);
    button.setAttribute("aria-expanded", String(open));
    const told = open ? button.dataset.less : button.dataset.more;
    if (button.textContent !== told) button.textContent = told;
  }

  document.addEventListener("click", (event) => {
    const unfold = event.target.closest("[data-unfold]");
    if (unfold) {
      const key = unfold.dataset.unfold;
      unfolded[unfolded.has(key) ? "delete" : "add"](key);
      return fold(unfold);
    }
    if (event.target.closest("[data-reveal]")) document.querySelector("#guess input").click();
    const about = document.querySelector(".about[open]");
    if (about && !about.contains(event.target)) about.open = false;
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
    for (const button of document.querySelectorAll("[data-unfold]")) fold(button);
    const head = document.querySelector(".page-head");
    if (head) speak(head);
    document.querySelector("#status")?.setAttribute("aria-live", "polite"); // what changes is spoken
    if (document.querySelector(".clip-gallery, #start")) open();
    if (chosen) choose(chosen);
    keepFocus();
  }

  // The language of the page is that of its title, its navigation and its address, which carries it
  // to the other page.
  let language = null;
  function speak({ lang, dataset }) {
    const { offered, title, pages } = dataset;
    const own = spoken(JSON.parse(offered));
    document.documentElement.lang = lang;
    if (document.title !== title) document.title = title;
    if (language !== null && lang !== language) {
      history.replaceState(history.state, "", inLanguage(location.href, lang, own));
    }
    language = lang;
    const names = JSON.parse(pages);
    document.querySelectorAll("nav a").forEach((link, at) => {
      link.href = inLanguage(link.href, lang, own);
      if (link.textContent !== names[at]) link.textContent = names[at];
    });
  }
  // The language in which every page opens whose address names none: the server sees the same list.
  function spoken(offered) {
    const tags = navigator.languages.map((tag) => tag.split("-")[0].toLowerCase());
    return tags.find((tag) => offered.includes(tag)) ?? offered[0];
  }
  function inLanguage(address, lang, own) {
    const url = new URL(address);
    if (lang === own) url.searchParams.delete("lang");
    else url.searchParams.set("lang", lang);
    return url.href;
  }

  // Nothing is shown before it has its place and its language: nothing jumps.
  let isOpen = false;
  function open() {
    if (isOpen) return;
    isOpen = true;
    requestAnimationFrame(() => requestAnimationFrame(
      () => document.documentElement.classList.remove("opening")));
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
