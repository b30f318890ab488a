// Boxes about the followed faces, over the player, of the sampled frame that is on screen: one box
// holds until the next sample, and nothing is drawn where that sample shows no face.
(() => {
  const player = () => document.querySelector("#player video");
  const layer = document.createElement("div");
  layer.className = "face-boxes";
  layer.ariaHidden = "true"; // the table and the text tell who is who
  let faces = { times: [], people: [] };
  let written = null; // what the page says of the faces, as it was read last
  let lit = {};

  // Which sampled frame is on screen: the last one not after now, if its turn is not over.
  function sampleAt(now) {
    const { times } = faces;
    let at = times.findLastIndex((time) => time <= now + 0.002);
    if (at < 0) return null;
    const step = times.length > 1 ? (times.at(-1) - times[0]) / (times.length - 1) : Infinity;
    return at === times.length - 1 && now > times[at] + step ? null : times[at];
  }

  // Where the picture lies inside the player, without the bars beside or above it.
  function picture(video) {
    const { offsetLeft, offsetTop, clientWidth, clientHeight, videoWidth, videoHeight } = video;
    const fit = Math.min(clientWidth / videoWidth, clientHeight / videoHeight);
    const [width, height] = [videoWidth * fit, videoHeight * fit];
    return {
      left: offsetLeft + (clientWidth - width) / 2, top: offsetTop + (clientHeight - height) / 2,
      width, height,
    };
  }

  function draw() {
    const video = player();
    if (!video?.videoWidth) return;
    if (layer.parentNode !== video.parentNode) video.after(layer);
    const place = picture(video);
    for (const [side, length] of Object.entries(place)) layer.style[side] = `${length}px`;
    const sample = sampleAt(video.currentTime);
    faces.people.forEach(({ person, boxes }, at) => {
      const box = boxes.find(([time]) => Math.abs(time - sample) < 0.002);
      const frame = layer.children[at];
      frame.hidden = sample === null || !box;
      if (frame.hidden) return;
      const [, left, top, width, height] = box;
      Object.entries({ left, top, width, height }).forEach(([side, part]) => {
        frame.style[side] = `${100 * part}%`;
      });
      const meant = lit.modality === "visual" || lit.person;
      frame.classList.toggle("lit", Boolean(meant) && (lit.person ?? faces.people[0].person) === person);
    });
  }

  document.addEventListener("moment:lanes", ({ detail }) => {
    if (written !== detail.dataset.faces) {
      written = detail.dataset.faces;
      faces = JSON.parse(written);
      layer.replaceChildren(...faces.people.map(({ person }) => {
        const frame = document.createElement("div");
        frame.dataset.person = person;
        return frame;
      }));
    }
    const whole = document.querySelector("#player [aria-label='full-screen']");
    if (whole) whole.title = detail.closest(".moments").dataset.wholeScreen;
    draw();
  });
  document.addEventListener("moment:now", draw);
  document.addEventListener("moment:lit", ({ detail }) => { lit = detail; draw(); });
  addEventListener("resize", draw);
  document.addEventListener("fullscreenchange", draw);

  // A video alone on the whole screen would leave its boxes behind: its surroundings go along.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#player [aria-label='full-screen']")) return;
    const whole = player()?.closest(".wrap");
    if (!whole?.requestFullscreen) return; // an iPhone shows nothing but the video
    event.preventDefault();
    event.stopImmediatePropagation();
    if (document.fullscreenElement) document.exitFullscreen();
    else whole.requestFullscreen();
  }, true);
})();
