// What the page of onrecord does beyond links and forms: search as you type, keys, copying, and
// passages that open in place. Everything works without it.

const wait = 160; // Milliseconds after the last key: faster than people look up.
const find = document.querySelector(".find");
const box = document.getElementById("q");
let asked = 0; // Number of the last search. An older answer is dropped.
let running = null;
let timer = 0;

const say = (text) => {
  document.getElementById("said").textContent = text;
};

const live = () => document.getElementById("live");

/** Whether a link leads to a search, which is shown without loading the page again. */
const isSearch = (url) => url.origin === location.origin && url.pathname === "/search";

/** Shows a search in place of what is there. `how` says what becomes of the history. */
async function show(url, how) {
  const number = ++asked;
  running?.abort();
  running = new AbortController();
  let text;
  try {
    const answer = await fetch(url, { signal: running.signal, headers: { accept: "text/html" } });
    text = await answer.text();
  } catch (error) {
    if (error.name !== "AbortError" && number === asked) say("The search could not be reached.");
    return;
  }
  if (number !== asked) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  const made = page.getElementById("live");
  if (!made || !live()) {
    location.assign(url);
    return;
  }
  const unfolded = document.getElementById("show-filters")?.checked;
  live().replaceWith(document.adoptNode(made));
  const fold = document.getElementById("show-filters");
  if (fold && unfolded) fold.checked = true;
  document.title = page.title;
  keepFields(page);
  if (how === "push") history.pushState({ search: true }, "", url);
  if (how === "replace") history.replaceState({ search: true }, "", url);
  if (how === "push") scrollTo(0, 0);
  say(live().querySelector(".total, h1 + p")?.textContent.trim() ?? "");
}

/** The fields of the form that keep the filters, as the new page has them. */
function keepFields(page) {
  find.querySelectorAll("input[type=hidden]").forEach((field) => field.remove());
  page.querySelectorAll(".find input[type=hidden]").forEach((field) => {
    find.append(document.adoptNode(field));
  });
  if (document.activeElement !== box) box.value = page.getElementById("q").value;
}

/** The address of a form with what is in it. Empty fields are left out. */
function address(form) {
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    if (value !== "") url.searchParams.append(name, value);
  }
  return url;
}

box?.addEventListener("input", () => {
  if (!live()) return;
  clearTimeout(timer);
  timer = setTimeout(() => show(address(find), "replace"), wait);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const url = address(form);
  if (form.method !== "get" || !isSearch(url) || !live()) return;
  event.preventDefault();
  clearTimeout(timer);
  show(url, "push");
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
    return;
  }
  const url = new URL(typeof link.href === "string" ? link.href : link.href.baseVal, location.href);
  if (link.classList.contains("cite")) {
    event.preventDefault();
    cite(link.closest("[data-hit]"));
  } else if (link.classList.contains("around")) {
    event.preventDefault();
    open(link, url);
  } else if (isSearch(url) && live()) {
    event.preventDefault();
    clearTimeout(timer);
    show(url, "push");
  }
});

addEventListener("popstate", () => {
  if (isSearch(new URL(location.href)) && live()) {
    clearTimeout(timer);
    box.blur();
    show(location.href, "none");
  } else {
    location.reload();
  }
});

/** The page of a passage. */
async function passage(url) {
  const answer = await fetch(url);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Copies the citation of a passage, with its permanent address. */
async function cite(hit) {
  if (!hit) return;
  try {
    let from = document;
    if (!document.querySelector(".copied")) {
      from = await passage("/passage/" + encodeURIComponent(hit.dataset.id));
    }
    const words = from.querySelector(".copied").textContent;
    const where = from.querySelector(".address").href;
    await navigator.clipboard.writeText(words + "\n" + where);
    said(hit, "copied");
  } catch {
    location.assign("/passage/" + encodeURIComponent(hit.dataset.id) + "#cite");
  }
}

/** Says something at a passage for a moment. */
function said(hit, text) {
  say("Citation " + text);
  const link = hit.querySelector(".cite");
  if (!link) return;
  const before = link.dataset.text ?? link.textContent;
  link.dataset.text = before;
  link.textContent = text;
  setTimeout(() => (link.textContent = before), 1500);
}

/** Opens a passage between its neighbours, or closes it again. */
async function open(link, url) {
  const hit = link.closest("[data-hit]");
  const shown = hit.querySelector(".in-place");
  const words = hit.querySelector(":scope > blockquote");
  if (shown) {
    shown.remove();
    words.hidden = false;
    return;
  }
  try {
    const page = await passage(url);
    const script = document.adoptNode(page.querySelector(".script"));
    script.querySelector(".where")?.remove();
    script.querySelector(".chosen .who")?.remove();
    script.querySelector(".chosen blockquote").replaceChildren(
      ...[...words.childNodes].map((node) => node.cloneNode(true)),
    );
    const place = document.createElement("div");
    place.className = "in-place script";
    place.append(...script.childNodes);
    words.hidden = true;
    words.after(place);
  } catch {
    location.assign(url);
  }
}

const hits = () => [...document.querySelectorAll("[data-hit]")];
const current = () => document.querySelector("[data-hit].current");

function move(by) {
  const all = hits();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1);
  all.forEach((hit, number) => hit.classList.toggle("current", number === next));
  all[next].scrollIntoView({ block: "nearest" });
  const link = all[next].querySelector(".open") ?? all[next].querySelector("a");
  link?.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches?.("input, textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const action = {
    "/": () => {
      box.focus();
      box.select();
    },
    j: () => move(1),
    k: () => move(-1),
    y: () => cite(current() ?? hits()[0]),
  }[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});
