// The answer from fewer modalities, without asking anyone: what follows from each choice came with
// the page (templates in .views). Switched off is told as "not used here"; the whole comes back.
(() => {
  const MODALITIES = ["visual", "acoustic", "lexical"];
  const region = () => document.querySelector(".views");
  let off = new Set(); // modalities that are switched off
  let withHeard = false; // whether words heard in the sound stay without it
  let about = null; // the region as it was drawn last

  const there = () => [...region().querySelectorAll("[data-use]")].map(({ dataset }) => dataset.use);

  // What is left for one answer of what is switched on.
  function left({ has = "", heard }) {
    const used = has.split(" ").filter((modality) => !off.has(modality));
    const deaf = heard !== undefined && off.has("acoustic") && !withHeard;
    return used.filter((modality) => !deaf || modality !== "lexical");
  }

  function arrange() {
    const now = region();
    const unused = now ? there().filter((modality) => off.has(modality)) : [];
    document.querySelector(".moments")?.setAttribute("data-unused", unused.join(" "));
    if (!now) return;
    const chosen = there().filter((modality) => !off.has(modality)).join(" ");
    for (const button of now.querySelectorAll("[data-use]")) {
      button.ariaPressed = String(!off.has(button.dataset.use));
    }
    for (const button of now.querySelectorAll("[data-choose]")) {
      button.ariaPressed = String(button.dataset.choose === chosen);
    }
    const box = now.querySelector("[data-heard] input, input[data-heard]");
    if (box) box.checked = withHeard;
    now.classList.toggle("heard-all-the-same", withHeard);
    for (const answer of document.querySelectorAll("article[data-backend]")) show(answer, now);
  }

  // Each part of an answer keeps what it says; beside it stands what is said from the choice.
  function show(answer, now) {
    const own = `template[data-of="${CSS.escape(answer.dataset.backend)}"]`;
    const templates = [...now.querySelectorAll(own)];
    const used = left(templates[0]?.dataset ?? {});
    const view = templates.find((one) => one.dataset.view === used.join(" "));
    const some = off.size > 0 && templates.length > 0;
    for (const part of answer.querySelectorAll(".part")) {
      const name = ["emotions", "conclusion", ...MODALITIES].find((one) => part.classList.contains(one));
      if (!name) continue;
      const gone = MODALITIES.includes(name) && there().includes(name) && !used.includes(name);
      const said = !some || (MODALITIES.includes(name) && !gone) ? null : instead(name, gone, view, used, now);
      const before = part.querySelector(":scope > .as-chosen");
      if (before?.outerHTML === said?.outerHTML) continue;
      before?.remove();
      part.classList.toggle("chosen-otherwise", Boolean(said));
      if (said) part.append(said);
    }
  }
  function instead(name, gone, view, used, now) {
    const said = document.createElement("div");
    said.className = "as-chosen";
    if (view && !gone) {
      said.append(...view.content.querySelector(`[data-part="${name}"]`).cloneNode(true).childNodes);
      return said;
    }
    const told = document.createElement("p");
    told.className = "absent";
    const { unused, nothingLeft, noneAsked } = now.dataset;
    told.textContent = gone ? unused : used.length ? noneAsked : nothingLeft;
    said.append(told);
    return said;
  }

  document.addEventListener("click", (event) => {
    const { use, choose } = event.target.closest("[data-use], [data-choose]")?.dataset ?? {};
    if (use) {
      off[off.has(use) ? "delete" : "add"](use);
      if (off.size === there().length) off.delete(use); // one stays on
    } else if (choose) {
      off = new Set(there().filter((modality) => !choose.split(" ").includes(modality)));
    } else return;
    arrange();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[data-heard]")) return;
    withHeard = event.target.checked;
    arrange();
  });

  // A new answer is shown whole; what Gradio draws again keeps the choice.
  new MutationObserver(() => {
    if (about && !region()) off = new Set();
    about = region();
    arrange();
  }).observe(document, { childList: true, subtree: true });
})();
