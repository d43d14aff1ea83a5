"use strict";
(() => {
const get = (id) => document.getElementById(id);
const all = (where, selector) => [...where.querySelectorAll(selector)];
const root = document.documentElement, article = document.querySelector("article");
const card = get("card"), side = get("side"), opener = get("open"), shade = get("shade"), said = get("said");
const marks = all(article, "mark"), picks = all(side, ".pick");
let reached, current, pinned = false, chosen = null, waiting;

// Light and dark.
const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.shade || (prefersDark.matches ? "dark" : "light")) === "dark";
const tell = () => { shade.setAttribute("aria-pressed", isDark()); };
const kept = (write) => { try { return write ? localStorage.setItem("biospan-shade", write) : localStorage.getItem("biospan-shade"); } catch { return null; } };
if (kept() === "dark" || kept() === "light") root.dataset.shade = kept();
shade.onclick = () => { kept(root.dataset.shade = isDark() ? "light" : "dark"); tell(); };
prefersDark.onchange = tell;
tell();

// Marks: one of them takes part in the order of Tab, arrows lead to the others.
const shown = () => marks.filter((mark) => !mark.matches(".off, [data-more]"));
const of = (concept) => shown().filter((mark) => mark.dataset.c === concept);
const reach = (mark) => {
  if (reached) reached.tabIndex = -1;
  if (mark) mark.tabIndex = 0;
  reached = mark;
};
for (const mark of marks) {
  mark.tabIndex = -1;
  // What is inside of a button is not told by itself.
  if (mark.querySelector("mark")) continue;
  mark.setAttribute("role", "button");
  mark.setAttribute("aria-haspopup", "dialog");
}
reach(shown()[0]);

// The card of a concept, beside the mark that asked for it.
const place = (mark) => {
  const box = mark.getClientRects()[0] || mark.getBoundingClientRect();
  const left = Math.max(12, Math.min(box.left, innerWidth - card.offsetWidth - 12));
  const below = box.bottom + 8, above = box.top - card.offsetHeight - 8;
  card.style.left = `${left}px`;
  card.style.top = `${below + card.offsetHeight < innerHeight || above < 0 ? below : above}px`;
};
const show = (mark, pin) => {
  clearTimeout(waiting);
  current?.classList.remove("now");
  const about = get(`c${mark.dataset.c}`).querySelector(".about").cloneNode(true);
  const kind = about.querySelector(".kind");
  kind.append(` · score ${(mark.dataset.s / 100).toFixed(2)}`);
  const places = of(mark.dataset.c), at = places.indexOf(mark);
  const walk = document.createElement("div");
  walk.className = "walk";
  const count = document.createElement("span");
  count.textContent = at < 0 ? "" : `Mention ${at + 1} of ${places.length}`;
  walk.append(count);
  for (const [words, label, step] of places.length < 2 ? [] : [["←", "Previous mention", -1], ["→", "Next mention", 1]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.setAttribute("aria-label", label);
    button.onclick = () => go(places[(at + step + places.length) % places.length], true);
    walk.append(button);
  }
  about.append(walk);
  card.replaceChildren(about);
  card.setAttribute("aria-label", about.querySelector(".name").textContent);
  card.hidden = false;
  pinned = pin;
  current = mark;
  mark.classList.add("now");
  place(mark);
};
const hide = () => {
  clearTimeout(waiting);
  card.hidden = true;
  pinned = false;
  current?.classList.remove("now");
};
const go = (mark, open) => {
  reach(mark);
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center" });
  if (open) show(mark, true);
};

article.addEventListener("click", (event) => {
  const mark = event.target.closest("mark:not(.off)");
  if (!mark) return hide();
  reach(mark);
  mark.focus({ preventScroll: true });
  show(mark, true);
});
article.addEventListener("pointerover", (event) => {
  const mark = event.pointerType === "mouse" && !pinned && event.target.closest("mark:not(.off)");
  clearTimeout(waiting);
  if (mark) waiting = setTimeout(() => show(mark, false), 180);
});
const leave = (event) => {
  if (pinned || card.contains(event.relatedTarget)) return;
  clearTimeout(waiting);
  waiting = setTimeout(hide, 220);
};
article.addEventListener("pointerout", leave);
card.addEventListener("pointerleave", leave);
card.addEventListener("pointerenter", () => clearTimeout(waiting));
addEventListener("scroll", () => { if (pinned) place(current); else if (!card.hidden) hide(); }, { passive: true });
addEventListener("resize", hide);

// Which types and which concept are shown.
const types = all(side, ".types input");
const filter = () => {
  const off = new Set(types.filter((type) => !type.checked).map((type) => type.value));
  for (const mark of marks) mark.classList.toggle("off", off.has(mark.classList[0]));
  for (const list of all(side, ".concepts")) list.hidden = off.has(list.classList[1]);
  if (!reached || reached.classList.contains("off")) reach(shown()[0]);
  hide();
};
types.forEach((type) => { type.onchange = filter; });
filter();
const choose = (concept) => {
  chosen = concept;
  for (const pick of picks) pick.setAttribute("aria-pressed", concept !== null && pick.parentElement.id === `c${concept}`);
  for (const mark of marks) mark.classList.toggle("on", mark.dataset.c === concept);
  article.classList.toggle("only", concept !== null);
};
for (const pick of picks) {
  pick.onclick = () => {
    const concept = pick.parentElement.id.slice(1);
    if (chosen === concept) {
      choose(null);
      said.textContent = "All concepts are shown";
      return;
    }
    choose(concept);
    drawer(false);
    const places = of(concept);
    said.textContent = `${pick.textContent}: ${places.length} mentions; n and p lead through them`;
    if (places[0]) {
      reach(places[0]);
      places[0].scrollIntoView({ block: "center" });
    }
  };
}
get("find").oninput = (event) => {
  const sought = event.target.value.trim().toLowerCase();
  for (const pick of picks) pick.parentElement.hidden = !pick.parentElement.textContent.toLowerCase().includes(sought);
};

// The side of a narrow window.
const drawer = (open) => {
  side.classList.toggle("open", open);
  opener.setAttribute("aria-expanded", open);
};
opener.onclick = () => drawer(!side.classList.contains("open"));

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const mark = event.target.closest("mark"), typing = event.target.closest("input[type=search]");
  if (event.key === "Escape") {
    if (!card.hidden) { hide(); if (reached && card.contains(document.activeElement)) reached.focus(); }
    else if (side.classList.contains("open")) { drawer(false); opener.focus(); }
    else choose(null);
  } else if (typing) {
    return;
  } else if (mark && (event.key === "Enter" || event.key === " ")) {
    show(mark, true);
    card.querySelector("a, button").focus();
    event.preventDefault();
  } else if (mark && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
    const places = shown(), next = places[places.indexOf(mark) + (event.key === "ArrowRight" ? 1 : -1)];
    if (next) go(next, !card.hidden && pinned);
    event.preventDefault();
  } else if ((event.key === "n" || event.key === "p") && (chosen ?? reached?.dataset.c) !== undefined) {
    const places = of(chosen ?? reached.dataset.c), step = event.key === "n" ? 1 : -1;
    if (places.length) go(places[(places.indexOf(reached) + step + places.length) % places.length], !card.hidden && pinned);
  } else if (event.key === "/") {
    drawer(true);
    get("find").focus();
    event.preventDefault();
  }
});
})();
