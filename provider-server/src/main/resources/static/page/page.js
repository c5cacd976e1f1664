// Shows what the provider sends every two seconds. All of it is set as text, never as markup:
// names of VMs are their renters' words.

const SVG = 'http://www.w3.org/2000/svg';
const HALF_HOUR = 30 * 60 * 1000;
const GIB = 2 ** 30;

const byId = (id) => document.getElementById(id);

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function clock(instant) {
  const made = element('time', instant ? new Date(instant).toLocaleString() : 'never');
  if (instant) made.dateTime = instant;
  return made;
}

function short(id) {
  return id.slice(0, 8);
}

function size(resources) {
  return `${resources.cpu} vCPU, ${resources.memory} GiB, ${resources.storage} GiB disk`;
}

function showHeader({ provider, health, backend }) {
  document.title = `${provider.name}: ${health}`;
  byId('name').textContent = provider.name;
  const badge = byId('health');
  if (badge.textContent !== health) badge.textContent = health;
  badge.className = `badge ${health}`;
  const runs = `${backend.name} ${backend.version}`.trim();
  byId('about').textContent = `${provider.provider_id}, version ${provider.version}, ${runs}`;
}

function showComplaints({ complaints, ports }) {
  const list = byId('complaints').querySelector('ul');
  list.replaceChildren(...complaints.map((complaint) => {
    const item = element('li', complaint);
    const finding = ports.findings.find((one) => one.what === complaint);
    if (finding) {
      item.append(element('div', finding.meaning, 'means'));
      finding.remedies.forEach((remedy) => item.append(element('div', `To do: ${remedy}`)));
    }
    return item;
  }));
  byId('complaints').hidden = complaints.length === 0;
}

function resource(what, unit, offer, free, load) {
  const box = element('div');
  box.append(element('div', what, 'what'));
  box.append(element('div', `${offer - free} of ${offer} ${unit} rented out`, 'figure'));
  const bar = element('progress');
  bar.max = Math.max(1, offer);
  bar.value = offer - free;
  bar.setAttribute('aria-label', `${what} rented out`);
  box.append(bar);
  if (load !== undefined) box.append(element('div', `this machine uses ${load} %`, 'load'));
  return box;
}

function showResources({ provider: { offer, free, load } }) {
  byId('resources').replaceChildren(
    resource('CPU', 'vCPU', offer.cpu, free.cpu, load?.cpu),
    resource('Memory', 'GiB', offer.memory, free.memory, load?.memory),
    resource('Storage', 'GiB', offer.storage, free.storage, load?.storage));
}

function portsText(ports) {
  const access = `access ports ${ports.access_ports}: ${ports.usable} of ${ports.access} usable`;
  if (ports.readiness === 'checking') return 'being checked';
  if (ports.readiness === 'unchecked') return `${access}, not checked from outside`;
  const bad = Object.entries(ports.bad).map(([why, which]) => `; ${why}: ${which}`).join('');
  return `provider port ${ports.api_port} ${ports.api}, ${access}${bad}`
    + ` (checked by ${ports.heard} of ${ports.checkers}, ${new Date(ports.checked_at).toLocaleTimeString()})`;
}

function advertisedText(advertised) {
  if (advertised.obstacle) return `no: ${advertised.obstacle}`;
  return `taken by ${advertised.taken_by.join(', ')} at ${new Date(advertised.sent_at).toLocaleTimeString()}`;
}

const GUESTS = {
  isolated: 'the internet, not this host and its networks',
  none: 'nothing',
  open: 'all that this host reaches',
};

function showReach(status) {
  const rows = [
    ['Found by renters', advertisedText(status.advertised)],
    ['Ports', portsText(status.ports)],
    ['Their VMs reach', GUESTS[status.guests.network]],
    ['VMs', `${status.vms.total} of ${status.vms.most}, ${status.vms.running} running`],
    ['Images', status.provider.images.join(', ') || 'none'],
  ];
  byId('reach').replaceChildren(...rows.flatMap(([name, text]) => [element('dt', name), element('dd', text)]));
}

