// The page's moments: anything with data-seek shows that moment, a click on a track shows that point,
// the playhead follows the player, and the words are its captions; and the ties between what is true
// and what is said. The page's HTML comes and goes, so listeners sit on the document.
(() => {
  const player = () => document.querySelector("#player video");
  const moments = () => document.querySelector(".moments");
  let until = Infinity; // where the moment that is playing ends
  let captionsOn = true;

  function show(start, end = Infinity) {
    const video = player();
    if (!video) return;
    until = end;
    video.currentTime = start;
    bringAlong();
    if (end !== Infinity) video.play().catch(() => {});
  }

  // Where the player is out of sight, a small one is docked at the top, and goes back when it is
  // reached or closed. What was chosen is never under it: the page scrolls to where both are seen.
  const place = document.createElement("div");
  const close = document.createElement("button");
  close.type = "button";
  close.id = "close-player";
  close.textContent = "×";
  let asked = null; // the button of the moment that was chosen last
  function bringAlong() {
    const box = document.querySelector("#player");
    const { top, bottom } = box.getBoundingClientRect();
    if (!box.classList.contains("docked")) {
      if (bottom > 80 && top < innerHeight - 80) return;
      place.style.height = `${box.offsetHeight}px`;
      box.before(place);
      box.append(close);
      box.classList.add("docked");
      nameClose();
    }
    const docked = box.offsetHeight;
    document.documentElement.style.setProperty("--docked", `${docked + 8}px`);
    const chosen = asked?.getBoundingClientRect();
    if (chosen && chosen.top < docked + 8) scrollBy(0, chosen.top - docked - 8);
  }
  function nameClose() {
    if (place.isConnected) close.ariaLabel = close.title = moments()?.dataset.close ?? "";
  }
  function settle() {
    document.querySelector("#player").classList.remove("docked");
    document.documentElement.style.removeProperty("--docked");
    place.remove();
    close.remove();
  }
  function dismiss() {
    const box = document.querySelector("#player");
    if (box.contains(document.activeElement)) asked?.focus({ preventScroll: true });
    player()?.pause();
    settle();
  }
  document.addEventListener("scroll", () => {
    if (!place.isConnected) return;
    const { top, bottom } = place.getBoundingClientRect();
    if (bottom < 80 || top > innerHeight - 80) return;
    settle();
  }, { passive: true });

  function follow() {
    const video = player();
    const line = moments();
    if (!video || !line) return;
    const { start, end } = line.dataset;
    const share = (video.currentTime - start) / (end - start);
    line.style.setProperty("--now", Math.min(Math.max(share, 0), 1));
    const slider = line.querySelector("[role=slider]");
    if (!slider) return;
    const told = { now: video.currentTime.toFixed(1), end: Number(end).toFixed(1) };
    slider.setAttribute("aria-valuenow", told.now);
    slider.setAttribute("aria-valuetext", slider.dataset.told.replace(/{(\w+)}/g, (_, name) => told[name]));
  }

  // The playhead by keyboard: arrows a tenth of a second, pages a whole one.
  function slide(event, line) {
    const { start, end } = line.dataset;
    const now = player()?.currentTime ?? 0;
    const to = {
      ArrowLeft: now - 0.1, ArrowDown: now - 0.1, ArrowRight: now + 0.1, ArrowUp: now + 0.1,
      PageDown: now - 1, PageUp: now + 1, Home: Number(start), End: Number(end),
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(Math.min(Math.max(to, start), end));
  }

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
    if (event.key === "Escape" && place.isConnected) return dismiss();
    if (event.target.matches("[role=slider][data-track]")) return slide(event, moments());
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

  // Captions are made from the words of the line of time: no file of what was said exists.
  function caption() {
    const video = player();
    const line = moments();
    if (!video || !line) return;
    const words = line.dataset.captions;
    video.captions ??= video.addTextTrack("captions", "captions");
    video.captions.mode = captionsOn ? "showing" : "hidden";
    if (video.captioned === words) return;
    video.captioned = words;
    for (const cue of [...(video.captions.cues ?? [])]) video.captions.removeCue(cue);
    for (const { text, start, end } of JSON.parse(words)) {
      const cue = new VTTCue(start, end, "");
      cue.text = text.replace(/[<&>]/g, (letter) => `&#${letter.charCodeAt(0)};`);
      video.captions.addCue(cue);
    }
  }

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
    const toggle = event.target.closest("[data-captions-toggle]");
    if (toggle) {
      captionsOn = !captionsOn;
      return refresh();
    }
    if (event.target === close) return dismiss();
    const tab = event.target.closest("[data-tab]");
    if (tab) return choose(tab.dataset.tab);
    const moment = event.target.closest("[data-seek]");
    if (moment) {
      asked = moment;
      return show(Number(moment.dataset.seek), Number(moment.dataset.until));
    }
    const track = event.target.closest("[data-track]");
    if (!track) return;
    const { start, end } = track.closest(".moments").dataset;
    const box = track.getBoundingClientRect();
    show(Number(start) + ((event.clientX - box.left) / box.width) * (end - start));
  });

  // Media events don't bubble, but they can be caught on the way down.
  document.addEventListener("timeupdate", (event) => {
    if (event.target !== player()) return;
    if (event.target.currentTime >= until) {
      until = Infinity;
      event.target.pause();
    }
    follow();
  }, true);
  for (const name of ["seeking", "loadedmetadata"]) {
    document.addEventListener(name, () => { follow(); caption(); }, true);
  }

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
    for (const toggle of document.querySelectorAll("[data-captions-toggle]")) {
      toggle.setAttribute("aria-pressed", String(captionsOn));
    }
    for (const button of document.querySelectorAll("[data-unfold]")) fold(button);
    const head = document.querySelector(".page-head");
    if (head) speak(head);
    document.querySelector("#status")?.setAttribute("aria-live", "polite"); // what changes is spoken
    if (document.querySelector(".clip-gallery, #start")) open();
    nameClose();
    if (chosen) choose(chosen);
    keepFocus();
    caption();
    follow();
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
