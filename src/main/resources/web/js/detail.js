// The selected incident: its facts, each feature that carries evidence, the contributions.
import { byId, element, number, text, time } from './format.js';
import { drawFeature } from './chart.js';
import { tag } from './list.js';

const LARGEST_CHARTS = 8;
let charts = [];
let shown = null;

export function hideDetail() {
  byId('detail').hidden = true;
  shown = null;
}

/** Shows an incident, unless just this message of it is shown already. */
export function showDetail(incident) {
  const version = `${incident.id} ${incident.sequence} ${incident.status}`;
  if (version === shown) return;
  shown = version;
  byId('detail').hidden = false;
  const over = incident.status === 'CLOSED';
  byId('tags').replaceChildren(tag(incident), element('span', 'tag plain', incident.kind.toLowerCase()));
  text('title', incident.name);
  text('message', over && incident.anomaly ? `${incident.anomaly} ${incident.message}` : incident.message);
  byId('facts').replaceChildren(...facts(incident));
  draw(incident);
  byId('scroll').hidden = !incident.contributions.length;
  byId('contributions').replaceChildren(...incident.contributions.map(row));
}

/** Draws again what is shown, in the colours of now. */
export function redrawDetail(incident) {
  if (shown) draw(incident);
}

function facts(incident) {
  return [
    ['Since', time(incident.startedAt)],
    // The message of a closed incident says how long it lasted; messages of an open one become ever rarer.
    ['Last anomalous step', time(incident.lastAnomalousAt ?? incident.windowEnd)],
    ['Score', incident.score.toFixed(3)],
    // Only a message with a window says how long a step is.
    ['On normal data', incident.rarity ? `expected ${incident.rarity}` : 'not known'],
    ['Model', incident.modelVersion ?? 'none yet'],
  ].map(([name, value]) => element('div', '', element('dt', '', name), element('dd', '', value)));
}

function row(part) {
  const cells = [
    ['', part.feature], ['', time(part.stepTime)], ['n', part.actual === null ? 'missing' : number(part.actual)],
    ['n', number(part.expected)], ['n', `${number(part.lower)} to ${number(part.upper)}`],
    ['n', `${Math.round(part.share * 100)}%`],
  ];
  return element('tr', '', ...cells.map(([className, value]) => element('td', className, value)));
}

function draw(incident) {
  charts.forEach(giveUp => giveUp());
  const { stepTimes = [], features = [] } = incident.window ?? {};
  const times = stepTimes.map(iso => Date.parse(iso) / 1000);
  // Of all its cells, not only of the few that are listed: the feature that the message names comes first.
  const carries = new Set(incident.contributions.map(part => part.feature));
  const shares = new Map(features.filter(each => carries.has(each.feature)).map(each => [each.feature, each.share]));
  const carrying = features.filter(each => shares.has(each.feature))
    .sort((a, b) => shares.get(b.feature) - shares.get(a.feature));
  // Silence has no contributions: then the window itself is what there is to see.
  const drawn = (carrying.length ? carrying : features).slice(0, LARGEST_CHARTS);
  byId('legend').hidden = !drawn.length;
  const boxes = drawn.map(each => {
    const share = shares.get(each.feature);
    return element('figure', 'chart', element('figcaption', '', each.feature,
      ...(share ? [element('span', 'share', ` ${Math.round(share * 100)}% of the evidence`)] : [])));
  });
  byId('charts').replaceChildren(...boxes);
  charts = drawn.map((each, i) => drawFeature(boxes[i], each, times,
    incident.contributions.filter(part => part.feature === each.feature),
    Date.parse(incident.startedAt) / 1000, Date.parse(incident.lastAnomalousAt ?? incident.windowEnd) / 1000));
}
