// Claims by their marks: of each account, those of one mark alone, or all. The page's HTML comes and
// goes, so listeners sit on the document, and what was chosen is chosen again.
(() => {
  const chosen = new Map(); // account → mark
  const name = (account) => account.dataset.backend ?? "truth";

  function arrange() {
    for (const account of document.querySelectorAll(".account")) {
      const buttons = [...account.querySelectorAll("[data-only]")];
      const wanted = chosen.get(name(account));
      const mark = buttons.some((button) => button.dataset.only === wanted) ? wanted : undefined;
      for (const button of buttons) {
        const pressed = String(button.dataset.only === mark);
        if (button.ariaPressed !== pressed) button.ariaPressed = pressed;
      }
      if ((account.dataset.shown ?? undefined) !== mark) {
        if (mark) account.dataset.shown = mark;
        else delete account.dataset.shown;
      }
      if (!buttons.length) continue;
      for (const one of account.querySelectorAll("[data-mark], [data-marks]")) {
        const marks = (one.dataset.marks ?? one.dataset.mark).split(" ");
        one.classList.toggle("shown", mark !== undefined && marks.includes(mark));
      }
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-only]");
    if (!button) return;
    const account = name(button.closest(".account"));
    if (chosen.get(account) === button.dataset.only) chosen.delete(account);
    else chosen.set(account, button.dataset.only);
    arrange();
  });
  new MutationObserver(arrange).observe(document, { childList: true, subtree: true });
})();
