/* Enhancements only: every page works without this file. */
(() => {
  "use strict";

  // Whoever arrives with a browser set to another language of the archive is offered it.
  const shipped = [document.documentElement.lang, ...[...document.querySelectorAll("[data-offer]")].map((p) => p.dataset.offer)];
  const preferred = navigator.languages.map((tag) => tag.split("-")[0]).find((code) => shipped.includes(code));
  const offer = preferred && document.querySelector(`[data-offer="${preferred}"]`);
  if (offer && !document.referrer.startsWith(location.origin + "/")) offer.hidden = false;

  // On narrow screens the filters begin folded.
  const fold = document.querySelector(".panel-fold");
  if (fold) {
    if (matchMedia("(max-width: 55rem)").matches) fold.removeAttribute("open");
    fold.dataset.ready = "";
  }

  // The sentence that says what is shown, with the address: to the clipboard.
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const said = document.getElementById(button.dataset.copy).textContent.trim();
      await navigator.clipboard.writeText(`${said} (${location.href})`);
      button.textContent = button.dataset.copied;
    });
  }

  // A switch takes effect at once.
  for (const box of document.querySelectorAll(".switches input")) box.addEventListener("change", () => box.form.requestSubmit());

  // A fact and its words light up together; a click on words gives them an address.
  const pieces = [...document.querySelectorAll("[data-marks]")];
  const notes = [...document.querySelectorAll("[data-mark]")];
  const marksOf = (piece) => piece.dataset.marks.split(" ");
  const light = (anchors, on) => {
    for (const piece of pieces) {
      if (marksOf(piece).some((anchor) => anchors.includes(anchor))) piece.classList.toggle("is-lit", on);
    }
    for (const note of notes) {
      if (anchors.includes(note.dataset.mark)) note.classList.toggle("is-lit", on);
    }
  };
  const narrowest = (piece) => {
    const length = (anchor) => anchor.slice(1).split("-").reduce((start, end) => end - start);
    return marksOf(piece).reduce((a, b) => (length(b) < length(a) ? b : a));
  };
  for (const note of notes) {
    for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      note.addEventListener(name, () => light([note.dataset.mark], on));
    }
  }
  for (const piece of pieces) {
    for (const [name, on] of [["mouseenter", true], ["mouseleave", false]]) piece.addEventListener(name, () => light(marksOf(piece), on));
    piece.addEventListener("click", () => {
      if (!getSelection().isCollapsed) return;
      history.replaceState(null, "", `#${narrowest(piece)}`);
      target();
    });
  }

  // An address such as #c120-168 lights every piece of its span, and what was read there.
  const target = () => {
    const anchor = location.hash.slice(1);
    for (const piece of pieces) piece.classList.toggle("is-target", marksOf(piece).includes(anchor));
    for (const note of notes) note.classList.toggle("is-lit", note.dataset.mark === anchor);
  };
  addEventListener("hashchange", target);
  if (location.hash.startsWith("#c")) target();
})();
