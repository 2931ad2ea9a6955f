// The view: which stretch of time is shown, how it is zoomed and panned, and the width that there is.

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
