// The Moon at any instant, from the page's table, and its face: a sphere seen from afar, lit by the Sun, with its maria.
// Angles are degrees; selenographic places are east positive; north is up, the sky's east at the left.

const DEGREE = Math.PI / 180;
let decoded;

/** The table, read when it is first asked for. */
const moonTable = () => (decoded ??= data.moon ? decode(data.moon) : null);

/** Read the columns, each every so many states: angles in 65536ths of a turn, laid end to end over full turns. */
function decode({start, step, count, columns}) {
  return {start, step, count, columns: columns.map(([stride, text]) => {
    const bytes = atob(text), values = new Float64Array(bytes.length / 2);
    for (let i = 0; i < values.length; i++) {
      const value = (bytes.charCodeAt(2 * i) + 256 * bytes.charCodeAt(2 * i + 1)) * 360 / 65536, before = i ? values[i - 1] : value;
      values[i] = value + 360 * Math.round((before - value) / 360);
    }
    return [stride, values];
  })};
}

/** Return a column at a place counted in its own states, by Lagrange's polynomial through six neighbours. */
function between(values, at) {
  const first = clamp(Math.floor(at) - 2, 0, values.length - 6), u = at - first;
  let sum = 0;
  for (let i = 0; i < 6; i++) {
    let weight = 1;
    for (let j = 0; j < 6; j++) if (j !== i) weight *= (u - j) / (i - j);
    sum += weight * values[first + i];
  }
  return sum;
}

/** Return the Moon's state at an instant; null outside the table. */
function moonAt(t) {
  const table = moonTable();
  const at = table ? (t - table.start) / table.step : -1;
  if (at < 0 || at > table.count - 1) return null;
  const [lon, lat, axis, sunLon, sunLat] = table.columns.map(([stride, values]) => between(values, at / stride));
  const lit = (1 + dot(onSphere(lat, lon), onSphere(sunLat, sunLon))) / 2;
  return {t, lon, lat, sunLon, sunLat, axis, lit, phase: (((180 - sunLon + lon) % 360) + 360) % 360};
}

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function onSphere(lat, lon) {
  const c = Math.cos(lat * DEGREE);
  return [c * Math.cos(lon * DEGREE), c * Math.sin(lon * DEGREE), Math.sin(lat * DEGREE)];
}

/** Name a phase: within six degrees of a principal one it is that one. */
function phaseText({phase}) {
  const quarter = Math.round(phase / 90);
  if (Math.abs(phase - quarter * 90) <= data.phaseWidth) return words.phases[(quarter % 4) * 2];
  return words.phases[Math.floor(phase / 90) * 2 + 1];
}

const moonText = state => fill(words.moon, {phase: phaseText(state), share: Math.round(state.lit * 100)});

let phasesFound;

/** Find all new and full Moons of the table, to about an hour: where the phase crosses 0 and 180. */
function moonPhases() {
  const table = moonTable();
  if (phasesFound || !table) return phasesFound ?? [];
  phasesFound = [];
  const [[, lon], , , [stride, sun]] = table.columns, turn = i => (180 - between(sun, i / stride) + lon[i]) / 180;
  for (let i = 1, last = turn(0), next; i < table.count; i++, last = next) {
    next = turn(i);
    const crossed = Math.floor(next), share = (crossed - last) / (next - last);
    if (crossed > last) phasesFound.push([table.start + (i - 1 + share) * table.step, Math.abs(crossed % 2) === 1]);
  }
  return phasesFound;
}

/** Make a face in an SVG of its own; `update(state)` turns it. */
function makeFace(parent) {
  const node = draw('svg', {viewBox: '-52 -52 104 104', class: 'face', 'aria-hidden': 'true'}, parent);
  draw('circle', {r: 50, fill: 'var(--m-moon-dark)'}, node);
  const light = [0, 1, 2, 3.5, 5, 7, 10, 14, 19].map(height =>
    [height, draw('path', {fill: 'var(--m-moon-lit)', opacity: 0.34}, node)]);
  const dark = data.maria.map(({opacity}) => draw('path', {fill: '#1a1c20', opacity}, node));
  draw('circle', {r: 50, fill: 'none', stroke: 'var(--m-moon-rim)'}, node);
  return {
    node,
    update(state) {
      const {right, up, out} = frameOf(state), sun = onSphere(state.sunLat, state.sunLon);
      const seen = [dot(sun, right), -dot(sun, up), dot(sun, out)];
      for (const [height, path] of light) put(path, 'd', sunlit(seen, height));
      data.maria.forEach(({loops}, i) => put(dark[i], 'd', loops.map(loop => mare(loop, right, up, out)).join('')));
    },
  };
}

/** Return where right, up and towards us point to on the Moon. */
function frameOf({lat, lon, axis}) {
  const sl = Math.sin(lat * DEGREE), cl = Math.cos(lat * DEGREE), so = Math.sin(lon * DEGREE), co = Math.cos(lon * DEGREE);
  const east = [-so, co, 0], north = [-sl * co, -sl * so, cl];
  const c = Math.cos(axis * DEGREE), s = Math.sin(axis * DEGREE);
  return {
    right: east.map((e, i) => e * c - north[i] * s), up: east.map((e, i) => e * s + north[i] * c), out: [cl * co, cl * so, sl],
  };
}

/** Outline the part of a disc of radius 50 over which the Sun stands at least so many degrees high. */
function sunlit([across, along, out], height) {
  const reach = Math.hypot(across, along), low = Math.sin(height * DEGREE), wide = Math.cos(height * DEGREE);
  const behind = reach * wide < 1e-9 ? -Math.sign(out) * 2 : (-low * out) / (wide * reach);
  if (behind >= 1) return out > low ? circlePath(0, 0, 50) : '';
  const to = reach ? [across / reach, along / reach] : [1, 0];
  const arc = (cx, cy, first, second, from, end) => Array.from({length: 25}, (_, i) => {
    const t = from + ((end - from) * i) / 24;
    return `${round(50 * (cx + first[0] * Math.cos(t) + second[0] * Math.sin(t)))} ${round(50 * (cy + first[1] * Math.cos(t) + second[1] * Math.sin(t)))}`;
  });
  const inner = [low * across, low * along, [-wide * out * to[0], -wide * out * to[1]], [-wide * to[1], wide * to[0]]];
  if (behind <= -1) return `M${arc(...inner, 0, 2 * Math.PI).join('L')}Z`;
  const last = Math.acos(behind), limb = Math.acos(low / reach);
  return `M${[...arc(...inner, -last, last), ...arc(0, 0, to, [-to[1], to[0]], limb, -limb)].join('L')}Z`;
}

/** Outline a mare as it is seen; what is behind the Moon stands on the limb before it. */
function mare(loop, right, up, out) {
  let seen = false;
  const points = loop.map(point => {
    let x = dot(point, right), y = -dot(point, up);
    if (dot(point, out) >= 0) seen = true;
    else [x, y] = [x / Math.hypot(x, y), y / Math.hypot(x, y)];
    return `${round(50 * x)} ${round(50 * y)}`;
  });
  return seen ? `M${points.join('L')}Z` : '';
}
