// The list of own clips: narrowed down by name, and what is chosen there chooses that lesson.
(() => {
  const filter = document.querySelector("[data-filter]");
  filter?.addEventListener("input", () => {
    const wanted = filter.value.toLowerCase();
    for (const item of document.querySelectorAll(".files li")) {
      item.hidden = !item.textContent.toLowerCase().includes(wanted);
    }
  });
  document.querySelector(".files")?.addEventListener("change", () => {
    document.querySelector("input[name=lesson][value=own]").checked = true;
  });
})();
