// A link to what is shown: made where it is asked for, and followed where a page is opened by one.
(() => {
  const player = () => document.querySelector("#player video");

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-link]");
    if (!button) return;
    const url = new URL(button.dataset.link, location.href);
    const time = player()?.currentTime ?? 0;
    if (time > 0) url.searchParams.set("at", time.toFixed(2));
    const field = button.parentElement.querySelector("input");
    field.value = url.href;
    field.hidden = false;
    field.focus();
    field.select();
    let copied = false;
    try {
      await navigator.clipboard.writeText(url.href); // not there on a page without https
      copied = true;
    } catch {
      copied = document.execCommand("copy");
    }
    if (copied) button.parentElement.querySelector("[role=status]").textContent = button.dataset.copied;
  });

  // The moment that the address names, until the person does something: the player's clip changes
  // while the page opens.
  const at = parseFloat(new URLSearchParams(location.search).get("at"));
  if (!(at > 0)) return;
  let waiting = true;
  for (const name of ["pointerdown", "keydown"]) {
    addEventListener(name, () => { waiting = false; }, { capture: true, once: true });
  }
  document.addEventListener("loadedmetadata", (event) => {
    if (waiting && event.target === player()) event.target.currentTime = Math.min(at, event.target.duration);
  }, true);
})();
