// Keeps a room's page as the room is: the server tells that something is new, the page asks for it.
// A video that is shown before and after stays as it is, and so does what was folded open.
(() => {
  const live = document.querySelector("#live");
  const offline = document.querySelector("[data-offline]");
  const RETRY = 1500; // milliseconds
  const inSight = () => live.querySelector(".now").dataset;
  let events = null;
  let asking = false;
  let again = false;

  function connect() {
    events?.close();
    events = new EventSource(live.dataset.events);
    events.onmessage = ({ data }) => {
      offline.hidden = true;
      const { version, news, tally } = inSight();
      const shown = tally === undefined ? `${version}.${news}` : `${version}.${news}.${tally}`;
      if (data !== shown) refresh();
    };
    events.addEventListener("gone", () => location.reload());
    events.onerror = () => { // the browser itself gives up where it is answered with an error
      offline.hidden = false;
      events.close();
      setTimeout(connect, RETRY);
    };
  }

  async function refresh() {
    again = asking;
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(live.dataset.now + location.search, { cache: "no-store" });
      if (answer.status === 403 || answer.status === 404) location.reload();
      else if (answer.ok) show(await answer.text());
      else setTimeout(refresh, RETRY);
    } catch {
      offline.hidden = false;
      setTimeout(refresh, RETRY);
    }
    asking = false;
    if (again) refresh();
  }

  function show(html) {
    const old = live.querySelector(".now");
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".now");
    const moved = fresh.dataset.version !== old.dataset.version;
    // who is typing is not disturbed by what concerns the reveal or the teacher's counts only
    if (!moved && old.querySelector("form.vote, form.why")) {
      old.dataset.news = fresh.dataset.news;
      return;
    }
    const video = old.querySelector("video");
    const place = fresh.querySelector("video");
    const same = video && place && video.dataset.file === place.dataset.file;
    const playing = same && !video.paused;
    if (same) place.replaceWith(video);
    for (const details of old.querySelectorAll("details[open]")) {
      const name = details.dataset.keep ?? details.className;
      const twin = [...fresh.querySelectorAll("details")]
        .find((one) => (one.dataset.keep ?? one.className) === name);
      if (twin) twin.open = true;
    }
    const held = document.activeElement?.closest(".now") && document.activeElement;
    old.replaceWith(fresh);
    if (playing) video.play().catch(() => {});
    if (held && !moved) fresh.querySelector(`[value="${held.value}"]`)?.focus();
    else if (moved) fresh.querySelector("h1")?.focus({ preventScroll: false });
    live.dispatchEvent(new CustomEvent("shown", { bubbles: true }));
  }

  live.show = show;
  connect();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) connect(); });
})();
