// Prints the page.
(() => {
  const button = document.querySelector("[data-print]");
  button.hidden = false;
  button.addEventListener("click", () => print());
  for (const details of document.querySelectorAll("details")) details.open = true;
})();
