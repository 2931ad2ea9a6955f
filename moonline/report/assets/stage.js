// The figure made alive: what is in view, and everything in it laid out for that.
// At home it stands as it was drawn. Zoomed in, or on a narrow screen, each lane becomes one line of time with the
// events in view; the marks and flags are those of the figure itself, moved.

const LEAN = 12;  // height in which leaders lean from their mark to their pole
const TEXT_GAP = 4;  // from a Moon to its label
const NARROW = 900;  // pixels of width below which the figure as it was drawn would be too small to read
const NARROW_SCALE = 1.5;  // pixels a point there
const MOST_ROWS = 10, MOST_ROWS_NARROW = 6;
const SETTLE = 220;  // milliseconds without a move after which lanes take the room that they need
const SHORTEST = 2 * MINUTE;
const pitch = theme.mark * 2 + 1.5, ghostPitch = theme.small * 1.5;

const svg = find('#figure svg');
const events = data.events.map((each, index) => {
  const node = document.getElementById(each.id);
  return {...each, index, node, mark: find('.mark', node), flag: find('.flag', node), off: false};
});
const lanes = data.lanes.map((lane, index) => ({
  ...lane, index,
  events: events.filter(event => event.lane === index && event.placed),
  undated: events.filter(event => event.lane === index && !event.placed),
  ghosts: data.ghosts.filter(ghost => events[ghost.event].lane === index).map(ghost => ({...ghost, owner: events[ghost.event]})),
  name: find(`.lane[data-lane="${index}"]`, svg),
  lead: find(`.lead[data-lane="${index}"]`, svg),
}));

const stage = {
  home: true, wide: true, width: data.width, left: data.left, right: data.right,
  t0: data.axis.start, t1: data.axis.end, height: data.height, changed: [],
  get scale() { return (this.right - this.left) / (this.t1 - this.t0); },
  x(t) { return this.home ? homeAxis.x(t) : this.left + (t - this.t0) * this.scale; },
  t(x) { return this.home ? homeAxis.t(x) : this.t0 + (x - this.left) / this.scale; },
};

/** Whether an event is drawn in what is in view. */
const inView = event => !event.off && event.placed
  && (stage.home ? Boolean(event.place) : (event.b ?? Infinity) >= stage.t0 && (event.a ?? -Infinity) <= stage.t1);

const paper = find(':scope > rect', svg);
const live = draw('g', {class: 'live'});
svg.insertBefore(live, find('.events', svg));
const defs = draw('defs', {}, svg);
const clip = draw('rect', {y: -50, height: 1e5}, draw('clipPath', {id: 'view'}, defs));
const layer = {
  rules: draw('path', {class: 'rule'}, live),
  ghosts: draw('g', {'clip-path': 'url(#view)'}, live),
  leaders: draw('path', {class: 'leader'}, live),
  lines: draw('path', {class: 'line'}, live),
  bars: draw('g', {'clip-path': 'url(#view)'}, live),
  groups: draw('g', {}, live),
  axis: draw('g', {}, live),
};
const moves = draw('path', {class: 'movement'}, layer.ghosts);
const ties = draw('path', {class: 'tie'}, layer.ghosts);
const outlines = {false: draw('path', {class: 'plan'}, layer.ghosts), true: draw('path', {class: 'rival'}, layer.ghosts)};
const ghostTexts = new Texts(draw('g', {class: 'words'}, live)), axisTexts = new Texts(layer.axis);
const openGhosts = new Pool(() => draw('rect', {height: 3.4}, layer.ghosts));
const density = draw('path', {class: 'density'}, layer.bars);
const phases = new Pool(() => draw('circle', {r: theme.moon * 0.55}, layer.axis));
const counted = new Pool(() => {
  const node = draw('g', {class: 'group', tabindex: -1}, layer.groups);
  draw('circle', {r: theme.moon * 0.5}, node);
  draw('text', {'font-size': theme.text}, node);
  node.addEventListener('click', () => zoomTo(node.range[0], node.range[1]));
  return node;
});

