// The answer from fewer modalities, without asking anyone: what follows from each choice came with
// it (templates in .views). What is switched off is told as "not used here"; the whole comes back.
(() => {
  const MODALITIES = ["visual", "acoustic", "lexical"];
  const region = () => document.querySelector(".views");
  let withHeard = false; // whether words heard in the sound stay without it

  // The switches are those by which a person says what may be used, in the order of MODALITIES.
  const switches = () => [...document.querySelectorAll("#modalities input[type=checkbox]")];
  const on = () => MODALITIES.filter((_, at) => switches()[at]?.checked ?? true);

  // What is left for one answer of what is switched on.
  function left({ has = "", heard }) {
    const used = on().filter((modality) => has.split(" ").includes(modality));
    const deaf = heard !== undefined && !on().includes("acoustic") && !withHeard;
    return used.filter((modality) => !deaf || modality !== "lexical");
  }

  function arrange() {
    const now = region();
    const heard = now?.querySelector("template[data-heard]");
    const used = left({ has: MODALITIES.join(" "), heard: heard?.dataset.heard });
    const unused = MODALITIES.filter((modality) => !used.includes(modality));
    document.querySelector(".moments")?.setAttribute("data-unused", unused.join(" "));
    if (!now) return;
    for (const button of now.querySelectorAll("[data-choose]")) {
      button.ariaPressed = String(button.dataset.choose === on().join(" "));
    }
    const box = now.querySelector("input[data-heard]");
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
    const has = templates[0]?.dataset.has.split(" ") ?? [];
    const some = has.length > used.length;
    const forWords = withHeard && templates[0]?.dataset.heard !== undefined && used.includes("lexical");
    for (const fact of answer.querySelectorAll("[data-fact]")) {
      const name = fact.dataset.fact;
      const gone = has.includes(name) && !used.includes(name);
      const how = forWords && name === "acoustic" ? "forWords" : "unused";
      fact.dataset.now = gone ? now.dataset[how] : "";
    }
    for (const part of answer.querySelectorAll(".part")) {
      const name = ["emotions", "conclusion", ...MODALITIES].find((one) => part.classList.contains(one));
      if (!name) continue;
      const gone = has.includes(name) && !used.includes(name);
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
    const chosen = event.target.closest("[data-choose]")?.dataset.choose.split(" ");
    if (!chosen) return;
    switches().forEach((box, at) => {
      if (box.checked !== chosen.includes(MODALITIES[at])) box.click();
    });
    arrange();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-heard]")) withHeard = event.target.checked;
    else if (!event.target.closest("#modalities")) return;
    arrange();
  });
  new MutationObserver(arrange).observe(document, { childList: true, subtree: true });
})();
