// The moment: anything with data-seek plays from there to its data-until and lights up with its lane
// and the box about the face; a click on a track shows that point; the playhead follows the player,
// and the words are its captions. The page's HTML comes and goes, so listeners sit on the document.
(() => {
  const player = () => document.querySelector("#player video");
  const moments = () => document.querySelector(".moments");
  const MODALITIES = ["visual", "acoustic", "lexical"];
  const WINDOW = 6; // seconds that the lanes show of a longer clip, until a person zooms
  let until = Infinity; // where the moment that is playing ends
  let captionsOn = true;
  let zoom = null; // a person's own; else what shows WINDOW
  let whose = null; // the backend whose lanes were chosen last
  let tableOpen = false;

  function show(start, end = Infinity) {
    const video = player();
    if (!video) return;
    until = end;
    video.currentTime = start;
    if (end !== Infinity) video.play().catch(() => {});
  }

  // The playhead, the boxes and the end of the moment keep time with each picture that is drawn.
  let following = false;
  function tick() {
    const video = player();
    if (!video) return (following = false);
    if (video.currentTime >= until) {
      video.pause();
      until = Infinity;
    }
    follow();
    following = !video.paused && requestAnimationFrame(tick) > 0;
  }
  function follow() {
    const video = player();
    const line = moments();
    if (!video || !line) return;
    const { start, end } = line.dataset;
    const now = Math.min(Math.max((video.currentTime - start) / (end - start), 0), 1);
    line.style.setProperty("--now", now);
    document.dispatchEvent(new CustomEvent("moment:now", { detail: video.currentTime }));
    const lanes = line.querySelector(".lanes:not([hidden])");
    if (!lanes) return;
    keepInView(lanes, now);
    const slider = lanes.querySelector("[role=slider]");
    const told = { now: video.currentTime.toFixed(1), end: Number(end).toFixed(1) };
    if (slider.ariaValueNow === told.now) return;
    slider.ariaValueNow = told.now;
    slider.ariaValueText = slider.dataset.told.replace(/{(\w+)}/g, (_, name) => told[name]);
  }
  function keepInView(lanes, now) {
    const name = lanes.querySelector(".lane-name").offsetWidth;
    const seen = lanes.clientWidth - name;
    const all = lanes.querySelector(".time").offsetWidth - name;
    const at = now * all - lanes.scrollLeft;
    if (all > seen + 1 && (at < 0 || at > 0.92 * seen)) lanes.scrollLeft = now * all - 0.1 * seen;
  }
  // Media events don't bubble, but they can be caught on the way down.
  for (const name of ["timeupdate", "play", "seeking", "seeked", "loadedmetadata"]) {
    document.addEventListener(name, (event) => {
      if (event.target !== player()) return;
      if (name === "loadedmetadata") {
        zoom = null; // another clip
        arrange();
        caption();
      }
      if (!following) tick();
    }, true);
  }

  // What belongs to a moment lights up: every mention of it, its modality's lanes, and the box.
  function lightUp(button) {
    const { seek, until: last } = button.dataset;
    const backend = button.closest("[data-backend]")?.dataset.backend;
    if (backend) chooseLanes(backend);
    const modality = button.closest("[data-modality]")?.dataset.modality
      ?? MODALITIES.find((name) => button.closest(`.${name}`));
    const person = button.closest("[data-person]")?.dataset.person ?? null;
    darken();
    const told = (button.dataset.moments ?? `${seek}-${last}`).trim().split(" ");
    const same = told.flatMap((moment) => {
      const [start, end] = moment.split("-");
      const found = `[data-seek="${start}"][data-until="${end}"], [data-moments~="${moment}"]`;
      return [...document.querySelectorAll(found)];
    });
    for (const one of [button, ...same]) {
      const its = one.closest("[data-modality]") ?? one.closest(`.${MODALITIES.join(",.")}`);
      const fits = !modality || !its || its.dataset.modality === modality || its.matches(`.${modality}`);
      if (fits) one.classList.add("lit");
    }
    const line = moments();
    const { start, end } = line?.dataset ?? {};
    const every = [...(line?.querySelectorAll(`.lanes:not([hidden]) .lane.${modality}`) ?? [])]
      .filter((lane) => !person || !lane.dataset.person || lane.dataset.person === person);
    const drawn = every.filter((lane) => lane.querySelector("button.lit"));
    for (const lane of drawn.length ? drawn : every) { // what no lane draws belongs to all of them
      const band = lane.querySelector(".band");
      band.style.left = `${(100 * (seek - start)) / (end - start)}%`;
      band.style.width = `${(100 * (last - seek)) / (end - start)}%`;
      band.hidden = false;
      lane.classList.add("lit");
    }
    document.dispatchEvent(new CustomEvent("moment:lit", { detail: { modality, person } }));
  }
  function darken() {
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
    for (const band of document.querySelectorAll(".band")) band.hidden = true;
    document.dispatchEvent(new CustomEvent("moment:lit", { detail: {} }));
  }

  // Whose lanes, how much time they show, and their table.
  function chooseLanes(name) {
    const line = moments();
    if (!line?.querySelector(`[data-lanes="${CSS.escape(name)}"]`)) return;
    whose = name;
    arrange();
  }
  function arrange() {
    const line = moments();
    if (!line) return;
    const every = [...line.querySelectorAll("[data-lanes]")];
    const shown = every.find((lanes) => lanes.dataset.lanes === whose) ?? every[0];
    for (const lanes of every) lanes.hidden = lanes !== shown || tableOpen;
    for (const table of line.querySelectorAll("[data-table-of]")) {
      table.hidden = !tableOpen || table.dataset.tableOf !== shown.dataset.lanes;
    }
    for (const tab of line.querySelectorAll("[data-lanes-of]")) {
      tab.ariaPressed = String(tab.dataset.lanesOf === shown.dataset.lanes);
    }
    const length = line.dataset.end - line.dataset.start;
    const now = zoom ?? Math.max(1, length / WINDOW);
    line.style.setProperty("--zoom", now);
    for (const button of line.querySelectorAll("[data-zoom]")) {
      button.disabled = tableOpen || (button.dataset.zoom < 1 ? now <= 1 : length / now <= 1);
    }
    const table = line.querySelector("[data-table]");
    table.ariaExpanded = table.ariaPressed = String(tableOpen);
    document.dispatchEvent(new CustomEvent("moment:lanes", { detail: shown }));
  }
  function zoomBy(factor) {
    const line = moments();
    const now = Number(line.style.getPropertyValue("--zoom"));
    const most = Math.max(1, line.dataset.end - line.dataset.start);
    zoom = Math.min(Math.max(now * factor, 1), most);
    arrange();
    follow();
  }

  // The playhead by keyboard: arrows a tenth of a second, pages a whole one; + and − zoom.
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

  // Captions are made from the words: no file of what was said exists.
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

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && place.isConnected) return dismiss();
    if (event.target.matches?.("[role=button][data-seek]") && [" ", "Enter"].includes(event.key)) {
      event.preventDefault();
      return event.target.click();
    }
    const line = event.target.closest?.(".moments");
    if (!line) return;
    if (event.key === "+" || event.key === "-") return zoomBy(event.key === "+" ? 2 : 0.5);
    if (event.target.matches("[role=slider][data-track]")) slide(event, line);
  });

  document.addEventListener("click", (event) => {
    const { target } = event;
    if (target === close) return dismiss();
    if (target.closest("[data-captions-toggle]")) captionsOn = !captionsOn;
    if (target.closest("[data-table]")) tableOpen = !tableOpen;
    const tool = target.closest("[data-zoom], [data-lanes-of]");
    if (tool?.dataset.zoom) zoomBy(tool.dataset.zoom);
    if (tool?.dataset.lanesOf) whose = tool.dataset.lanesOf;
    if (target.closest(".moments figcaption")) return refresh();
    const moment = target.closest("[data-seek]");
    if (moment) {
      asked = moment;
      lightUp(moment);
      show(Number(moment.dataset.seek), Number(moment.dataset.until));
      return bringAlong();
    }
    const track = target.closest("[data-track]");
    if (!track) return;
    const { start, end } = track.closest(".moments").dataset;
    const box = track.getBoundingClientRect();
    darken();
    show(Number(start) + ((event.clientX - box.left) / box.width) * (end - start));
  });

  function refresh() {
    for (const toggle of document.querySelectorAll("[data-captions-toggle]")) {
      toggle.setAttribute("aria-pressed", String(captionsOn));
    }
    nameClose();
    arrange();
    caption();
    follow();
  }
  new MutationObserver(refresh).observe(document, { childList: true, subtree: true });
})();