/** Make the gradients of soft ends, once for each role: in its colour, from nothing to full or back. */
function soft(role, rising) {
  const id = `soft-${role}-${rising ? 'in' : 'out'}`;
  if (!document.getElementById(id)) {
    const gradient = draw('linearGradient', {id}, defs);
    for (const at of [0, 1]) {
      draw('stop', {offset: at, 'stop-color': `var(--m-${role})`, 'stop-opacity': at === +rising ? 0.5 : 0}, gradient);
    }
  }
  return `url(#${id})`;
}

/** Return a track for each stretch so that none touches another on its track; those of one owner go down like stairs. */
function tracks(extents, gap, owners) {
  const taken = [], lowest = new Map();
  return extents.map(([left, right], i) => {
    let track = owners ? (lowest.get(owners[i]) ?? -1) + 1 : 0;
    while (taken[track]?.some(([a, b]) => left < b + gap && a < right + gap)) track++;
    for (let t = taken.length; t <= track; t++) taken.push([]);
    taken[track].push([left, right]);
    if (owners) lowest.set(owners[i], track);
    return track;
  });
}

/** Where the events of a lane that are in view stand, in order: their extent, and the place of their mark. */
function placed(lane) {
  const {left, right} = stage, found = [];
  for (const event of lane.events) {
    if (!inView(event)) continue;
    const known = event.m !== null;
    const a = known ? stage.x(event.m) : event.a === null ? left : Math.max(stage.x(event.a), left);
    const b = known ? a : event.b === null ? right : Math.min(stage.x(event.b), right);
    if (known && (a < left || a > right)) continue;
    const x = (event.a === null) === (event.b === null) ? (a + b) / 2 : event.a === null ? b : a;
    found.push({event, a, b, x, bar: !known, track: 0});
  }
  found.sort((one, other) => one.x - other.x);
  const bars = found.filter(item => item.bar);
  tracks(bars.map(({a, b}) => [a, b]), 1).forEach((track, i) => (bars[i].track = track));
  return found;
}

/** Where overtaken plans and contradicting claims stand, with their words, on tracks below the line. */
function ghostsOf(lane) {
  const {left, right} = stage, found = [];
  for (const ghost of lane.ghosts) {
    if (ghost.owner.off || (ghost.b ?? Infinity) < stage.t0 || (ghost.a ?? -Infinity) > stage.t1) continue;
    const a = ghost.a === null ? left : stage.x(ghost.a), b = ghost.b === null ? right : stage.x(ghost.b);
    const seen = [Math.max(a, left), Math.min(b, right)];
    let words = seen[1] + 5;
    if (words + ghost.w > right) words = seen[0] - 5 - ghost.w >= left ? seen[0] - 5 - ghost.w : Math.max(right - ghost.w, left);
    found.push({ghost, a, b, words, x: (ghost.a === null) === (ghost.b === null) ? (a + b) / 2 : ghost.a === null ? b : a,
                extent: [Math.min(seen[0] - 3, words), Math.max(seen[1] + 3, words + ghost.w)]});
  }
  const levels = tracks(found.map(each => each.extent), 6, found.map(each => each.ghost.event));
  levels.forEach((track, i) => (found[i].track = track));
  return found;
}

/** What a lane needs for what is in view: rows of labels, tracks of bars and of ghosts. */
function needs(lane) {
  const items = placed(lane), ghosts = Math.max(-1, ...ghostsOf(lane).map(each => each.track)) + 1;
  const most = stage.wide ? MOST_ROWS : MOST_ROWS_NARROW;
  const flags = place(items.map(item => item.x), items.map(item => item.event.w), rulesFor(items.length, most), groupWidth(items));
  return {
    rows: lane.dense ? 3 : Math.max(0, ...flags.map(flag => flag.row)),
    barTracks: Math.max(0, ...items.map(item => item.track)),
    ghostTracks: ghosts,
  };
}

/** The height of a lane, and how far below its top its line runs. */
function roomOf(lane) {
  const name = lane.nameBox?.height ?? 0, above = stage.wide ? theme.row * 0.4 : name + 8;
  const undated = stage.wide ? undatedRoom(lane) : wrapUndated(lane);
  const hasLine = lane.events.length > 0 || lane.dense;
  const base = above + (lane.rows ? lane.rows * theme.flag + LEAN : theme.row * 0.6) + theme.mark + 2;
  const below = theme.mark + 4 + lane.barTracks * pitch + lane.ghostTracks * ghostPitch;
  const strip = hasLine ? base + below : above;
  return {base, undated, height: Math.max(strip + undated, stage.wide ? name + 4 : 0) + theme.row * 0.6};
}

