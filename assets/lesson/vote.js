// The phone of a voter: words as chips, the wheel, the vote and the reason. A vote is sent again,
// under the same id, until the server says that it is on its disk, or why it does not count.
(() => {
  const live = document.querySelector("#live");
  const MOST = 5;

  const form = () => live.querySelector("form.vote");
  const chips = () => [...form().querySelectorAll("input[name=words]")];

  function add(typed) {
    const told = form().querySelector("[data-said]");
    for (const word of typed.split(/[,，、;；]/).map((one) => one.trim().replace(/\s+/g, " "))) {
      const known = chips().map((one) => one.value.toLowerCase());
      if (!word || known.includes(word.toLowerCase()) || known.length >= MOST) continue;
      const item = document.createElement("li");
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.className = "chip";
      button.setAttribute("aria-label", form().dataset.remove.replace("{word}", word));
      const cross = Object.assign(document.createElement("i"), { textContent: "×" });
      cross.setAttribute("aria-hidden", "true");
      button.append(`${word} `, cross);
      const field = Object.assign(document.createElement("input"), { type: "hidden" });
      Object.assign(field, { name: "words", value: word });
      item.append(button, field);
      form().querySelector("[data-chips]").append(item);
    }
    told.textContent = "";
    light();
  }

  // Words of the wheel that are chosen are marked there too.
  function light() {
    if (!form()) return;
    const chosen = chips().map((one) => one.value);
    for (const button of form().querySelectorAll("[data-word]")) {
      button.setAttribute("aria-pressed", String(chosen.includes(button.dataset.word)));
    }
  }

  function drop(word) {
    chips().find((one) => one.value === word)?.closest("li").remove();
    light();
  }

  function turn(sector) {
    for (const one of form().querySelectorAll("[data-sector]")) {
      const open = one === sector && one.getAttribute("aria-expanded") !== "true";
      one.setAttribute("aria-expanded", String(open));
      form().querySelector(`[data-words="${one.dataset.sector}"]`).hidden = !open;
    }
  }

  live.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    if (on("[data-add]")) take();
    else if (on("[data-chips] button")) {
      const word = on("li").querySelector("input").value;
      drop(word);
      form().querySelector("#word").focus();
    } else if (on("[data-word]")) {
      const { word } = on("[data-word]").dataset;
      if (chips().some((one) => one.value === word)) drop(word);
      else add(word);
    } else if (on("[data-sector]")) turn(on("[data-sector]"));
    else if (on("[data-mark]")) mark(live.querySelector("video").currentTime);
    else if (on("[data-unmark]")) mark(null);
  });
  live.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter then takes a Chinese word from the keyboard's list
    const sector = event.target.closest("[data-sector]");
    if (sector && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      turn(sector);
    } else if (event.target.id === "word" && event.key === "Enter" && event.target.value.trim()) {
      event.preventDefault();
      take();
    }
  });

  function take() {
    const field = form().querySelector("#word");
    add(field.value);
    field.value = "";
    field.focus();
  }

  function mark(seconds) {
    const why = live.querySelector("form.why");
    why.moment.value = seconds === null ? "" : seconds.toFixed(2);
    why.querySelector("[data-marked]").textContent =
      seconds === null ? "" : why.dataset.marked.replace("{seconds}", seconds.toFixed(1));
    why.querySelector("[data-unmark]").hidden = seconds === null;
  }

  const sending = new WeakMap(); // form → number of its last sending
  live.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target);
  });

  async function send(one) {
    const told = one.querySelector("[data-said]");
    if (one.matches(".vote")) {
      if (one.word.value.trim()) take();
      if (!chips().length) {
        told.textContent = one.dataset.noWord;
        one.querySelector("#word").focus();
        return;
      }
      one.vote_id.value = Array.from(crypto.getRandomValues(new Uint8Array(18)),
        (byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    const number = (sending.get(one) ?? 0) + 1;
    sending.set(one, number);
    const body = new URLSearchParams(new FormData(one));
    told.textContent = one.dataset.sending;
    for (let wait = 500; sending.get(one) === number; wait = Math.min(2 * wait, 4000)) {
      try {
        const answer = await fetch(one.action, {
          method: "POST", body, headers: { accept: "application/json" },
        });
        const { saved, said } = await answer.json();
        if (answer.status < 500) {
          if (sending.get(one) !== number) return;
          told.textContent = said;
          one.classList.toggle("refused", !saved);
          if (saved && one.matches(".vote")) voted(one);
          return;
        }
      } catch { /* no connection, or the server is on its way back */ }
      told.textContent = one.dataset.retrying;
      await new Promise((done) => setTimeout(done, wait));
    }
  }

  function voted(one) {
    one.querySelector("button.main").textContent = one.dataset.change;
    const why = live.querySelector("form.why");
    if (why?.hidden) why.hidden = false;
  }
  live.addEventListener("shown", light);
  light();
})();
