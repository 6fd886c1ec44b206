// One feature's window: what was, what was expected, the usual band where evidence lies.
import { colour, element, number, time } from './format.js';

const HEIGHT = 170;
const DOT = 4;

/** Draws into a box that is in the page already. Returns a function that gives up the chart. */
export function drawFeature(box, feature, times, parts, startedAt, lastAt) {
  const at = new Map(parts.map(part => [Date.parse(part.stepTime) / 1000, part]));
  const band = end => times.map(t => at.get(t)?.[end] ?? null);
  const canvas = element('div');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', describe(feature.feature, parts));
  box.append(canvas);
  const line = { points: { show: false } };
  const plot = new uPlot({
    width: box.clientWidth,
    height: HEIGHT,
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: true }, y: { range: (u, low, high) => padded(low, high) } },
    axes: [
      { ...axis(), size: 30, values: (u, splits, _, space, step) => splits.map(t => label(t, step)) },
      { ...axis(), size: 58, values: (u, splits) => splits.map(number) },
    ],
    series: [
      {},
      { ...line, stroke: colour('--expected'), width: 1.5, dash: [6, 4] },
      { ...line, stroke: colour('--actual'), width: 2 },
      // Never drawn as lines: they stretch the scale so that the band fits in.
      { ...line, width: 0 },
      { ...line, width: 0 },
    ],
    hooks: {
      drawClear: [plot => { span(plot, times, startedAt, lastAt); bands(plot, times, at); }],
      draw: [plot => marks(plot, at)],
    },
  }, [times, feature.expected, feature.actual, band('lower'), band('upper')], canvas);
  const observer = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT }));
  observer.observe(box);
  return () => { observer.disconnect(); plot.destroy(); };
}

function axis() {
  const font = '12px system-ui, sans-serif';
  return { stroke: colour('--soft'), font, grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
}

function padded(low, high) {
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
}

const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const minute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const second = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const label = (t, step) => (step >= 86400 ? day : step >= 60 ? minute : second).format(t * 1000);

function describe(feature, parts) {
  if (!parts.length) return `${feature} over the window`;
  const top = parts.reduce((a, b) => (b.share > a.share ? b : a));
  return `${feature} over the window. At ${time(top.stepTime)} it was ${
    top.actual === null ? 'missing' : number(top.actual)}, expected ${number(top.expected)}.`;
}

/** The time since the incident began. */
function span(plot, times, startedAt, lastAt) {
  const { ctx, bbox } = plot;
  const from = plot.valToPos(Math.max(startedAt, times[0]), 'x', true);
  const to = plot.valToPos(Math.min(lastAt, times[times.length - 1]), 'x', true);
  if (to < bbox.left || from > bbox.left + bbox.width) return;
  ctx.save();
  ctx.fillStyle = colour('--span');
  ctx.fillRect(from - 3, bbox.top, Math.max(6, to - from + 3), bbox.height);
  ctx.restore();
}

function bands(plot, times, at) {
  const { ctx, bbox } = plot;
  const half = Math.max(3, bbox.width / Math.max(1, times.length - 1) / 2);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = colour('--band');
  for (const [t, part] of at) {
    const top = plot.valToPos(part.upper, 'y', true);
    ctx.fillRect(plot.valToPos(t, 'x', true) - half, top, 2 * half, plot.valToPos(part.lower, 'y', true) - top);
  }
  ctx.restore();
}

/** A dot where evidence lies; a ring where a value should have been. */
function marks(plot, at) {
  const { ctx } = plot;
  ctx.save();
  ctx.fillStyle = ctx.strokeStyle = colour('--alarm');
  ctx.lineWidth = 2 * devicePixelRatio;
  for (const [t, part] of at) {
    const missing = part.actual === null;
    ctx.beginPath();
    ctx.arc(plot.valToPos(t, 'x', true), plot.valToPos(missing ? part.expected : part.actual, 'y', true),
      DOT * devicePixelRatio, 0, 2 * Math.PI);
    if (missing) ctx.stroke(); else ctx.fill();
  }
  ctx.restore();
}
