// The playhead: a slider along the axis that scrubs time and turns the Moon.

const STEPS = 2000;
const slider = find('#playhead input'), saidDate = find('#playhead .when'), saidMoon = find('#playhead .moon-said');
const needle = draw('path', {class: 'needle'});
svg.insertBefore(needle, find('.events', svg));
let face = null;
let now = Date.now();
if (now < data.axis.start || now > data.axis.end) now = Math.min(...events.map(start).filter(Number.isFinite), data.axis.end);

/** Draw the playhead where its time is: over the lanes, and within panels, which have a time of their own. */
function layNeedle() {
  const x = stage.x(now), {left, right} = stage, panels = stage.home ? data.panels : [];
  const bottom = stage.home ? data.bottom : stage.bottom;
  const piece = (at, from, to, room) => to > from && at >= left - room && at <= right + room
    ? `M${round(at)} ${round(from)}V${round(to)}` : '';
  let top = stage.wide ? data.lanes[0]?.top ?? 0 : theme.row * 1.4, path = '';
  for (const [y0, y1, ta, xa, tb, xb] of panels) {
    path += piece(x, top, y0, 1) + piece(xa + ((now - ta) * (xb - xa)) / (tb - ta), y0, y1, 0);
    top = Math.max(top, y1);
  }
  put(needle, 'd', path + piece(x, top, bottom, 1));
}

/** Say the date and the Moon of the playhead's time. */
function tellNow() {
  const fine = stage.home ? data.axis.end - data.axis.start < 400 * DAY : stage.t1 - stage.t0 < 400 * DAY;
  const state = moonAt(now), date = momentText(now, fine);
  saidDate.textContent = date;
  saidMoon.textContent = state ? moonText(state) : words['no-moon'];
  face.node.classList.toggle('unknown', !state);
  if (state) face.update(state);
  slider.setAttribute('aria-valuetext', `${date}, ${saidMoon.textContent}`);
  layNeedle();
}

const sliderTime = () => stage.t(stage.left + ((stage.right - stage.left) * slider.value) / STEPS);

/** Put the slider under the axis. */
function placeSlider() {
  const scale = svg.clientWidth / stage.width, half = 8;  // of the thumb
  const bar = slider.parentElement, from = svg.getBoundingClientRect().left - bar.getBoundingClientRect().left;
  slider.style.marginLeft = stage.wide ? `${from + stage.left * scale - half - bar.firstElementChild.offsetWidth - 12}px` : '';
  slider.style.width = stage.wide ? `${(stage.right - stage.left) * scale + 2 * half}px` : '';
}

/** Put the slider's thumb under the playhead, as far as that is in view. */
function placeThumb() {
  const share = (stage.x(now) - stage.left) / (stage.right - stage.left);
  slider.value = Math.round(clamp(share, 0, 1) * STEPS);
}

function bindPlayhead() {
  face = makeFace(find('#playhead .moon'));
  slider.max = STEPS;
  slider.addEventListener('input', () => {
    now = sliderTime();
    tellNow();
  });
  stage.changed.push(() => {
    placeThumb();
    tellNow();
  });
  placeSlider();
  placeThumb();
  tellNow();
}
