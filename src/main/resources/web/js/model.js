// The model in plain words: what is in use, how it did beside the one before, what is learned next.
import { byId, duration, element, number, plural, time } from './format.js';

// So long after its first step, that a model has come into use is still news.
const RECENT_MS = 24 * 3600 * 1000;

let shown = '';

export function showModel(model, training) {
  const facts = model ? [
    ['In use', inUse(model)],
    ['Scores', scores(model.fromMs)],
    ['Compared', compared(model.heldOut)],
    ['Learning', learning(model, training)],
    ['Last training', lost(training.lastLost)],
    ['Drift', drift(training)],
  ].filter(([, sentence]) => sentence) : [];
  const now = JSON.stringify(facts);
  // Only when it is another, so that a selection stays.
  if (now === shown) return;
  shown = now;
  byId('about').hidden = byId('aboutLink').hidden = !model;
  byId('aboutModel').replaceChildren(...facts.flatMap(([name, sentence]) =>
    [element('dt', '', name), element('dd', '', sentence)]));
}

function inUse({ version, createdAtMs, windows, entities }) {
  return `Version ${version}, learned ${duration(Date.now() - createdAtMs)} ago from ${plural(windows, 'window', 'windows')}`
    + ` of ${plural(entities, 'entity', 'entities')}.`;
}

function scores(fromMs) {
  if (fromMs === undefined || Date.now() - fromMs > RECENT_MS) return '';
  return `Steps that start at ${time(fromMs)} or later. The model before scores the earlier ones.`;
}

function compared(heldOut) {
  return heldOut && `Its error on the newest ${plural(heldOut.windows, 'window', 'windows')} was ${number(heldOut.challengerError)},`
    + ` that of the model before ${number(heldOut.activeError)}.`;
}

function learning({ fixed }, { here, running, nextMs }) {
  if (fixed) return 'No other model is learned beside one that was given with --model.';
  if (!here) return 'Another instance trains for all; its page says when.';
  if (running) return 'A training runs now.';
  return nextMs === undefined ? 'The next training comes with more windows, or with drift.'
    : `The next training comes when events reach ${time(nextMs)}, or earlier with more windows or drift.`;
}

function lost(heldOut) {
  return heldOut && `Gave a worse model, which is not used: its error on the newest ${plural(heldOut.windows, 'window', 'windows')} was`
    + ` ${number(heldOut.challengerError)}, that of the model in use ${number(heldOut.activeError)}.`;
}

function drift({ here, drifted }) {
  if (!here) return '';
  const names = drifted.map(of => of === 'window-error' ? 'the errors of the model' : of);
  return names.length ? `Not as in the training: ${names.join(', ')}.` : 'None found.';
}
