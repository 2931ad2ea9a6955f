// Pan and zoom by mouse, touch and keyboard.

const PAN_STEP = 0.2;  // of what is in view

/** Turn a place on the screen into points of the figure. */
function pointAt({clientX, clientY}) {
  const box = svg.getBoundingClientRect(), scale = stage.width / box.width;
  return [(clientX - box.left) * scale, (clientY - box.top) * scale];
}

function bindPointers() {
  const fingers = new Map();
  let dragged = false, before = null;
  const spread = () => {
    const [one, other] = [...fingers.values()];
    return {x: (one[0] + other[0]) / 2, y: (one[1] + other[1]) / 2, apart: Math.max(Math.hypot(one[0] - other[0], one[1] - other[1]), 8)};
  };
  svg.addEventListener('pointerdown', event => {
    if (event.button) return;
    if (!fingers.size) dragged = false;
    fingers.set(event.pointerId, pointAt(event));
    before = fingers.size === 2 ? spread() : null;
  });
  svg.addEventListener('pointermove', event => {
    const y = pointAt(event)[1];
    pointerY = event.clientY;
    anchor = lanes.find(lane => (stage.home ? y >= lane.top && y < lane.bottom : y >= lane.y && y < lane.y + lane.height)) ?? anchor;
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const at = pointAt(event);
    if (fingers.size === 2) {
      fingers.set(event.pointerId, at);
      const now = spread();
      if (stage.home || now.apart !== before.apart) zoomAt(now.apart / before.apart, before.x, before.y);
      panBy(before.x - now.x);
      before = now;
      dragged = true;
      return;
    }
    if (!dragged && Math.abs(at[0] - last[0]) < 3) return;
    if (!dragged) svg.setPointerCapture?.(event.pointerId);
    dragged = true;
    svg.classList.toggle('dragging', !stage.home);
    panBy(last[0] - at[0]);
    fingers.set(event.pointerId, at);
  });
  const lift = event => {
    fingers.delete(event.pointerId);
    before = null;
    svg.classList.remove('dragging');
  };
  svg.addEventListener('pointerup', lift);
  svg.addEventListener('pointercancel', lift);
  svg.addEventListener('click', event => {
    const target = !dragged && eventOf(event.target);
    if (target) {
      if (kept && shown === target) return hideCard();
      makeCurrent(target);
      showCard(target, true);
      setAddress(target);
    } else if (!dragged && !event.target.closest('.group')) {
      hideCard();
    }
  });
  svg.addEventListener('dblclick', event => {
    event.preventDefault();
    zoomAt(event.shiftKey ? 0.4 : 2.5, ...pointAt(event), true);
  });
  svg.addEventListener('wheel', event => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      zoomAt(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.004)), ...pointAt(event));
      return;
    }
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    if (stage.home || Math.abs(sideways) <= (event.shiftKey ? 0 : Math.abs(event.deltaY))) return;
    event.preventDefault();
    panBy(sideways * (stage.width / svg.clientWidth) * (event.deltaMode ? 16 : 1));
  }, {passive: false});
}

/** The next event in the order of time, or in the lane above or below the one that is nearest in time. */
function neighbour(event, key) {
  const all = reachable(), at = all.indexOf(event);
  if (key === 'ArrowRight') return all[at + 1];
  if (key === 'ArrowLeft') return all[at - 1];
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  const step = key === 'ArrowDown' ? 1 : -1, time = each => each.m ?? start(each) ?? Infinity;
  for (let lane = event.lane + step; lane >= 0 && lane < lanes.length; lane += step) {
    const there = all.filter(each => each.lane === lane);
    const apart = each => Math.abs(time(each) - time(event)) || 0;
    if (there.length) return there.reduce((best, each) => (apart(each) < apart(best) ? each : best));
  }
  return null;
}

function bindKeys() {
  svg.addEventListener('keydown', event => {
    const {key, shiftKey} = event, focused = eventOf(event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const panning = shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight');
    if (panning) panBy((key === 'ArrowLeft' ? -1 : 1) * PAN_STEP * (stage.right - stage.left));
    else if (key === '+' || key === '=') zoomBy(1.6, focused);
    else if (key === '-' || key === '_') zoomBy(1 / 1.6, focused);
    else if (key === '0') showAll();
    else if (focused && (key === 'Enter' || key === ' ')) {
      showCard(focused, true);
      setAddress(focused);
      find('.close', card).focus();
    } else if (focused && /^(Arrow|Home$|End$)/.test(key)) {
      const next = neighbour(focused, key);
      if (next) goTo(next);
    } else return;
    event.preventDefault();
  });
  const buttons = {in: () => zoomBy(1.8, shown), out: () => zoomBy(1 / 1.8, shown), home: showAll,
                   back: () => panBy(-PAN_STEP * 2 * (stage.right - stage.left)), on: () => panBy(PAN_STEP * 2 * (stage.right - stage.left))};
  for (const [name, act] of Object.entries(buttons)) find(`#zoom-${name}`)?.addEventListener('click', act);
}
