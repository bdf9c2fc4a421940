/* Enhancements only: every page does its work without this file. */
"use strict";

/* A form that was sent once is not sent twice by an impatient second click. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => delete form.dataset.sent, 8000);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  });
});

document.addEventListener("change", (event) => {
  const field = event.target;

  /* One box ticks all boxes of its table. */
  if (field.matches("[data-tick-all]")) {
    const boxes = field.form.querySelectorAll(`input[name="${field.dataset.tickAll}"]`);
    boxes.forEach((box) => (box.checked = field.checked));
  }
  tellCount(field.form);

  /* A chosen file that is too big is named before it is sent. */
  if (field.matches("input[type=file][data-max-bytes]")) {
    const limit = Number(field.dataset.maxBytes);
    const big = [...field.files].find((file) => file.size > limit);
    field.setCustomValidity(big ? `${big.name}: ${field.dataset.tooBig}` : "");
    if (big) field.reportValidity();
  }

  /* A filter takes effect when it is chosen; its button stays for all others. */
  if (field.matches("[data-send-on-change]")) field.form.requestSubmit();
});

function tellCount(form) {
  const place = form && form.querySelector("[data-ticked]");
  if (!place) return;
  const count = form.querySelectorAll('tbody input[type="checkbox"]:checked').length;
  place.textContent = count || "";
  place.hidden = !count;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (button) window.print();
});

/* Arrows walk from the search box through its suggestions; Escape puts them away. */
document.addEventListener("keydown", (event) => {
  const form = event.target.closest(".suggesting");
  if (!form) return;
  const list = form.querySelector(".suggestions");
  if (event.key === "Escape" && list.firstElementChild) {
    event.preventDefault(); /* the browser would empty the box */
    list.replaceChildren();
    form.querySelector("[data-suggests]").focus();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [form.querySelector("[data-suggests]"), ...list.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  if (at < 0 || at >= stops.length) return;
  event.preventDefault();
  stops[at].focus();
});

/* What only works with JavaScript is hidden until JavaScript is there. */
document.querySelectorAll("[data-needs-js]").forEach((element) => {
  element.hidden = false;
});

/* Filters are folded on a narrow screen only. */
if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 48rem)").matches) {
  document.querySelectorAll("[data-fold]").forEach((fold) => (fold.open = true));
}

/* A form asks on while somebody types: what was typed meanwhile stays. */
const typed = new Map();
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt.form;
  if (!form) return;
  typed.set(form, new Map([...form.elements].map((field) => [field.id, stateOf(field)])));
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig.elt.form;
  const before = typed.get(form);
  if (!before) return;
  const after = [...form.elements].filter(
    (field) => field.id && field.type !== "file" && before.get(field.id) !== stateOf(field),
  );
  typed.set(form, after.map((field) => [field.id, field.checked, field.value]));
});
document.addEventListener("htmx:afterSettle", () => {
  typed.forEach((changed, form) => {
    if (!Array.isArray(changed)) return;
    typed.delete(form);
    changed.forEach(([id, checked, value]) => {
      const field = document.getElementById(id);
      if (!field) return;
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = checked;
      else field.value = value;
    });
  });
});

function stateOf(field) {
  return `${field.checked}|${field.value}`;
}

/* On a narrow screen the way around is one row: show the part where the reader is. */
const here = document.querySelector(".nav [aria-current]");
if (here) here.scrollIntoView({ block: "nearest", inline: "center" });

/* The list of errors is what a person must hear and see first. */
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

/* Numbers beside the lines of a text follow what is typed, and the scrolling. */
document.querySelectorAll("textarea[data-lines]").forEach((area) => {
  const numbers = area.parentElement.querySelector("[data-numbers]");
  const follow = () => (numbers.scrollTop = area.scrollTop);
  const count = () => {
    const wanted = area.value.split("\n").length;
    while (numbers.children.length > wanted) numbers.lastElementChild.remove();
    while (numbers.children.length < wanted) {
      const line = document.createElement("span");
      line.id = `line-${numbers.children.length + 1}`;
      line.textContent = numbers.children.length + 1;
      numbers.append(line);
    }
    follow();
  };
  area.addEventListener("input", count);
  area.addEventListener("scroll", follow);
  count();
});

/* A mistake's line: the text scrolls there, and the cursor stands in it. */
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#line-"]');
  const area = link && document.querySelector("textarea[data-lines]");
  if (!area) return;
  event.preventDefault();
  const line = Number(link.hash.slice("#line-".length));
  const before = area.value.split("\n").slice(0, line - 1);
  const start = before.join("\n").length + (line > 1 ? 1 : 0);
  const end = area.value.indexOf("\n", start);
  area.focus();
  area.setSelectionRange(start, end < 0 ? area.value.length : end);
  area.scrollTop = (line - 4) * parseFloat(getComputedStyle(area).lineHeight);
});
