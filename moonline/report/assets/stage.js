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
