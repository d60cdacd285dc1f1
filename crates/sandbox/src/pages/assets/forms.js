// Posts forms that only lead on: to the bank and back. Without this script, their buttons do.
"use strict";
(() => {
  for (const form of document.querySelectorAll("form[data-submit]")) {
    // A number of seconds, for whoever waits.
    const seconds = Number(form.dataset.submit);
    setTimeout(() => form.submit(), seconds * 1000);
  }
})();