let anchor = null;  // the lane under the pointer: it stays where it is while the others settle
let settling = 0, settleTimer = 0, pointerY = 0;

/** Where on the screen what must not move is: the mark of the event whose card is open, else the line of a lane. */
function anchorTop() {
  const event = anchorEvent();
  if (event) return event.mark.getBoundingClientRect().top;
  if (!anchor || anchor.on === false) return null;
  const box = svg.getBoundingClientRect();
  return stage.home ? clamp(pointerY, box.top, box.bottom) : box.top + (anchor.base * svg.clientWidth) / stage.width;
}

/** Change the lanes' rooms so that what is looked at stays in its place on the screen. */
function anchored(change) {
  const before = anchorTop();
  change();
  const off = before === null ? 0 : (anchorTop() ?? before) - before;
  if (Math.abs(off) > 1) scrollBy({top: off, behavior: 'instant'});
}

/** Give each lane the room that it needs for what is in view. */
function arrange() {
  for (const lane of lanes) {
    const all = [...lane.events, ...lane.undated];
    lane.on = all.length === 0 || all.some(event => !event.off);
    show(lane.name, lane.on);
    if (lane.lead) show(lane.lead, lane.on && lane.undated.some(event => !event.off));
    if (lane.on) Object.assign(lane, needs(lane));
    lane.room = lane.on ? roomOf(lane) : null;
  }
}

/** Stack the lanes; `share` is how far they are on the way from the rooms they had. */
function stack(share = 1) {
  let y = stage.wide ? data.lanes[0]?.top ?? 0 : theme.row * 1.4;
  for (const lane of lanes) {
    if (!lane.on) continue;
    const from = lane.from ?? lane.room, mix = key => from[key] + (lane.room[key] - from[key]) * share;
    lane.y = y;
    lane.base = y + mix('base');
    lane.height = mix('height');
    y += lane.height;
    placeLane(lane);
  }
  stage.bottom = y;
  const legend = find('.legend', svg);
  stage.height = y + theme.text + theme.moon * 2 + 12 + (stage.wide ? data.height - data.bottom : 0);
  if (legend) move(legend, 0, stage.height - data.height);
  setSize(stage.width, stage.height);
}

/** Let the lanes take the room that they need, at an even pace. */
function settle() {
  settleTimer = 0;
  if (stage.home) return;
  for (const lane of lanes) lane.from = lane.on ? lane.room : null;
  arrange();
  if (lanes.every(lane => !lane.on || (lane.from && lane.from.height === lane.room.height && lane.from.base === lane.room.base))) return;
  const began = performance.now(), quick = still.matches || events.length > 600;
  cancelAnimationFrame(settling);
  const step = now => {
    const share = quick ? 1 : clamp((now - began) / 200, 0, 1);
    anchored(() => {
      stack(share * share * (3 - 2 * share));
      layOut();
    });
    refreshNow();
    if (share < 1) settling = requestAnimationFrame(step);
  };
  step(began);
}

function settleSoon() {
  clearTimeout(settleTimer);
  settleTimer = setTimeout(settle, SETTLE);
}

function setSize(width, height) {
  put(svg, 'viewBox', `0 0 ${width} ${round(height)}`);
  put(svg, 'width', width);
  put(svg, 'height', round(height));
  put(paper, 'width', width);
  put(paper, 'height', round(height));
}

/** The room that the events without a date take at the foot of a lane, as drawn. */
function undatedRoom(lane) {
  const ys = lane.undated.map(event => event.place?.[1] ?? lane.bottom);
  return ys.length ? lane.bottom - Math.min(...ys) + theme.row * 0.7 : 0;
}

/** Place the events without a date in lines of the narrow width, and return the height of these. */
function wrapUndated(lane) {
  let x = stage.left, line = 1;
  const shown = lane.undated.filter(event => !event.off);
  for (const event of shown) {
    const width = theme.mark * 2.4 + event.w + 8;
    if (x > stage.left && x + width > stage.right) [x, line] = [stage.left, line + 1];
    event.slot = [x + theme.mark, line * theme.row];
    x += width;
  }
  return shown.length ? (line + 1) * theme.row : 0;
}

