// Time as a length: the axis of the figure as it was drawn, which ticks fit a stretch, and how dates are written.
// Times are milliseconds of UTC since 1970.

const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const BREAK = 40;  // points that a stretch takes which is left out

/** The figure's own axis, which may leave stretches of time out. */
const homeAxis = {
  ...data.axis,
  x(t) {
    const {start, end, cuts} = this;
    const gone = cuts.map(([a, b]) => clamp(t - a, 0, b - a));
    const shown = end - start - cuts.reduce((sum, [a, b]) => sum + b - a, 0);
    const scale = (data.right - data.left - BREAK * cuts.length) / shown;
    const breaks = cuts.reduce((sum, [a, b], i) => sum + gone[i] / (b - a), 0);
    return data.left + (t - start - gone.reduce((sum, each) => sum + each, 0)) * scale + BREAK * breaks;
  },
  /** The time at a place, by halving: the axis only ever rises. */
  t(x) {
    let low = this.start, high = this.end;
    for (let i = 0; i < 50; i++) {
      const middle = (low + high) / 2;
      if (this.x(middle) < x) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  },
};

const zone = data.tz && new Intl.DateTimeFormat('en', {
  timeZone: data.tz, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
  hour: 'numeric', minute: 'numeric', second: 'numeric',
});

/** Return how far the page's zone is ahead of UTC. */
function offset(t) {
  if (!zone) return 0;
  const part = Object.fromEntries(zone.formatToParts(t).map(({type, value}) => [type, +value]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - Math.floor(t / 1000) * 1000;
}

const UNITS = [
  ...[1, 5, 15, 30].map(n => ({name: 'clock', step: n * SECOND, ms: n * SECOND})),
  ...[1, 5, 15, 30].map(n => ({name: 'clock', step: n * MINUTE, ms: n * MINUTE})),
  ...[1, 3, 6, 12].map(n => ({name: 'clock', step: n * HOUR, ms: n * HOUR})),
  ...[1, 2, 5, 10].map(n => ({name: 'day', step: n, ms: n * DAY})),
  ...[[1, 28], [3, 90]].map(([n, days]) => ({name: 'month', step: n, ms: days * DAY})),
  ...[1, 10, 100, 1000, 10000].flatMap(power => [1, 2, 5].map(n => ({name: 'year', step: n * power, ms: n * power * 365 * DAY}))),
];

/** Return the ticks of the finest unit whose labels fit, as figures/axis.py does, with minor ones of a finer unit. */
function ticks(t0, t1, left, right) {
  const scale = (right - left) / (t1 - t0), x = t => left + (t - t0) * scale;
  const widest = textWidth(dateText([2025, 8, 30], 'ymd'), theme.text) + 8;
  const fitting = UNITS.findIndex(unit => unit.ms * scale >= (unit.name === 'year' ? 30 : widest));
  const chosen = fitting < 0 ? UNITS.length - 1 : fitting;
  const found = [];
  let last = [], end = -Infinity;
  for (const [t, local] of starts(t0, t1, UNITS[chosen])) {
    const label = tickText(UNITS[chosen], local, last);
    const at = x(t), fits = at >= end;
    if (fits) {
      last = civil(local);
      end = at + textWidth(label, theme.text) + 4;
    }
    found.push({t, x: at, label: fits ? label : ''});
  }
  const taken = new Set(found.map(tick => tick.t));
  const finer = UNITS.slice(0, chosen).find(unit => unit.ms * scale >= 4);
  const minor = finer ? [...starts(t0, t1, finer)].filter(([t]) => !taken.has(t)) : [];
  return [...found, ...minor.map(([t]) => ({t, x: x(t), label: ''}))];
}

function civil(local) {
  const date = new Date(local);
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
}

/** Give the starts of a unit's periods: the instant, and its reading in the page's zone. */
function* starts(t0, t1, unit) {
  for (const local of periods(t0 + offset(t0), t1 + offset(t1), unit)) {
    const t = local - offset(local - offset(local));
    if (t >= t0 && t <= t1) yield [t, local];
  }
}

function* periods(from, to, {name, step}) {
  if (name === 'clock') {
    for (let at = Math.ceil(from / step) * step; at <= to; at += step) yield at;
    return;
  }
  const first = civil(from)[0], last = civil(to)[0];
  for (let year = name === 'year' ? Math.floor(first / step) * step : first; year <= last; year += name === 'year' ? step : 1) {
    for (let month = 0; month < (name === 'year' ? 1 : 12); month += name === 'month' ? step : 1) {
      const start = utc(year, month, 1);
      if (name !== 'day') yield start;
      else yield* daysOf(start, utc(year, month + 1, 1), step);
    }
  }
}

/** Give a month's days in steps that start anew each month and crowd no next one. */
function* daysOf(start, next, step) {
  for (let day = 1, at = start; at < next; day++, at += DAY) {
    const onStep = day === 1 || step === 1 || (step === 2 ? day % 2 === 1 : day % step === 0);
    if (onStep && at + (day > 1 ? step * DAY : 0) <= next) yield at;
  }
}

function utc(year, month, day) {
  const date = new Date(Date.UTC(2000, month, day));
  date.setUTCFullYear(year + Math.floor(month / 12));  // years before 100 are themselves
  return +date;
}

/** Label a start with what changed since the last one that is labelled. */
function tickText(unit, local, last) {
  const date = civil(local);
  const newYear = date[0] !== last[0], newMonth = newYear || date[1] !== last[1], newDay = newMonth || date[2] !== last[2];
  if (unit.name === 'year') return dateText(date, 'y');
  if (unit.name === 'month') return dateText(date, newYear ? 'ym' : 'm');
  if (unit.name === 'day') return dateText(date, newYear ? 'ymd' : newMonth ? 'md' : 'd');
  const written = dateText(date, newYear ? 'ymd' : 'md');
  if (local % DAY === 0 && newDay) return written;
  return newYear ? `${written} ${clockText(local, unit.step < MINUTE)}` : clockText(local, unit.step < MINUTE);
}

const dateText = ([y, m, d], parts) => fill(words[`tick.${parts}`], {y, m: words[`tick.month.${m + 1}`], d});
const clockText = (local, seconds) => new Date((local % DAY + DAY) % DAY).toISOString().slice(11, seconds ? 19 : 16);

/** Say from when to when, to the year where that is far apart, else to the day. */
function spanText(from, to) {
  const a = civil(from + offset(from)), b = civil(Math.max(to - 1, from) + offset(to));
  if (b[0] - a[0] > 1) return `${dateText(a, 'y')}–${dateText(b, 'y')}`;
  const start = dateText(a, 'ymd'), end = dateText(b, 'ymd');
  if (start === end) return end;
  if (words['tick.shorten'] !== 'yes' || a[0] !== b[0]) return `${start}–${end}`;
  return `${dateText(a, a[1] === b[1] ? 'd' : 'md')}–${end}`;
}

/** Say an instant to the minute, or to the day where a minute is too small to be meant. */
function momentText(t, fine) {
  const local = t + offset(t), day = dateText(civil(local), 'ymd');
  return fine ? `${day}, ${clockText(local)} ${data.tz || 'UTC'}` : day;
}
