// The layout of what is in view: leaders, bars, flags, counted groups, ghosts, ticks and phases, lane by lane.

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
let counting;  // made when a group is first counted: that takes longer than a layout
const countText = count => (counting ??= new Intl.NumberFormat(data.language)).format(count);
const groupWords = new Map();  // what groups say and how wide that is: while they are sought, each is asked for often

/** Say how many events a group holds and from when to when, and how wide the group is. */
function wordsOf(items, first, last) {
  const [from, to] = [items[first].event, items[last].event], key = `${from.index} ${to.index} ${last - first}`;
  if (groupWords.size > 20000) groupWords.clear();
  if (!groupWords.has(key)) {
    const text = fill(words.group, {n: countText(last - first + 1), span: spanText(start(from), end(to))});
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
