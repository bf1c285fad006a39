/* States and persons offered while somebody types into a search box (ARIA combobox). Without this file the box only searches. */
(() => {
  "use strict";
  const DELAY = 150, SHORTEST = 2;
  let count = 0;

  const enhance = (form) => {
    const input = form.querySelector("input[type=search]");
    const list = document.createElement("ul");
    const around = document.createElement("div");
    list.id = `suggestions-${++count}`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.suggestions);
    around.className = "suggestible";
    input.replaceWith(around);
    around.append(input, list);
    input.autocomplete = "off";
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
      input.setAttribute(name, value);
    }

    let waiting = 0, asking = null, chosen = -1;

    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const choose = (place) => {
      const options = [...list.children];
      chosen = (place + options.length + 1) % (options.length + 1);
      if (chosen === options.length) chosen = -1;
      options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
      if (chosen < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", options[chosen].id);
        options[chosen].scrollIntoView({ block: "nearest" });
      }
    };

    const show = (found) => {
      list.replaceChildren(...found.map((suggestion, at) => {
        const option = document.createElement("li");
        const note = document.createElement("span");
        option.id = `${list.id}-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = suggestion.url;
        const label = document.createElement("bdi");
        label.textContent = suggestion.label;
        note.className = "part";
        note.textContent = suggestion.note;
        option.append(label, note);
        return option;
      }));
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = found.length === 0;
      input.setAttribute("aria-expanded", String(found.length > 0));
    };

    const ask = async () => {
      asking?.abort();
      const words = input.value.trim();
      if (words.length < SHORTEST) return close();
      asking = new AbortController();
      try {
        const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: words })}`, { signal: asking.signal });
        if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, DELAY);
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen < 0 ? list.children.length - 1 : chosen - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) {
        event.preventDefault();
        location.assign(option.dataset.url);
      }
    });
  };

  document.querySelectorAll("form[data-suggest]").forEach(enhance);
})();
