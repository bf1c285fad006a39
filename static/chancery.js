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

  // A fact and its words light up together.
  const pieces = [...document.querySelectorAll("[data-marks]")];
  const facts = [...document.querySelectorAll("[data-mark]")];
  const light = (anchor, on) => {
    for (const piece of pieces) {
      if (piece.dataset.marks.split(" ").includes(anchor)) piece.classList.toggle("is-lit", on);
    }
    for (const fact of facts) {
      if (fact.dataset.mark === anchor) fact.closest("li").classList.toggle("is-lit", on);
    }
  };
  for (const fact of facts) {
    const row = fact.closest("li");
    for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      row.addEventListener(name, () => light(fact.dataset.mark, on));
    }
  }
  for (const piece of pieces) {
    for (const [name, on] of [["mouseenter", true], ["mouseleave", false]]) {
      piece.addEventListener(name, () => piece.dataset.marks.trim().split(" ").forEach((anchor) => light(anchor, on)));
    }
  }

  // An address such as #c120-168 lights every piece of its span.
  const target = () => {
    for (const piece of pieces) piece.classList.remove("is-target");
    const anchor = location.hash.slice(1);
    if (!/^c\d+-\d+$/.test(anchor)) return;
    for (const piece of pieces) {
      if (piece.dataset.marks.split(" ").includes(anchor)) piece.classList.add("is-target");
    }
  };
  addEventListener("hashchange", target);
  target();
})();