/** Move a lane's name and its events without a date to where its room is. */
function placeLane(lane) {
  const {nameBox, leadBox} = lane, undated = lane.room.undated, foot = lane.y + lane.height - undated - theme.row * 0.4;
  if (nameBox) move(lane.name, stage.wide ? 0 : stage.left - theme.margin, lane.y + 3 - nameBox.y);
  const first = lane.undated.find(event => event.place)?.place[1] ?? 0;
  const dy = foot + theme.row * 0.6 - first;  // at full width all of them move together
  if (leadBox) move(lane.lead, stage.wide ? 0 : stage.left - data.left, stage.wide ? dy : foot + theme.row * 0.6 - leadBox.y - leadBox.height / 2);
  for (const event of lane.undated) {
    show(event.node, !event.off);
    if (event.off || !event.place) continue;
    event.still = stage.wide ? [0, dy] : [event.slot[0] - event.place[0], foot + event.slot[1] + theme.row * 0.6 - event.place[1]];
  }
}

const layerOfEvents = find('.events', svg);

/** Let a pan at one scale move the layer of events as a whole: only what has changed within it is touched. */
function shiftEvents() {
  const {scale, left} = stage;
  if (scale !== stage.shiftScale || left !== stage.shiftLeft) {
    [stage.shiftScale, stage.shiftLeft, stage.shiftTime] = [scale, left, stage.t0];
  }
  stage.shift = (stage.shiftTime - stage.t0) * scale;
  move(layerOfEvents, stage.shift, 0);
}

/** Lay everything out that is in view. */
function layOut() {
  shiftEvents();
  put(clip, 'x', stage.left - theme.moon);
  put(clip, 'width', stage.right - stage.left + 2 * theme.moon);
  const paths = {leaders: '', lines: '', moves: '', ties: '', false: '', true: '', density: ''};
  for (const lane of lanes) {
    for (const event of lane.undated) if (event.still) move(event.node, event.still[0] - stage.shift, event.still[1]);
    if (!lane.on) {
      for (const event of [...lane.events, ...lane.undated]) show(event.node, false);
      for (const event of lane.events) if (event.rects) show(event.rects, false);
    } else if (lane.dense) layDensity(lane, paths);
    else layLane(lane, paths);
  }
  put(layer.leaders, 'd', paths.leaders);
  put(layer.lines, 'd', paths.lines);
  put(moves, 'd', paths.moves);
  put(ties, 'd', paths.ties);
  put(outlines.false, 'd', paths.false);
  put(outlines.true, 'd', paths.true);
  put(density, 'd', paths.density);
  ghostTexts.rest();
  openGhosts.rest();
  counted.rest();
  layAxis();
}

function layLane(lane, paths) {
  const items = placed(lane), base = lane.base;
  const seen = new Set(items.map(item => item.event));
  for (const event of lane.events) {
    show(event.node, seen.has(event));
    if (event.rects && !seen.has(event)) show(event.rects, false);
  }
  if (lane.events.length) paths.lines += `M${round(stage.left)} ${round(base)}H${round(stage.right)}`;
  if (lane.events.length && !items.length) sayElsewhere(lane);
  const flags = place(items.map(item => item.x), items.map(item => item.event.w), rulesFor(items.length, Math.max(lane.rows, 1)), groupWidth(items));
  const tops = base + lane.barTracks * pitch;
  for (const flag of flags) layFlag(lane, flag, items, paths);
  layGhosts(lane, new Map(items.map(item => [item.event, item.x])), tops + theme.mark + 2, paths);
}

/** Say how many events of a lane lie before and after what is in view, where none of them is in it. */
function sayElsewhere(lane) {
  const on = lane.events.filter(event => !event.off), before = on.filter(event => (end(event) ?? 0) < stage.t0).length;
  const y = lane.base - theme.small * 0.7, counts = [[before, '‹ ', '', stage.left, 'start'], [on.length - before, '', ' ›', stage.right, 'end']];
  for (const [n, prefix, suffix, x, side] of counts) {
    if (n) axisTexts.write(x, y, prefix + fill(words[n === 1 ? 'events.one' : 'events.other'], {n}) + suffix, theme.small, 'soft', side);
  }
}

