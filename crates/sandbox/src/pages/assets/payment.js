// Helps to fill in the form: test cards, the brand of a card, and mistakes before the form is sent. The server decides.
"use strict";
(() => {
  const form = document.querySelector("form[data-testid=payment]");
  if (!form) return;
  const { number, expirationMonth: month, expirationYear: year, cvc, email } = form.elements;
  const digits = () => number.value.replace(/\D/g, "");

  const brands = [
    ["American Express", /^3[47]/],
    ["Visa", /^4/],
    ["Mastercard", /^(5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720))/],
  ];
  const brand = () => (brands.find(([, start]) => start.test(digits())) || [""])[0];

  // The check digit of ISO/IEC 7812-1.
  const isNumber = () => {
    const all = [...digits()].reverse().map(Number);
    const sum = all.reduce((sum, digit, index) => sum + (index % 2 ? (digit * 2) % 10 + (digit > 4 ? 1 : 0) : digit), 0);
    return all.length >= 12 && all.length <= 19 && sum % 10 === 0;
  };
  const isMonth = () => /^(0?[1-9]|1[0-2])$/.test(month.value.trim());
  const isYear = () => /^\d{4}$/.test(year.value.trim());
  const checks = [
    [number, isNumber, "number-mistake"],
    [year, () => isMonth() && isYear(), "expiry-mistake"],
    [cvc, () => /^\d{3,4}$/.test(cvc.value.trim()), "cvc-mistake"],
    [email, () => email.validity.valid, "email-mistake"],
  ];
  const check = ([field, isRight, place]) => {
    const right = isRight();
    document.getElementById(place).textContent = right ? "" : field.dataset.mistake;
    for (const each of field === year ? [month, year] : [field]) {
      if (right) each.removeAttribute("aria-invalid");
      else each.setAttribute("aria-invalid", "true");
    }
    return right;
  };

  const print = () => {
    const all = digits().slice(0, 19);
    const blocks = /^3[47]/.test(all) ? /^(\d{0,4})(\d{0,6})(\d{0,5})/ : /(\d{1,4})/g;
    const printed = blocks.global ? all.match(blocks) || [] : all.match(blocks).slice(1).filter(Boolean);
    // A caret in the middle stays where it is.
    if (document.activeElement !== number || number.selectionStart === number.value.length) number.value = printed.join(" ");
    form.querySelector(".brand").textContent = brand();
  };
  number.addEventListener("input", print);
  print();

  // Mistakes are shown when the form is sent, and go as soon as they are corrected. Shown when a field is left, they would
  // move the button away from under a click.
  form.noValidate = true;
  for (const each of checks) {
    const [field] = each;
    field.addEventListener("input", () => field.hasAttribute("aria-invalid") && check(each));
  }
  form.addEventListener("submit", (event) => {
    const wrong = checks.filter((each) => !check(each));
    if (wrong.length) {
      event.preventDefault();
      wrong[0][0].focus();
      return;
    }
    const button = form.querySelector("button");
    button.textContent = form.dataset.paying;
    // After the form is sent: a disabled button would not be.
    setTimeout(() => (button.disabled = true));
  });
  // Back in the history, the page may be shown as it was left.
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  for (const link of document.querySelectorAll("[data-card]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      number.value = link.dataset.card;
      month.value ||= "12";
      year.value ||= form.dataset.year;
      cvc.value = /^3[47]/.test(link.dataset.card) ? "1234" : "123";
      document.querySelector("[aria-current]")?.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      print();
      checks.slice(0, 3).forEach(check);
      form.querySelector("button").focus();
    });
  }
})();
