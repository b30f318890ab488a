// The teacher's screen: a button moves the room and shows it at once. What deletes asks nothing of
// a script: its form goes its own way.
(() => {
  const live = document.querySelector("#live");
  const offline = document.querySelector("[data-offline]");
  live.addEventListener("submit", async (event) => {
    const { submitter, target } = event;
    if (!submitter || "plain" in submitter.dataset) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(target));
    body.set("press", submitter.value);
    submitter.disabled = true;
    for (let tries = 0; tries < 20; tries += 1) { // a room that has moved stays: see `version`
      try {
        const answer = await fetch(target.action, {
          method: "POST", body, headers: { accept: "application/json" },
        });
        if (answer.ok) {
          live.show(await answer.text());
          offline.hidden = true;
          return;
        }
        if (answer.status < 500) break;
      } catch { /* the server is on its way back */ }
      offline.hidden = false;
      await new Promise((done) => setTimeout(done, 700));
    }
    location.reload();
  });
})();
