// The page's moments: anything with data-seek shows that moment, a click on a track shows that point,
// and the playhead follows the player. One listener on the document serves HTML that comes and goes.
(() => {
  const player = () => document.querySelector("#player video");

  function show(start, until) {
    const video = player();
    if (!video) return;
    video.currentTime = Number(start);
    if (until === undefined) return;
    const stop = () => {
      if (video.currentTime >= Number(until)) video.pause();
      if (video.paused) video.removeEventListener("timeupdate", stop);
    };
    video.play().then(() => video.addEventListener("timeupdate", stop)).catch(() => {});
  }

  document.addEventListener("click", (event) => {
    const moment = event.target.closest("[data-seek]");
    if (moment) return show(moment.dataset.seek, moment.dataset.until);
    const track = event.target.closest("[data-track]");
    if (!track) return;
    const { start, end } = track.closest(".moments").dataset;
    const box = track.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    show(Number(start) + share * (Number(end) - Number(start)));
  });

  function follow() {
    const video = player();
    for (const moments of document.querySelectorAll(".moments")) {
      const { start, end } = moments.dataset;
      const share = video ? (video.currentTime - start) / (end - start) : 0;
      moments.style.setProperty("--now", Math.min(Math.max(share, 0), 1));
    }
    requestAnimationFrame(follow);
  }
  requestAnimationFrame(follow);
})();
