// Keeps a page up to date while it is open, copies snippets, and asks before a world is reset. Without it, pages are read anew.
"use strict";
(() => {
  const { changes, version } = document.body.dataset;
  let shown = version;

  // What changes on a page is marked with `data-live` and a name; the rest, such as a form that is being filled in, stays.
  // Tells whether all of it is up to date.
  const refresh = async () => {
    const response = await fetch(location.href);
    if (!response.ok) return true;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    let complete = true;
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
      if (!fresh || fresh.innerHTML === part.innerHTML) continue;
      // A button that goes away while it is pressed is not clicked, and a field loses what is typed.
      if (part.matches(":active") || part.querySelector("input:focus, select:focus, textarea:focus")) {
        complete = false;
        continue;
      }
      replace(part, fresh);
    }
    return complete;
  };
  const nameOf = (element) => element.getAttribute("aria-label") ?? element.getAttribute("href") ?? element.textContent;
  // What a person has opened stays open, and what has the focus keeps it.
  const replace = (part, fresh) => {
    const open = [...part.querySelectorAll("details[open] > summary")].map(nameOf);
    const focused = part.querySelector(":focus");
    part.replaceChildren(...fresh.childNodes);
    for (const summary of part.querySelectorAll("summary")) {
      if (open.includes(nameOf(summary))) summary.parentElement.open = true;
    }
    if (!focused) return;
    const again = [...part.querySelectorAll(focused.localName)].find((element) => nameOf(element) === nameOf(focused));
    again?.focus({ preventScroll: true });
  };
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const watch = async () => {
    for (;;) {
      try {
        const response = await fetch(`${changes}?since=${shown}`);
        if (!response.ok) throw new Error(response.statusText);
        const now = await response.text();
        const complete = now === shown || (await refresh());
        if (complete) shown = now;
        await pause(complete ? 200 : 500);
      } catch {
        // The sandbox was stopped; it may be started again.
        await pause(2000);
      }
    }
  };
  if (changes) watch();

  document.querySelector("#world")?.addEventListener("change", (event) => event.target.form.submit());

  for (const text of document.querySelectorAll("pre.copy")) {
    const button = document.createElement("button");
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.querySelector("code").textContent);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    text.append(button);
  }
  for (const form of document.querySelectorAll("form[data-confirm]")) {
    form.addEventListener("submit", (event) => confirm(form.dataset.confirm) || event.preventDefault());
  }
  // Fields that are left empty are not part of an address.
  document.querySelector("form[role=search]")?.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
  });
})();