/** CPU over time, the last half hour from left to right; as high as all its vCPUs. */
function graph(load, vcpus) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 100 100');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const known = load.filter((one) => one.cpu !== undefined && one.cpu !== null);
  const line = document.createElementNS(SVG, 'polyline');
  const now = Date.now();
  line.setAttribute('points', known.map((one) => {
    const x = 100 * (1 - (now - Date.parse(one.at)) / HALF_HOUR);
    const y = 100 - Math.min(100, one.cpu / vcpus);
    return `${x.toFixed(2)},${y.toFixed(2)}`;
  }).join(' '));
  svg.append(line);
  return svg;
}

function cell(label, ...content) {
  const made = element('td');
  made.dataset.label = label;
  made.append(...content);
  return made;
}

function row({ vm, load }) {
  const made = element('tr');
  made.dataset.id = vm.id;
  const last = load.at(-1);
  const cpu = last?.cpu ?? undefined;
  const memory = last?.memory ?? undefined;
  const graphs = element('span');
  graphs.append(graph(load, vm.resources.cpu));
  graphs.append(element('span', cpu === undefined ? '' : `${Math.round(cpu)} %`, 'now'));
  const history = element('button', 'History');
  history.type = 'button';
  history.setAttribute('aria-label', `History of ${vm.name}`);
  history.addEventListener('click', () => showHistory(vm));
  made.append(
    cell('Name', vm.name),
    cell('State', vm.message ? `${vm.state}: ${vm.message}` : vm.state),
    cell('Size', size(vm.resources)),
    cell('Port', String(vm.port)),
    cell('Renter', short(vm.requestor)),
    cell('CPU', graphs),
    cell('Memory', memory === undefined ? '' : `${(memory / GIB).toFixed(2)} GiB`),
    cell('', history));
  return made;
}

function showVms(vms) {
  const body = byId('vms').querySelector('tbody');
  const focused = document.activeElement?.closest?.('#vms tr')?.dataset.id;
  body.replaceChildren(...vms.map(row));
  if (focused) body.querySelector(`tr[data-id="${CSS.escape(focused)}"] button`)?.focus();
  byId('vms').hidden = vms.length === 0;
  byId('no-vms').hidden = vms.length > 0;
}

function showTroubles({ troubles }) {
  byId('troubles').querySelector('ol').replaceChildren(...troubles.map((one) => {
    const item = element('li');
    item.append(clock(one.at), `${one.level} ${one.what}`);
    return item;
  }));
  byId('troubles').hidden = troubles.length === 0;
}

async function showHistory(vm) {
  const list = byId('history').querySelector('ol');
  byId('history-title').textContent = `History of ${vm.name}`;
  list.replaceChildren(element('li', 'Asking…'));
  byId('history').showModal();
  try {
    const answer = await fetch(`page/vms/${encodeURIComponent(vm.id)}/events`);
    const events = await answer.json();
    if (!answer.ok) throw new Error(events.detail);
    list.replaceChildren(...events.map((event) => {
      const item = element('li');
      item.append(clock(event.at), [event.state, event.phase, event.message].filter(Boolean).join(', '));
      return item;
    }));
  } catch (failure) {
    list.replaceChildren(element('li', `It could not be read: ${failure.message}`));
  }
}

byId('close').addEventListener('click', () => byId('history').close());

const live = new EventSource('page/live');
live.addEventListener('view', (event) => {
  const { status, vms } = JSON.parse(event.data);
  byId('connection').hidden = true;
  showHeader(status);
  showComplaints(status);
  showResources(status);
  showReach(status);
  showVms(vms);
  showTroubles(status);
});
live.addEventListener('error', () => {
  byId('connection').hidden = false;
});
