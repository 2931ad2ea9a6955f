// The card of an event: all that is known of it, beside where it stands. Hover and focus show it, a click keeps it.

const EDGE = 8, MOST_HIGH = 544, LEAST_HIGH = 200;  // pixels: around the card, and its height
const card = find('#card'), live_region = find('#said');
const cardBody = find('.card-body', card);
let shown = null, kept = false, waiting = 0, dismissed = null;  // dismissed: whose card was closed while it has the focus

/** Show an event's card beside it; `keep` holds it until it is closed. */
function showCard(event, keep = false) {
  clearTimeout(waiting);
  const same = shown === event;
  kept = keep || (same && kept);
  card.classList.toggle('kept', kept);
  if (!same) {
    const article = document.getElementById(`Card:${event.id}`).cloneNode(true);
    article.removeAttribute('id');
    for (const heading of findAll('h3, h4', article)) raise(heading);
    const state = event.m === null ? null : moonAt(event.m);
    if (state) {
      find('.moon-disc', article)?.remove();
      makeFace(find('.moon-place', article)).update(state);
    }
    cardBody.replaceChildren(article);
    cardBody.scrollTop = 0;
    shown?.node.classList.remove('current');
    event.node.classList.add('current');
    live_region.textContent = event.said;
  }
  shown = event;
  card.hidden = false;
  placeCard();
}

/** Make a heading of the list one of the page: a card stands right under the title. */
function raise(heading) {
  const raised = document.createElement(heading.tagName === 'H3' ? 'h2' : 'h3');
  raised.append(...heading.childNodes);
  heading.replaceWith(raised);
}

/** The event whose card is open and whose mark can be seen. */
const anchorEvent = () => (shown && inView(shown) && !shown.node.kept?.display ? shown : null);

/** The part of the window that is free for what is shown in it: down to the playhead where that is at its foot. */
function freeRoom() {
  const bar = find('#playhead').getBoundingClientRect().top;
  return [EDGE, (bar > innerHeight / 2 ? Math.min(bar, innerHeight) : innerHeight) - EDGE];
}

/** Put the card under its event, or over it where there is more room; a phone has it at the foot of the screen. */
// It never leaves the window: what has no room there is scrolled to within the card.
function placeCard() {
  if (!shown || card.hidden) return;
  const frame = find('#stage').getBoundingClientRect(), [head, foot] = freeRoom();
  const flagged = shown.flag.getBoundingClientRect();
  const target = flagged.width ? flagged : shown.mark.getBoundingClientRect();
  const left = clamp(target.left - frame.left - 8, 0, Math.max(frame.width - card.offsetWidth, 0));
  const under = foot - target.bottom - EDGE, over = target.top - EDGE - head;
  const wanted = Math.min(cardBody.scrollHeight + 2, MOST_HIGH, foot - head), below = wanted <= under || under >= over;
  const height = Math.min(wanted, Math.max(below ? under : over, LEAST_HIGH));
  const top = clamp(below ? target.bottom + EDGE : target.top - EDGE - height, head, foot - height);
  card.style.left = `${left}px`;
  card.style.top = `${top - frame.top}px`;
  card.style.maxHeight = `${height}px`;
}

function hideCard() {
  clearTimeout(waiting);
  shown?.node.classList.remove('current');
  card.hidden = true;
  shown = null;
  kept = false;
}

/** Hide a card that nobody keeps, after a moment in which the pointer may reach it. */
function leaveCard() {
  clearTimeout(waiting);
  if (!kept) waiting = setTimeout(() => { if (!kept && !card.matches(':hover, :focus-within')) hideCard(); }, 180);
}

/** The events that can be gone to, in order of time. */
const reachable = () => events.filter(event => !event.off && event.place !== undefined && (stage.home ? event.place : true));

let current = null;

/** Make an event the one that Tab comes to. */
function makeCurrent(event) {
  if (current) current.node.setAttribute('tabindex', -1);
  current = event;
  event?.node.setAttribute('tabindex', 0);
}

/** Go to an event: bring it into view, put the focus on it and show its card. */
function goTo(event, keep = false) {
  const at = event.m ?? start(event);
  if (event.placed && !stage.home && (at < stage.t0 || at > stage.t1)) {
    const half = (stage.t1 - stage.t0) / 2;
    view(at - half, at + half);
    refreshNow();
  }
  makeCurrent(event);
  event.node.focus({preventScroll: true});
  showCard(event, keep);
  const box = event.mark.getBoundingClientRect(), [head, foot] = freeRoom();
  if (box.top < head || box.bottom > foot) {
    event.node.scrollIntoView({block: 'center', behavior: still.matches ? 'auto' : 'smooth'});
  }
}

/** Write an event into the address, so that it can be sent to somebody. */
function setAddress(event) {
  try {
    history.replaceState(null, '', event ? `#${event.id}` : location.pathname + location.search);
  } catch {
    // a page that may not change its address is no worse for it
  }
}

function followAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  const event = events.find(each => each.id === id);
  if (event && !event.off) goTo(event, true);
}

const eventOf = target => {
  const node = target.closest?.('.event');
  return node && events.find(event => event.node === node);
};

function bindCards() {
  for (const event of events) {
    const title = find('title', event.node);
    event.said = title?.textContent ?? event.id;
    title?.remove();  // the card says more than the browser's own tip would
    event.node.setAttribute('tabindex', -1);
    event.node.setAttribute('role', 'button');
    event.node.setAttribute('aria-label', event.said);
    if (!event.alone) event.flag.classList.remove('waiting');
    show(event.flag, event.alone);
    show(event.node, Boolean(event.place));
  }
  makeCurrent(reachable()[0] ?? null);
  svg.addEventListener('pointerover', ({target, pointerType}) => {
    const event = pointerType === 'mouse' && !kept && eventOf(target);
    if (!event || event === shown) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => showCard(event), 90);
  });
  svg.addEventListener('pointerout', leaveCard);
  card.addEventListener('pointerleave', leaveCard);
  svg.addEventListener('focusin', ({target}) => {
    const event = eventOf(target);
    if (event && event !== shown && event !== dismissed && target.matches(':focus-visible')) showCard(event);
    dismissed = null;
  });
  svg.addEventListener('focusout', leaveCard);
  const close = () => {
    dismissed = shown;
    hideCard();
    dismissed?.node.focus({preventScroll: true});
    dismissed = null;
  };
  find('.close', card).addEventListener('click', close);
  document.addEventListener('keydown', ({key}) => {
    if (key !== 'Escape' || card.hidden) return;
    if (card.contains(document.activeElement)) close();
    else hideCard();
  });
  stage.changed.push(() => {
    if (shown && (!inView(shown) && shown.placed)) hideCard();
    else placeCard();
  });
  addEventListener('scroll', () => {  // a card whose event is scrolled away goes with it
    const box = shown?.mark.getBoundingClientRect();
    if (box && box.top > 0 && box.bottom < innerHeight) placeCard();
  });
  addEventListener('hashchange', followAddress);
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#"]');
    const to = link && events.find(each => `#${each.id}` === decodeURIComponent(link.getAttribute('href')));
    if (!to || to.off) return;
    event.preventDefault();
    setAddress(to);
    goTo(to, true);
  });
}
