// Numbers, times and elements. Everything from outside goes into the page as text, never as markup.
const figure = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 });
const whole = new Intl.NumberFormat();
const clock = new Intl.DateTimeFormat(undefined, {
  month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});

export const number = value => figure.format(value);
export const count = value => whole.format(value);
export const time = when => clock.format(new Date(when));
export const plural = (n, one, many) => `${count(n)} ${n === 1 ? one : many}`;

/** A length of time in its one or two largest units: 45 s, 24 min, 3 h 5 min, 2 d. */
export function duration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.round(hours / 24)} d`;
}

/** An element with a class and with text or other elements inside. */
export function element(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside.map(part => part instanceof Node ? part : String(part)));
  return made;
}

export const byId = id => document.getElementById(id);

/** Sets text only when it is another, so that nothing is announced or laid out without need. */
export function text(id, value) {
  const at = byId(id);
  if (at.textContent !== String(value)) at.textContent = value;
}

/** A colour of the style sheet, as it is in the light or dark now. */
export const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
