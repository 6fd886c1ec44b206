// The top of the page: state in words, throughput, entities, model.
import { byId, count, duration, number, plural, text, time } from './format.js';
import { showModel } from './model.js';

const RECENT_SECONDS = 5;

export function showOverview(now) {
  document.title = `${now.openIncidents ? `(${now.openIncidents}) ` : ''}${now.detector} · Tidewatch`;
  text('detector', now.detector);
  showState(now.state);
  headline(now);
  const recent = now.eventsPerSecond.slice(-RECENT_SECONDS);
  text('rate', number(recent.reduce((sum, value) => sum + value, 0) / recent.length));
  text('events', `${count(now.events)} since the start`);
  spark(now.eventsPerSecond);
  const { learning, withoutModel, full } = now.entities;
  text('entities', count(learning + withoutModel + full));
  text('phases', [[full, 'watched'], [withoutModel, 'without a model yet'], [learning, 'learning']]
    .filter(([n]) => n).map(([n, what]) => `${count(n)} ${what}`).join(', '));
  text('opened', count(now.incidents));
  text('open', now.openIncidents ? `${count(now.openIncidents)} open` : 'none open');
  text('dead', count(now.deadLetters));
  text('late', [[now.late, 'late event', 'late events'], [now.early, 'early event', 'early events']]
    .filter(([n]) => n).map(([n, one, many]) => plural(n, one, many)).join(', '));
  showLeftOut(now.leftOut);
  text('model', now.model ? now.model.version : 'none yet');
  text('modelNote', now.model
    ? `${duration(Date.now() - now.model.createdAtMs)} old`
    : `${Math.round(now.learned * 100)}% learned`);
  byId('modelNote').title = now.model ? time(now.model.createdAtMs) : '';
  showModel(now.model, now.training);
  text('empty', now.state === 'watching' ? 'None so far.' : now.explanation);
}

/** What raises nothing, and from where most of it comes: nothing is left out silently. */
function showLeftOut(causes) {
  byId('leftOut').hidden = !causes.length;
  byId('causes').replaceChildren(...causes.map(({ cause, count: n, worstSource }) => {
    const line = document.createElement('li');
    line.textContent = `${count(n)} ${EXPLAINED[cause] ?? `dead letters: ${cause.replaceAll('-', ' ')}`}; most from ${worstSource}`;
    return line;
  }));
}

const EXPLAINED = {
  late: 'late: they came after their step had closed',
  early: 'early: their time was far ahead of their partition',
};

export function showState(words) {
  text('state', words);
  byId('state').dataset.state = words;
}

export function showLost() {
  showState('not answering');
  text('headline', 'Tidewatch does not answer');
  text('explanation', 'What is shown below is from before. This page tries again by itself.');
  byId('headline').dataset.open = false;
}

function headline(now) {
  const open = now.openIncidents > 0;
  byId('headline').dataset.open = open;
  text('headline', open ? `${plural(now.openIncidents, 'incident is', 'incidents are')} open`
    : now.state === 'watching' ? (now.problems.length ? 'Needs a look' : 'All calm') : now.state[0].toUpperCase() + now.state.slice(1));
  // Problems come first, whatever the headline says; with incidents open, "everything as usual" would be wrong.
  text('explanation', now.problems.length ? now.problems.join(' ')
    : open && now.state === 'watching' ? 'The latest are listed below.' : afterColon(now.explanation));
  byId('learned').hidden = now.state !== 'learning';
  byId('learned').value = now.learned;
}

/** "Learning: 12 of 32 steps" below the headline "Learning" needs its first word no more. */
function afterColon(sentence) {
  const rest = sentence.replace(/^(Learning|Starting|Stopped|Watching)[:;] /, '');
  return rest[0].toUpperCase() + rest.slice(1);
}

function spark(values) {
  const [line, area] = [byId('spark').querySelector('.line'), byId('spark').querySelector('.area')];
  const highest = Math.max(1, ...values);
  const points = values.map((value, i) => `${i} ${((1 - value / highest) * 28 + 2).toFixed(2)}`).join('L');
  byId('spark').setAttribute('viewBox', `0 0 ${values.length - 1} 32`);
  line.setAttribute('d', `M${points}`);
  area.setAttribute('d', `M0 32L${points}L${values.length - 1} 32Z`);
}
