// The page's moments: anything with data-seek shows that moment, a click on a track shows that point,
// the playhead follows the player, and the words are its captions. The page's HTML comes and goes, so
// listeners sit on the document.
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

  // Where the player is out of sight, it floats beside what is read, and goes back when it is reached.
  const place = document.createElement("div");
  function bringAlong() {
    const box = document.querySelector("#player");
    const { top, bottom } = box.getBoundingClientRect();
    if (box.classList.contains("afloat") || (bottom > 80 && top < innerHeight - 80)) return;
    place.style.height = `${box.offsetHeight}px`;
    box.before(place);
    box.classList.add("afloat");
  }
  document.addEventListener("scroll", () => {
    if (!place.isConnected) return;
    const { top, bottom } = place.getBoundingClientRect();
    if (bottom < 80 || top > innerHeight - 80) return;
    document.querySelector("#player").classList.remove("afloat");
    place.remove();
  }, { passive: true });

  function follow() {
    const video = player();
    const line = moments();
    if (!video || !line) return;
    const { start, end } = line.dataset;
    const share = (video.currentTime - start) / (end - start);
    line.style.setProperty("--now", Math.min(Math.max(share, 0), 1));
  }

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

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-captions-toggle]");
    if (toggle) {
      captionsOn = !captionsOn;
      return refresh();
    }
    const moment = event.target.closest("[data-seek]");
    if (moment) return show(Number(moment.dataset.seek), Number(moment.dataset.until));
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
    const head = document.querySelector(".page-head");
    if (head) {
      document.documentElement.lang = head.lang;
      if (document.title !== head.dataset.title) document.title = head.dataset.title;
    }
    keepFocus();
    caption();
    follow();
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