const rulesFor = (count, rows) => {
  const room = stage.right - stage.left;
  return {
    left: stage.left + (stage.wide ? -theme.moon : theme.moon), right: stage.right, gap: 2 * theme.moon + 5,
    step: Math.min(Math.max(0.2 * room / Math.max(count, 1), 1.2), theme.moon + 2.5), reach: 0.2 * room, rows,
  };
};
const counting = new Intl.NumberFormat(data.language);
const groupWords = new Map();  // what groups say and how wide that is: while they are sought, each is asked for often

/** Say how many events a group holds and from when to when, and how wide the group is. */
function wordsOf(items, first, last) {
  const [from, to] = [items[first].event, items[last].event], key = `${from.index} ${to.index} ${last - first}`;
  if (groupWords.size > 20000) groupWords.clear();
  if (!groupWords.has(key)) {
    const text = fill(words.group, {n: counting.format(last - first + 1), span: spanText(start(from), end(to))});
    groupWords.set(key, {text, width: theme.moon + TEXT_GAP + textWidth(text, theme.text)});
  }
  return groupWords.get(key);
}

const groupWidth = items => (first, last) => wordsOf(items, first, last).width;
const start = event => event.m ?? event.a ?? event.b;
const end = event => event.m ?? event.b ?? event.a;

function layFlag(lane, flag, items, paths) {
  const {base} = lane, members = items.slice(flag.first, flag.last + 1), single = members.length === 1;
  const low = base - theme.mark - 1.2, centre = low - 0.8 - LEAN - (flag.row - 0.5) * theme.flag;
  const y = item => base + Math.min(item.track, lane.barTracks) * pitch;
  for (const item of members) {
    const {event} = item;
    if (item.bar) layBar(item, y(item));
    const [x0, y0] = event.place ?? [0, 0];
    move(event.mark, item.x - x0 - stage.shift, y(item) - y0);
    show(event.flag, single);
    event.at = [item.x, y(item)];
  }
  const from = single ? y(members[0]) - theme.mark * 0.6 : low, foot = centre + theme.moon * (single ? 1 : 0.5);
  paths.leaders += `M${round(flag.anchor)} ${round(from)}V${round(low)}L${round(flag.pole)} ${round(low - LEAN)}V${round(foot)}`;
  if (single) {
    const {event} = members[0];
    move(event.flag, flag.pole - event.flagAt[0] - stage.shift, centre - event.flagAt[1]);
    return;
  }
  const [a, b] = [members[0].x, members.at(-1).x].map(round);
  paths.leaders += `M${a} ${round(low + 2)}V${round(low)}H${b}V${round(low + 2)}`;
  const node = counted.take(), [dot, text] = node.children;
  node.range = [start(members[0].event), end(members.at(-1).event)];
  move(node, flag.pole, centre);
  put(text, 'x', theme.moon + TEXT_GAP);
  put(text, 'y', theme.text * 0.33);
  const said = wordsOf(items, flag.first, flag.last).text;
  if (text.textContent !== said) text.textContent = said;
}

/** A bar as wide as its date is vague: soft where an end is open or about. */
function layBar({event, a, b}, y) {
  const height = theme.mark * 1.15, width = Math.max(b - a, 1.2);
  event.rects ??= draw('g', {class: `bar ${event.outcome}${event.span ? ' span' : ''}`}, layer.bars);
  show(event.rects, true);
  const open = [event.a === null, event.b === null];
  const ends = open.map(each => (each ? width : event.about ? width * 0.3 : 0));
  const parts = [[a, ends[0], soft(event.outcome, true)], [a + ends[0], Math.max(width - ends[0] - ends[1], 0), null],
                 [a + width - ends[1], ends[1], soft(event.outcome, false)]];
  parts.forEach(([x, wide, paint], i) => {
    const rect = event.rects.children[i] ?? draw('rect', {height, ...(paint ? {fill: paint, stroke: 'none'} : {class: 'solid'})}, event.rects);
    put(rect, 'x', round(x));
    put(rect, 'y', round(y - height / 2));
    put(rect, 'width', round(wide));
    show(rect, wide > 0);
  });
}

