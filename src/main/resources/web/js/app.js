// The live page. /api/events tells what changes; the list and an incident's window are read when needed.
import { byId } from './format.js';
import { follow, get } from './feed.js';
import { showLost, showOverview } from './overview.js';
import { IncidentList } from './list.js';
import { hideDetail, redrawDetail, showDetail } from './detail.js';

const LIST_LIMIT = 100;
const fromAddress = () => location.hash.startsWith('#i=') ? decodeURIComponent(location.hash.slice(3)) : null;
const narrow = matchMedia('(max-width: 52rem)');
let selected = fromAddress();
let current = null;

const list = new IncidentList(id => {
  location.hash = `i=${encodeURIComponent(id)}`;
  select(id, true);
});

async function select(id, asked) {
  selected = id;
  list.mark(id);
  if (!id) return;
  try {
    const incident = await get(`/api/incidents/${encodeURIComponent(id)}`);
    if (selected !== id) return;
    current = incident;
    showDetail(incident);
    if (asked && narrow.matches) {
      byId('detail').scrollIntoView();
      byId('title').focus({ preventScroll: true });
    }
  } catch {
    if (selected === id) hideDetail();
  }
}

async function readList() {
  try {
    list.fill(await get(`/api/incidents?limit=${LIST_LIMIT}`));
    // On a phone the list comes first; a detail that nobody asked for would only be in the way.
    await select(selected ?? (narrow.matches ? null : list.first()), false);
  } catch {
    showLost();
  }
}

follow({
  opened: readList,
  state: showOverview,
  incident: changed => {
    list.put(changed);
    list.mark(selected);
    if (changed.id === selected || (!selected && !narrow.matches)) select(changed.id, false);
  },
  lost: showLost,
});
addEventListener('hashchange', () => {
  const id = fromAddress();
  if (id && id !== selected) select(id, true);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { if (current) redrawDetail(current); });
