// The latest incidents: open ones first, then by their last change.
import { byId, element, time } from './format.js';

const LARGEST = 100;

export class IncidentList {
  #items = new Map(); // id -> { incident, change, node, button }
  #changes = 0;
  #select;

  constructor(select) {
    this.#select = select;
    byId('list').addEventListener('keydown', event => this.#move(event));
  }

  /** Takes all at once, the latest change first. */
  fill(incidents) {
    const ids = new Set(incidents.map(incident => incident.id));
    for (const id of this.#items.keys()) if (!ids.has(id)) this.#items.delete(id);
    incidents.toReversed().forEach(incident => this.#take(incident));
    this.#show();
  }

  put(incident) {
    this.#take(incident);
    this.#show();
  }

  first() {
    return byId('list').querySelector('button')?.dataset.id ?? null;
  }

  mark(id) {
    for (const [each, { button }] of this.#items) button.setAttribute('aria-current', each === id);
  }

  #take(incident) {
    let item = this.#items.get(incident.id);
    if (!item) {
      const button = element('button');
      button.type = 'button';
      button.dataset.id = incident.id;
      button.addEventListener('click', () => this.#select(incident.id));
      item = { button, node: element('li', '', button) };
      this.#items.set(incident.id, item);
    }
    item.incident = incident;
    item.change = ++this.#changes;
    const over = incident.status === 'CLOSED';
    item.button.className = over ? 'closed' : incident.severity.toLowerCase();
    item.button.replaceChildren(
      element('span', 'top', element('span', 'who', incident.name), tag(incident)),
      element('span', 'what', incident.message),
      element('span', 'when', `${incident.kind.toLowerCase()} · since ${time(incident.startedAt)} · score ${incident.score.toFixed(2)}`));
  }

  #show() {
    const sorted = [...this.#items.values()].sort((a, b) =>
      (a.incident.status === 'CLOSED') - (b.incident.status === 'CLOSED') || b.change - a.change);
    sorted.splice(LARGEST).forEach(item => this.#items.delete(item.incident.id));
    const focused = document.activeElement;
    const list = byId('list');
    // Only what is out of place is moved: a button keeps the focus and the reader's place.
    sorted.forEach((item, i) => {
      if (list.children[i] !== item.node) list.insertBefore(item.node, list.children[i] ?? null);
    });
    while (list.children.length > sorted.length) list.lastChild.remove();
    if (focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true });
    byId('empty').hidden = sorted.length > 0;
  }

  #move(event) {
    const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
    const next = step && event.target.closest('li')?.[step];
    if (!next) return;
    event.preventDefault();
    next.firstChild.focus();
  }
}

/** Severity in a word, so that nobody depends on its colour. */
export function tag(incident) {
  return incident.status === 'CLOSED' ? element('span', 'tag closed', 'over')
    : element('span', `tag ${incident.severity.toLowerCase()}`, incident.severity.toLowerCase());
}
