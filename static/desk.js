/* The desk's enhancements: one key for each button, and words chosen in a source. Every page works without this file. */
(() => {
  "use strict";

  // Keys. Never while typing; Escape leaves a field, so that the keys work again.
  const controls = new Map([...document.querySelectorAll("[data-key]")].map((control) => [control.dataset.key, control]));
  const toggle = document.querySelector("#desk-keys");
  const fields = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable], .select2, .select2-dropdown";
  let busy = false;
  if (toggle) {
    toggle.closest("[hidden]")?.removeAttribute("hidden");
    toggle.checked = localStorage.getItem("desk-keys") !== "off";
    toggle.addEventListener("change", () => localStorage.setItem("desk-keys", toggle.checked ? "on" : "off"));
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
    if (event.target.closest(fields)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (busy || (toggle && !toggle.checked)) return;
    const control = controls.get(event.key);
    if (!control) return;
    event.preventDefault();
    if (control.dataset.focus) {
      document.querySelector(control.dataset.focus)?.focus();
    } else {
      busy = control.matches("button, a");
      control.click();
    }
  });
  addEventListener("pageshow", () => { busy = false; });

  // The admin's pick-lists say which field they belong to.
  const name = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const label = select.labels[0]?.textContent.trim() || select.name;
      const box = select.nextElementSibling?.querySelector(".select2-selection");
      if (!box) continue;
      const shown = box.querySelector(".select2-selection__rendered");
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", [label, select.multiple ? "" : select.selectedOptions[0]?.textContent].join(" ").trim());
      shown?.setAttribute("aria-label", label);
      box.querySelector(".select2-search__field")?.setAttribute("aria-label", label);
      for (const cross of box.querySelectorAll(".select2-selection__clear")) cross.setAttribute("aria-hidden", "true");
    }
  };
  addEventListener("load", () => setTimeout(name)); // jQuery makes them one turn after the page is ready
  document.addEventListener("focusin", (event) => { if (event.target.closest(".select2")) name(); });

  // All of a list at once; it stands half-marked while some are.
  const all = document.querySelector("[data-mark-all]");
  if (all) {
    const boxes = [...all.form.querySelectorAll("[name=record]")];
    const shown = () => {
      const marked = boxes.filter((box) => box.checked).length;
      all.checked = marked === boxes.length;
      all.indeterminate = marked > 0 && marked < boxes.length;
    };
    all.closest("[hidden]").removeAttribute("hidden");
    all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
    all.form.addEventListener("change", shown);
    addEventListener("pageshow", shown);
  }

  // Words chosen with the mouse or keyboard fill in their place, counted in characters of the text.
  const text = document.querySelector("[data-text]");
  const start = document.querySelector("#id_start");
  const end = document.querySelector("#id_end");
  if (text && start && end) {
    const place = (node, offset) => {
      const block = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
      if (!block || !text.contains(block)) return null;
      const before = document.createRange();
      before.setStart(block, 0);
      before.setEnd(node, offset);
      return Number(block.dataset.start) + [...before.toString()].length;
    };
    document.addEventListener("selectionchange", () => {
      const chosen = getSelection();
      if (!chosen.rangeCount || chosen.isCollapsed || !text.contains(chosen.anchorNode)) return;
      const range = chosen.getRangeAt(0);
      const [from, to] = [place(range.startContainer, range.startOffset), place(range.endContainer, range.endOffset)];
      if (from === null || to === null || from >= to) return;
      start.value = from;
      end.value = to;
      const shown = document.querySelector("[data-chosen]");
      if (shown) shown.textContent = chosen.toString();
    });
  }
})();