function layGhosts(lane, places, y, paths) {
  const ends = new Map(), size = theme.small;
  for (const each of ghostsOf(lane)) {
    const {ghost} = each, track = Math.min(each.track, Math.max(lane.ghostTracks - 1, 0));
    const centre = y + track * ghostPitch + ghostPitch * 0.6;
    const a = clamp(each.a, -1e4, 1e4), b = clamp(each.b, -1e4, 1e4);
    const owner = stage.x(start(ghost.owner));
    const became = ends.get(ghost.event) ?? [places.get(ghost.owner) ?? clamp(owner, -1e4, 1e4), lane.base + theme.mark * 0.8];
    if (ghost.a === null || ghost.b === null) {
      const rect = openGhosts.take(), from = ghost.a === null ? stage.left : a, to = ghost.b === null ? stage.right : b;
      put(rect, 'x', round(from));
      put(rect, 'y', round(centre - 1.7));
      put(rect, 'width', round(Math.max(to - from, 0)));
      put(rect, 'fill', soft(ghost.rival ? 'failure' : 'ghost', ghost.a === null));
    } else paths[ghost.rival] += b - a < 2.4 ? circlePath((a + b) / 2, centre, 1.9) : `M${round(a)} ${round(centre - 1.7)}H${round(b)}v3.4H${round(a)}Z`;
    const x = clamp(each.x, -1e4, 1e4);
    if (ghost.rival) {
      paths.ties += `M${round(x)} ${round(centre - 2)}L${round(became[0])} ${round(became[1])}`;
    } else {
      const y0 = centre - 1.7, bend = (y0 - became[1]) * 0.6;
      paths.moves += `M${round(x)} ${round(y0)}C${[x, y0 - bend, became[0], became[1] + bend, ...became].map(round).join(' ')}`;
      ends.set(ghost.event, [x, centre + 1.7]);
    }
    if (each.track >= lane.ghostTracks) continue;  // more than stood side by side in the whole: its outline alone
    ghostTexts.write(each.words, centre + size * 0.33, ghost.note, size, ghost.rival ? 'failure' : 'soft');
    if (ghost.numbers) {
      ghostTexts.write(each.words + textWidth(ghost.note, size) + 1.5, centre + size * 0.33 - 1.2, ghost.numbers, size - 0.5);
    }
  }
}

