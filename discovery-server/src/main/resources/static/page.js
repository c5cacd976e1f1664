// The list: what is searched for, in which order, and what is free in all.
import { make, row } from "./provider.js";

const REFRESH_MS = 30_000;
const PAGE = 50;
const FIELDS = ["name", "platform", "image", "cpu", "memory", "storage", "filter"];

const api = (path) => new URL(`api/v1/${path}`, document.baseURI);
const element = (id) => document.getElementById(id);
const numbers = new Intl.NumberFormat("en");
const countryNames = new Intl.DisplayNames("en", { type: "region" });

const form = element("filters");
const rows = document.querySelector("#providers tbody");
const state = new URLSearchParams(location.search);
let cursor = null;
let pages = 1;
let asked = 0;

function countryName(code) {
  return code === "??" ? "not said" : `${countryNames.of(code)} (${code})`;
}

async function ask(path, parameters) {
  const url = api(path);
  url.search = parameters ?? "";
  let answer;
  try {
    answer = await fetch(url);
  } catch {
    throw new Error("discovery does not answer; trying again in half a minute");
  }
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error([body.detail, body.hint].filter(Boolean).join(". "));
  }
  return body;
}

function say(text, bad = false) {
  element("state").textContent = text;
  element("state").classList.toggle("bad", bad);
}

function query() {
  const parameters = new URLSearchParams(state);
  parameters.set("limit", String(PAGE));
  return parameters;
}

async function search(more = false) {
  const number = ++asked;
  const parameters = query();
  if (more) {
    parameters.set("cursor", cursor);
  }
  try {
    let page = await ask("advertisements", parameters);
    const found = page.advertisements;
    // A refresh shows as many pages as were shown before.
    for (let i = 1; !more && i < pages && page.next_cursor; i++) {
      parameters.set("cursor", page.next_cursor);
      page = await ask("advertisements", parameters);
      found.push(...page.advertisements);
    }
    if (number !== asked) {
      return; // another search has begun meanwhile
    }
    show(found, more, page.next_cursor);
  } catch (failure) {
    if (number === asked) {
      say(failure.message, true);
    }
  }
}

function show(found, more, next) {
  cursor = next ?? null;
  pages = more ? pages + 1 : pages;
  const focused = document.activeElement?.dataset?.provider;
  if (!more) {
    rows.replaceChildren();
  }
  rows.append(...found.map((provider) => row(provider, () => state)));
  element("more").hidden = cursor === null;
  const shown = rows.children.length;
  say(shown === 0 ? "No live provider fits." : `${shown}${cursor ? " or more" : ""} providers fit.`);
  if (focused) {
    rows.querySelector(`button[data-provider="${CSS.escape(focused)}"]`)?.focus();
  }
}

async function summarise() {
  const summary = await ask("summary");
  for (const sum of document.querySelectorAll("[data-sum]")) {
    sum.textContent = numbers.format(summary.total[sum.dataset.sum]);
  }
  bars(Object.entries(summary.by_country));
  options("platform", Object.keys(summary.by_platform));
  options("image", Object.keys(summary.by_image));
}

function bars(countries) {
  const focused = document.activeElement?.dataset?.country;
  countries.sort(([a, one], [b, other]) => other.providers - one.providers || a.localeCompare(b));
  const most = countries[0]?.[1].providers ?? 1;
  element("countries").replaceChildren(...countries.map(([code, sum]) => {
    const bar = make("span", { class: "bar" });
    bar.style.width = `${(100 * sum.providers) / most}%`;
    const button = make("button", { type: "button", "aria-pressed": String(state.get("country") === code) },
      make("span", { text: countryName(code) }), bar,
      make("span", { class: "count", text: `${numbers.format(sum.providers)} · ${numbers.format(sum.cpu)} vCPUs` }));
    button.dataset.country = code;
    button.disabled = code === "??";
    button.addEventListener("click", () => change("country", state.get("country") === code ? "" : code));
    return make("li", {}, button);
  }));
  if (focused) {
    element("countries").querySelector(`[data-country="${CSS.escape(focused)}"]`)?.focus();
  }
}

function options(name, values) {
  const select = form.elements[name];
  const chosen = state.get(name) ?? "";
  const all = new Set(chosen ? [chosen, ...values] : values);
  select.replaceChildren(make("option", { value: "", text: "any" }),
    ...[...all].map((value) => make("option", { value, text: value })));
  select.value = chosen;
}

function change(name, value) {
  if (value) {
    state.set(name, value);
  } else {
    state.delete(name);
  }
  restart();
}

/** The address of the page says what it shows, for a bookmark or a friend. */
function restart() {
  pages = 1;
  history.replaceState(null, "", state.size ? `?${state}` : location.pathname);
  for (const button of element("countries").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(state.get("country") === button.dataset.country));
  }
  headers();
  search();
}

function headers() {
  const sort = state.get("sort") ?? "";
  for (const header of document.querySelectorAll("th[data-sort]")) {
    const field = header.dataset.sort;
    const order = { [field]: "ascending", [`-${field}`]: "descending" }[sort];
    header.setAttribute("aria-sort", order ?? "none");
  }
  form.elements.sort.value = sort;
}

function sortable(header) {
  const field = header.dataset.sort;
  // Of numbers and ages the largest and latest are what people look for first.
  const first = ["cpu", "memory", "storage", "updated_at"].includes(field) ? `-${field}` : field;
  const second = first === field ? `-${field}` : field;
  const button = make("button", { type: "button", text: header.textContent });
  button.addEventListener("click", () => change("sort", state.get("sort") === first ? second : first));
  header.replaceChildren(button);
}

let typing;
form.addEventListener("input", (event) => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    if (event.target.checkValidity()) {
      change(event.target.name, event.target.value.trim());
    }
  }, 250);
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => {
  [...state.keys()].forEach((name) => state.delete(name));
  restart();
});
element("more").addEventListener("click", () => search(true));
document.querySelectorAll("th[data-sort]").forEach(sortable);

for (const name of [...state.keys()].filter((one) => ![...FIELDS, "country", "sort"].includes(one))) {
  state.delete(name);
}
for (const name of FIELDS) {
  form.elements[name].value = state.get(name) ?? "";
}

function refresh() {
  if (!document.hidden) {
    search();
    summarise().catch((failure) => say(failure.message, true));
  }
}

headers();
refresh();
setInterval(refresh, REFRESH_MS);
document.addEventListener("visibilitychange", refresh);
