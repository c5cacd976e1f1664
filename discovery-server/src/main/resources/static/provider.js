// A provider as a row of the table, and what it takes to rent from it.
// Everything that is shown comes from providers: it goes into the page as text, never as markup.

const numbers = new Intl.NumberFormat("en");
const element = (id) => document.getElementById(id);

/** An element with attributes; `text` is its content. */
export function make(tag, { text, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  made.append(...children);
  return made;
}

function age(instant) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(instant)) / 1000));
  return seconds < 60 ? `${seconds} s ago` : `${Math.floor(seconds / 60)} min ago`;
}

/** A row; `wanted` gives what was searched for when somebody wants to rent. */
export function row(provider, wanted) {
  const { resources } = provider;
  const button = make("button", { text: "Rent", type: "button", "aria-label": `Rent from ${provider.name}` });
  button.dataset.provider = provider.provider_id;
  button.addEventListener("click", () => rent(provider, wanted()));
  return make("tr", {},
    make("td", { text: provider.name, "data-label": "Name", title: provider.provider_id }),
    make("td", { text: provider.country ?? "–", "data-label": "Country" }),
    make("td", { text: provider.platform, "data-label": "Platform" }),
    make("td", { text: numbers.format(resources.cpu), "data-label": "vCPUs", class: "number" }),
    make("td", { text: `${numbers.format(resources.memory)} GiB`, "data-label": "Memory", class: "number" }),
    make("td", { text: `${numbers.format(resources.storage)} GiB`, "data-label": "Storage", class: "number" }),
    make("td", { text: provider.images.join(", "), "data-label": "Images", class: "images" }),
    make("td", { text: age(provider.updated_at), "data-label": "Heard of", class: "age", title: provider.updated_at }),
    make("td", { "data-label": "" }, button));
}

/** What was asked for, or little; never more than is free. */
function size(wanted, little, free) {
  return Math.min(Number(wanted) || little, free);
}

function command(provider, wanted) {
  const { resources } = provider;
  const image = wanted.get("image");
  return [
    "golem vm create my-vm",
    `--provider ${provider.provider_id}`,
    `--cpu ${size(wanted.get("cpu"), 1, resources.cpu)}`,
    `--memory ${size(wanted.get("memory"), 1, resources.memory)}`,
    `--storage ${size(wanted.get("storage"), 10, resources.storage)}`,
    ...(image ? [`--image ${image}`] : []),
    `--discovery-url ${new URL(".", document.baseURI).href.replace(/\/$/, "")}`,
  ].join(" ");
}

function rent(provider, wanted) {
  element("rent-title").textContent = `Rent from ${provider.name}`;
  element("command").textContent = command(provider, wanted);
  element("copied").textContent = "";
  const details = {
    "Node id": provider.provider_id,
    Endpoint: `${provider.ip_address} port ${provider.port}`,
    "Listed since": provider.created_at,
    "Last statement": `${provider.updated_at} (${age(provider.updated_at)})`,
    "Expires": provider.expires_at,
    "Answered itself": provider.reachable_at ?? "not tried by this discovery",
    Version: provider.version,
  };
  element("details").replaceChildren(
    ...Object.entries(details).flatMap(([term, text]) => [make("dt", { text: term }), make("dd", { text })]));
  element("rent").showModal();
}

async function copy() {
  const text = element("command").textContent;
  try {
    await navigator.clipboard.writeText(text);
    element("copied").textContent = "Copied.";
  } catch {
    // Without HTTPS browsers give no clipboard: leave it selected for the keyboard.
    getSelection().selectAllChildren(element("command"));
    element("copied").textContent = "Selected: press Ctrl+C.";
  }
}

element("copy").addEventListener("click", copy);
element("close").addEventListener("click", () => element("rent").close());