const circlePath = (x, y, r) => `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;

/** A lane of too many events to draw one by one: how many there are, in steps of three points. */
function layDensity(lane, paths) {
  const counts = new Map();
  for (const t of lane.times) {
    const bin = Math.floor((stage.x(t) - stage.left) / 3);
    if (t >= stage.t0 && t <= stage.t1) counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const most = Math.max(1, ...counts.values()), tall = lane.rows * theme.flag;
  for (const [bin, count] of counts) {
    paths.density += `M${round(stage.left + bin * 3)} ${round(lane.base)}h2.4v${-round(tall * count / most)}h-2.4Z`;
  }
  paths.lines += `M${round(stage.left)} ${round(lane.base)}H${round(stage.right)}`;
}

function layAxis() {
  const {left, right, bottom} = stage, top = stage.wide ? data.lanes[0]?.top ?? 0 : theme.row * 1.4;
  let rules = '';
  for (const tick of ticks(stage.t0, stage.t1, left, right)) {
    if (!tick.label) {
      if (bottom > 0) rules += `M${round(tick.x)} ${round(bottom)}v3`;
      continue;
    }
    rules += `M${round(tick.x)} ${round(top)}V${round(bottom + 3)}`;
    if (tick.x + 2.5 + textWidth(tick.label, theme.text) > right + 6) continue;
    axisTexts.write(tick.x + 2.5, top - 3, tick.label, theme.text);
    axisTexts.write(tick.x + 2.5, bottom + 3 + theme.text, tick.label, theme.text);
  }
  put(layer.rules, 'd', rules);
  layPhases(bottom + theme.text + 6 + theme.moon * 0.6);
  axisTexts.rest();
}

/** New and full Moons under the axis, where they are far enough apart to be told. */
function layPhases(y) {
  if (stage.scale * DAY * 14.77 >= 12) {
    for (const [t, full] of moonPhases()) {
      if (t < stage.t0 || t > stage.t1) continue;
      const disc = phases.take();
      put(disc, 'cx', round(stage.x(t)));
      put(disc, 'cy', round(y));
      put(disc, 'class', full ? 'full' : 'new');
    }
  }
  phases.rest();
}

let asked = 0;

/** Lay out once before the next frame, however often it is asked for. */
function refresh() {
  if (!asked) asked = requestAnimationFrame(refreshNow);
}

function refreshNow() {
  asked = 0;
  if (!stage.home) layOut();
  for (const told of stage.changed) told();
}

/** Show the figure as it was drawn. */
function goHome() {
  if (!stage.wide || events.some(event => event.off)) {
    [stage.t0, stage.t1] = [data.axis.start, data.axis.end];
    enterLive();
    return refresh();
  }
  const event = anchorEvent(), before = event?.mark.getBoundingClientRect().top;
  stage.home = true;
  [stage.t0, stage.t1] = [data.axis.start, data.axis.end];
  svg.classList.remove('alive');
  const moved = [...events.flatMap(event => [event.node, event.mark, event.flag]), ...lanes.flatMap(lane => [lane.name, lane.lead])];
  for (const node of [...moved, layerOfEvents, find('.legend', svg)]) if (node) put(node, 'transform', null);
  for (const lane of lanes) lane.room = null;
  for (const event of events) {
    event.at = null;
    show(event.node, Boolean(event.place));
    show(event.flag, !event.placed || event.alone);
  }
  for (const lane of lanes) for (const node of [lane.name, lane.lead]) if (node) show(node, true);
  setSize(data.width, data.height);
  if (event?.place) scrollBy({top: event.mark.getBoundingClientRect().top - before, behavior: 'instant'});
  refresh();
}

/** Leave the figure as it was drawn: every lane is one line of time from now on. */
function enterLive() {
  for (const lane of lanes) {
    lane.nameBox ??= lane.name?.children.length ? lane.name.getBBox() : null;
    lane.leadBox ??= lane.lead?.getBBox();
    lane.from = null;
  }
  anchored(() => {
    if (stage.home) svg.classList.add('alive');
    stage.home = false;
    arrange();
    stack();
    layOut();
  });
}

const whole = () => [data.axis.start, data.axis.end];

/** Take a stretch of time for what is in view, within the whole and not shorter than two minutes; tell if it is all. */
function take(t0, t1) {
  const [first, last] = whole(), span = clamp(t1 - t0, Math.min(SHORTEST, last - first), last - first);
  const from = clamp((t0 + t1) / 2 - span / 2, first, last - span);
  [stage.t0, stage.t1] = [from, from + span];
  refresh();
  return span >= (last - first) * 0.999;
}

/** Show a stretch of time; all of it is the figure as it was drawn. */
function view(t0, t1) {
  cancelAnimationFrame(moving);
  goal = null;
  if (take(t0, t1)) return goHome();
  if (stage.home) enterLive();
  settleSoon();
  refresh();
}

let moving = 0, goal = null;  // where a glide goes to

/** Go to a stretch of time at an even pace, at once where motion is not wanted or there is too much to move. */
function glide(t0, t1) {
  cancelAnimationFrame(moving);
  cancelAnimationFrame(settling);
  const [first, last] = whole();
  if (still.matches || events.length > 600 || t1 - t0 >= (last - first) * 0.999) return view(t0, t1);
  const from = [stage.t0, stage.t1], began = performance.now();
  goal = [t0, t1];
  [stage.t0, stage.t1] = [t0, t1];  // the rooms of the lanes are those that will be needed there
  if (stage.home) enterLive();
  else {
    for (const lane of lanes) lane.from = lane.on ? lane.room : null;
    arrange();
  }
  [stage.t0, stage.t1] = from;
  const step = now => {
    const share = clamp((now - began) / 260, 0, 1), eased = share * share * (3 - 2 * share), grown = t1 - t0 - from[1] + from[0];
    const width = Math.exp(Math.log(from[1] - from[0]) * (1 - eased) + Math.log(t1 - t0) * eased);
    const left = from[0] + (t0 - from[0]) * (Math.abs(grown) > 1 ? (width - from[1] + from[0]) / grown : eased);
    anchored(() => {
      stack(eased);
      take(left, left + width);
      layOut();
    });
    if (share < 1) {
      moving = requestAnimationFrame(step);
      return;
    }
    goal = null;
    settleSoon();
  };
  step(began);
}

/** The scale of the figure at a place, and the time there; a panel of it counts as what it shows. */
function scaleAt(x, y) {
  const panel = stage.home && data.panels.find(([top, bottom]) => y >= top && y <= bottom);
  if (panel) {
    const [, , ta, xa, tb, xb] = panel, scale = (xb - xa) / (tb - ta);
    return [scale, ta + (x - xa) / scale];
  }
  const t = stage.t(x);
  if (!stage.home) return [stage.scale, t];
  return [(homeAxis.x(t + MINUTE) - homeAxis.x(t - MINUTE)) / (2 * MINUTE) || stage.scale, t];
}

/** Zoom by a factor about a place in points. */
function zoomAt(factor, x, y, eased = false) {
  if (stage.home && factor <= 1) return;
  const [scale, t] = scaleAt(x, y);
  zoomAround(t, x, stage.home && scale > stage.scale * 1.5 ? scale : scale * factor, eased);
}

/** Bring a time to a place, at a scale in points a millisecond. */
function zoomAround(t, x, scale, eased) {
  const t0 = t - (x - stage.left) / scale;
  (eased ? glide : view)(t0, t0 + (stage.right - stage.left) / scale);
}

/** Zoom by a factor about the middle, or about an event. */
function zoomBy(factor, event) {
  const at = event?.placed ? placeOf(event) : null;
  if (!at) return zoomAt(factor, (stage.left + stage.right) / 2, -1, true);
  if (stage.home) return zoomAt(factor, ...at, true);
  const [from, to] = goal ?? [stage.t0, stage.t1], scale = (stage.right - stage.left) / (to - from), t = start(event);
  zoomAround(t, clamp(stage.left + (t - from) * scale, stage.left, stage.right), scale * factor, true);
}

/** Show a stretch with some room at both sides. */
function zoomTo(from, to) {
  const room = Math.max((to - from) * 0.12, 10 * MINUTE);
  glide(from - room, to + room);
}

function panBy(points) {
  if (stage.home) return;
  const by = points / stage.scale;
  view(stage.t0 + by, stage.t1 + by);
}

/** Where an event's mark is now, in points. */
const placeOf = event => (stage.home || !event.placed ? event.place : event.at);

/** Take the width that there is: the figure as drawn, or on a narrow screen one of its own. */
function fit() {
  if (stage.printing) return;
  const pixels = svg.parentElement.clientWidth, wide = pixels >= NARROW;
  const width = wide ? data.width : Math.round(pixels / NARROW_SCALE);
  if (wide !== stage.wide || width !== stage.width) takeWidth(wide, width);
}

/** Cut labels that are longer than the whole room; they are whole again where there is more. */
function cutLabels() {
  const room = stage.right - stage.left - 2 * theme.moon - TEXT_GAP;
  for (const event of events) {
    if (!event.cut && event.w <= room) continue;
    const text = find('text', event.flag);
    event.cut ??= {text: text.textContent, nodes: [...text.childNodes]};
    let shown = event.cut.text;
    while (shown.length > 1 && textWidth(`${shown}…`, theme.text) > room) shown = shown.slice(0, -1);
    if (shown === event.cut.text) text.replaceChildren(...event.cut.nodes);
    else text.textContent = `${shown.trimEnd()}…`;
  }
}

function takeWidth(wide, width) {
  const all = stage.t1 - stage.t0 >= (whole()[1] - whole()[0]) * 0.999;
  stage.wide = wide;
  stage.width = width;
  [stage.left, stage.right] = wide ? [data.left, data.right] : [4, width - 4];
  svg.classList.toggle('narrow', !wide);
  cutLabels();
  if (all || stage.home) return goHome();
  enterLive();
  refresh();
}
