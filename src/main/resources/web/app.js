// The live page. Reads /api/state every two seconds, /api/incidents when /api/events says that something was told.
// Everything from outside goes into the page as text, never as markup.
const byId = id => document.getElementById(id);
const number = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 });
const count = new Intl.NumberFormat();
const clock = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const time = iso => clock.format(new Date(iso));
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
let selected = location.hash.slice(1) || null;
let shown = null;

async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function state(words) {
  byId('state').textContent = words;
  byId('state').dataset.state = words;
}

function spark(values) {
  const highest = Math.max(1, ...values);
  const line = values.map((v, i) => `${i ? 'L' : 'M'}${i} ${(1 - v / highest) * 30 + 1}`).join('');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${values.length - 1} 32`);
  svg.setAttribute('preserveAspectRatio', 'none');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', line);
  svg.append(path);
  byId('spark').replaceChildren(svg);
}

async function overview() {
  try {
    const now = await get('/api/state');
    document.title = `${now.openIncidents ? `(${now.openIncidents}) ` : ''}${now.detector} · Tidewatch`;
    byId('detector').textContent = now.detector;
    state(now.state);
    const recent = now.eventsPerSecond.slice(-5);
    byId('rate').textContent = number.format(recent.reduce((a, b) => a + b, 0) / recent.length);
    spark(now.eventsPerSecond);
    byId('open').textContent = now.openIncidents;
    const { learning, withoutModel, full } = now.entities;
    byId('entities').textContent = count.format(learning + withoutModel + full);
    byId('phases').textContent = [[full, 'watched'], [withoutModel, 'without a model yet'], [learning, 'learning']]
      .filter(([count]) => count).map(([count, what]) => `${count} ${what}`).join(', ');
    byId('dead').textContent = count.format(now.deadLetters);
    byId('late').textContent = now.late ? `${now.late} late events` : '';
    byId('model').textContent = now.model ? now.model.version : `${Math.round(now.learned * 100)}% learned`;
    byId('modelNote').textContent = now.model
      ? `${count.format(now.model.windows)} windows of ${now.model.entities} entities, ${time(now.model.createdAtMs)}` : '';
    byId('empty').textContent = now.state === 'watching' ? 'None so far: everything is as usual.'
      : now.state === 'learning' ? 'Learning what is normal. Far outliers are told already; the rest once a model is ready.'
      : 'The detector is not watching at the moment.';
  } catch (failure) {
    state('not answering');
  }
}

async function incidents() {
  const list = await get('/api/incidents?limit=50');
  byId('empty').hidden = list.length > 0;
  byId('incidents').replaceChildren(...list.map(incident => {
    const button = element('button', undefined, incident.status === 'CLOSED' ? 'closed' : incident.severity.toLowerCase());
    button.append(element('span', time(incident.windowEnd), 'when'), element('span', incident.entity, 'who'),
      element('span', `${incident.kind.toLowerCase()}, ${incident.status === 'CLOSED' ? 'over' : incident.severity.toLowerCase()}. ${incident.message}`, 'what'));
    button.setAttribute('aria-current', incident.id === selected);
    button.addEventListener('click', () => { selected = incident.id; location.hash = selected; incidents(); });
    const item = element('li');
    item.append(button);
    return item;
  }));
  if (!selected && list.length) selected = list[0].id;
  if (selected) await detail(selected);
}

async function detail(id) {
  let incident;
  try { incident = await get(`/api/incidents/${encodeURIComponent(id)}`); } catch { byId('detail').hidden = true; return; }
  const version = `${incident.id} ${incident.sequence} ${incident.status}`;
  if (version === shown) return;
  shown = version;
  byId('detail').hidden = false;
  byId('title').textContent = `${incident.entity}: ${incident.kind.toLowerCase()} anomaly`;
  byId('message').textContent = incident.message;
  byId('facts').replaceChildren(...[
    ['status', incident.status.toLowerCase()], ['severity', incident.severity.toLowerCase()],
    ['since', time(incident.startedAt)], ['score', incident.score.toFixed(3)],
    ['as rare as', incident.probability > 0 ? `1 in ${number.format(Math.min(1e12, Math.round(1 / incident.probability)))} steps` : 'never seen'],
    ['model', incident.modelVersion ?? 'none yet'],
  ].map(([name, value]) => { const pair = element('div'); pair.append(element('dt', name), element('dd', value)); return pair; }));
  charts(incident);
  byId('contributions').hidden = !incident.contributions.length;
  byId('contributions').tBodies[0].replaceChildren(...incident.contributions.map(part => {
    const row = element('tr');
    row.append(element('td', part.feature), element('td', time(part.stepTime)),
      element('td', part.actual === null ? 'missing' : number.format(part.actual)), element('td', number.format(part.expected)),
      element('td', `${number.format(part.lower)} to ${number.format(part.upper)}`), element('td', `${Math.round(part.share * 100)}%`));
    return row;
  }));
}

function charts(incident) {
  const shares = new Map();
  for (const part of incident.contributions) shares.set(part.feature, (shares.get(part.feature) ?? 0) + part.share);
  const features = (incident.window?.features ?? []).slice().sort((a, b) => (shares.get(b.feature) ?? 0) - (shares.get(a.feature) ?? 0)).slice(0, 6);
  const times = (incident.window?.stepTimes ?? []).map(iso => Date.parse(iso) / 1000);
  byId('charts').replaceChildren();
  for (const feature of features) {
    const box = element('div', undefined, 'chart');
    const title = element('h3', feature.feature);
    const share = shares.get(feature.feature);
    if (share) title.append(element('span', ` ${Math.round(share * 100)}% of the evidence`, 'share'));
    box.append(title);
    byId('charts').append(box);
    const parts = incident.contributions.filter(part => part.feature === feature.feature);
    const at = new Map(parts.map(part => [Date.parse(part.stepTime) / 1000, part]));
    const lower = times.map(t => at.get(t)?.lower ?? null), upper = times.map(t => at.get(t)?.upper ?? null);
    const since = Date.parse(incident.startedAt) / 1000, end = times[times.length - 1];
    new uPlot({
      width: box.clientWidth, height: 150, cursor: { y: false }, legend: { show: false },
      axes: [{ stroke: colour('--faint'), grid: { stroke: colour('--line'), width: 1 } }, { stroke: colour('--faint'), grid: { stroke: colour('--line'), width: 1 }, size: 64 }],
      series: [{}, { stroke: colour('--faint'), width: 1.5, dash: [5, 4], points: { show: false } }, { stroke: colour('--blue'), width: 1.8, points: { show: false } }, { width: 0, points: { show: false } }, { width: 0, points: { show: false } }],
      hooks: { drawClear: [u => {
        const from = u.valToPos(Math.max(since, times[0]), 'x', true), to = u.valToPos(end, 'x', true);
        u.ctx.save(); u.ctx.fillStyle = colour('--mark'); u.ctx.fillRect(from - 3, u.bbox.top, Math.max(6, to - from + 3), u.bbox.height); u.ctx.restore();
      }], draw: [u => {
        u.ctx.save(); u.ctx.fillStyle = colour('--band');
        const half = Math.max(3, u.bbox.width / times.length / 2);
        for (const [t, part] of at) {
          const x = u.valToPos(t, 'x', true), top = u.valToPos(part.upper, 'y', true), bottom = u.valToPos(part.lower, 'y', true);
          u.ctx.fillRect(x - half, top, 2 * half, bottom - top);
        }
        u.ctx.restore();
      }] },
    }, [times, feature.expected, feature.actual, lower, upper], box);
  }
}

let due = null;
const refresh = () => { clearTimeout(due); due = setTimeout(() => { overview(); incidents().catch(() => {}); }, 150); };
const events = new EventSource('/api/events');
events.addEventListener('alert', refresh);
events.addEventListener('open', refresh);
setInterval(overview, 2000);
addEventListener('resize', () => { shown = null; refresh(); });
addEventListener('hashchange', () => { selected = location.hash.slice(1) || null; shown = null; refresh(); });
refresh();
