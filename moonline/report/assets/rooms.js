// The rooms of lanes: where events and ghosts stand in what is in view, how much room that takes, and how lanes settle.

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
