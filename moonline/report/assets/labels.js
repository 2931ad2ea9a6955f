// Labels over a line of marks: flags in staircases, none overlapping, in order, as near as they can be.
// It is figures/labels.py again, number for number, for the part of the figure that is in view. Lengths are
// points; marks come sorted; rules are {left, right, step, gap, reach, rows}.

const SLACK = 1e-9;

/** Cut into blocks where a label can start right of all text before it, and where a block is full. */
function cut(line, height) {
  const {left, right, step, gap} = line.rules;
  const blocks = [];
  let start = 0, pole = -Infinity, end = -Infinity;
  for (let i = 0; i < line.marks.length; i++) {
    const width = line.widths[i];
    const mark = Math.min(line.marks[i], right - width);
    if (i > start && (i - start === height || mark >= Math.max(end + gap, pole + step))) {
      blocks.push([start, i]);
      pole = Math.max(pole, end + gap - step);
      start = i;
      end = -Infinity;
    }
    pole = Math.max(mark, pole + step);
    end = Math.max(end, pole + width);
  }
  blocks.push([start, line.marks.length]);
  return blocks;
}

/** Divide each run into as few blocks of at most `height` labels as it takes, of even size. */
function even(runs, height) {
  const blocks = [];
  for (const [start, stop] of runs) {
    const count = Math.ceil((stop - start) / height);
    const size = Math.floor((stop - start) / count), longer = (stop - start) % count;
    for (let k = 0; k < count; k++) {
      const at = start + k * size + Math.min(k, longer);
      blocks.push([at, at + size + (k < longer ? 1 : 0)]);
    }
  }
  return blocks;
}

const closest = (marks, widths, step) => Array(marks.length - 1).fill(step);

/** Keep poles as far apart as their marks, as far as the block grows no wider for it. */
function natural(marks, widths, step) {
  const width = widths.reduce((most, text, k) => Math.max(most, k * step + text), -Infinity);
  const latest = [];
  let late = Infinity;
  for (let k = widths.length - 1; k >= 0; k--) latest[k] = late = Math.min(late - step, width - widths[k]);
  const steps = [];
  let wished = 0, before = 0;
  for (let k = 1; k < marks.length; k++) {
    wished = Math.max(marks[k] - marks[0], wished + step);
    const offset = Math.min(wished, latest[k]);
    steps.push(Math.max(Math.min(offset - before, marks[k] - marks[k - 1]), step));
    before = offset;
  }
  return steps;
}

/** Space blocks out and see whether they fit, and how far they must move. */
function planBlocks(line, blocks, height, spacing) {
  const {left, right, step, gap} = line.rules, room = right - left;
  const offsets = [];
  let need = 0;
  for (const [start, stop] of blocks) {
    const steps = spacing(line.marks.slice(start, stop), line.widths.slice(start, stop), step);
    let at = need, tail = line.widths[start];
    offsets.push(at);
    steps.forEach((k, i) => {
      offsets.push(at += k);
      tail = Math.max(tail - k, line.widths[start + i + 1]);
    });
    need = at + Math.max(step, tail + gap);
  }
  let excess = 0, strain = 0, ahead = -Infinity;
  offsets.forEach((offset, rank) => {
    const shifted = line.marks[rank] - offset;
    if (shifted > ahead) ahead = shifted;
    else strain = Math.max(strain, ahead - shifted);
    excess = Math.max(excess, offset + line.widths[rank] - room);
  });
  return {height, blocks, offsets, excess: excess > SLACK * room ? excess : 0, strain: strain / 2};
}

/** Minimise the sum of (y - wanted)^2 with 0 <= y[0] <= y[1] ... and y[i] <= uppers[i]: pool adjacent violators. */
function isotonic(wanted, uppers) {
  const pools = [];
  wanted.forEach((want, i) => {
    let pool = {value: Math.min(want, uppers[i]), total: want, count: 1, bound: uppers[i]};
    while (pools.length && pools.at(-1).value > pool.value) {
      const last = pools.pop();
      const total = last.total + pool.total, count = last.count + pool.count, bound = Math.min(last.bound, pool.bound);
      pool = {value: Math.min(total / count, bound), total, count, bound};
    }
    pools.push(pool);
  });
  return pools.flatMap(pool => Array(pool.count).fill(Math.max(0, pool.value)));
}

/** Place the poles of planned blocks, exactly; `worst` is how far one stands from its mark. */
function solve(line, plan) {
  const {left, right} = line.rules, room = right - left;
  const shifted = isotonic(line.marks.map((mark, i) => mark - left - plan.offsets[i]),
                           line.widths.map((width, i) => room - width - plan.offsets[i]));
  const poles = shifted.map((at, i) => left + at + plan.offsets[i]);
  const rows = plan.blocks.flatMap(([start, stop]) => Array.from({length: stop - start}, (_, k) => stop - start - k));
  let worst = 0;
  poles.forEach((pole, i) => {
    const nearest = Math.max(Math.min(line.marks[i], right - line.widths[i]), left);
    worst = Math.max(worst, Math.abs(pole - nearest));
  });
  return {poles, rows, excess: plan.excess, worst};
}

/** Look for a solution within reach at one number of rows, even blocks first; note the plans that failed. */
function attempt(line, runs, height, plans) {
  for (const blocks of [even(runs, height), cut(line, height)]) {
    for (const spacing of [natural, closest]) {
      const plan = planBlocks(line, blocks, height, spacing);
      plans.push(plan);
      if (plan.excess > 0) break;  // both spacings make a block equally wide
      if (plan.strain > line.rules.reach) continue;
      const found = solve(line, plan);
      if (found.excess === 0 && found.worst <= line.rules.reach) return found;
    }
  }
  return null;
}

const divisions = line => [cut(line, line.marks.length), [[0, line.marks.length]]];
const tallest = (runs, rows) => Math.min(rows, Math.max(...runs.map(([start, stop]) => stop - start)));

/** Count the rows below which they can never fit: a block is as wide as the mean of its texts, or wider. */
function fewest(line) {
  const {left, right, gap} = line.rules;
  const needed = line.widths.reduce((sum, width) => sum + width, 0) + gap * line.widths.length;
  return Math.max(1, Math.ceil(needed / (right - left + gap) - SLACK));
}

/** Try ever more rows at ever larger steps until all are within reach, then bisect. */
function gallop(line, runs, cap, plans) {
  const low = Math.min(fewest(line), cap);
  let failed = low - 1, height = low, found;
  while (!(found = attempt(line, runs, height, plans))) {
    if (height === cap) return null;
    failed = height;
    height = Math.min(cap, height + Math.max(1, height - low));
  }
  while (height - failed > 1) {
    const middle = (height + failed) >> 1, better = attempt(line, runs, middle, plans);
    if (better) [height, found] = [middle, better];
    else failed = middle;
  }
  return found;
}

/** Find the fewest rows that keep all within reach, else those of the plans that strain the least. */
function search(line) {
  const plans = [];
  for (const runs of divisions(line)) {
    const found = gallop(line, runs, tallest(runs, line.rules.rows), plans);
    if (found) return found;
    if (plans.some(plan => plan.excess === 0)) break;
  }
  const excess = Math.min(...plans.map(plan => plan.excess));
  const nearest = plans.filter(plan => plan.excess === excess);
  const strain = Math.min(...nearest.map(plan => plan.strain));
  const good = nearest.filter(plan => plan.strain <= 1.25 * strain);
  return solve(line, good.reduce((best, plan) => (plan.height < best.height ? plan : best)));
}

/** Tell whether all stand within reach in as many rows as they may have. */
function fits(line) {
  const plans = [], least = fewest(line);
  for (const runs of divisions(line)) {
    const height = tallest(runs, line.rules.rows);
    if (height >= least && attempt(line, runs, height, plans)) return true;
    if (plans.some(plan => plan.excess === 0)) break;
  }
  return false;
}

/** Give the ranks that start a group, in the order in which merging the closest neighbours removes them. */
function merges(marks) {
  const n = marks.length;
  const first = Array.from({length: n}, (_, i) => i), last = first.slice(), alive = Array(n).fill(true);
  const heap = [];
  const less = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
  const push = entry => {
    let i = heap.push(entry) - 1;
    for (let up; i > 0 && less(entry, heap[up = (i - 1) >> 1]) < 0; i = up) heap[i] = heap[up];
    heap[i] = entry;
  };
  const pop = () => {
    const top = heap[0], entry = heap.pop();
    if (!heap.length) return top;
    let i = 0;
    for (let child; (child = 2 * i + 1) < heap.length; i = child) {
      if (child + 1 < heap.length && less(heap[child + 1], heap[child]) < 0) child++;
      if (less(heap[child], entry) >= 0) break;
      heap[i] = heap[child];
    }
    heap[i] = entry;
    return top;
  };
  const offer = (start, border, stop) => push([marks[stop] - marks[start], stop - start + 1, border, start, stop]);
  for (let i = 1; i < n; i++) offer(i - 1, i, i);
  const removed = [];
  while (heap.length) {
    const [, , border, start, stop] = pop();
    if (!alive[border] || first[border - 1] !== start || last[border] !== stop) continue;  // one has grown since
    alive[border] = false;
    removed.push(border);
    first[stop] = start;
    last[start] = stop;
    if (start) offer(first[start - 1], start, stop);
    if (stop + 1 < n) offer(start, stop + 1, last[stop + 1]);
  }
  return removed;
}

/** Return the spans of ranks, and the line, where these borders between neighbours are gone. */
function merged(line, removed, groupWidth) {
  const gone = new Set(removed), starts = [];
  for (let i = 0; i < line.marks.length; i++) if (!gone.has(i)) starts.push(i);
  const spans = starts.map((start, k) => [start, starts[k + 1] ?? line.marks.length]);
  const marks = spans.map(([start, stop]) => (line.marks[start] + line.marks[stop - 1]) / 2);
  const room = line.rules.right - line.rules.left;
  const widths = spans.map(([start, stop]) =>
    Math.min(stop - start === 1 ? line.widths[start] : groupWidth(start, stop - 1), room));
  return [spans, {marks, widths, rules: line.rules}];
}

/** Merge neighbours, the closest first, no further than it takes to fit in the rows there are. */
function group(line, groupWidth) {
  const order = merges(line.marks);
  let few = 0, many = order.length;
  while (many - few > 1) {
    const middle = (few + many) >> 1;
    if (fits(merged(line, order.slice(0, middle), groupWidth)[1])) many = middle;
    else few = middle;
  }
  return merged(line, order.slice(0, many), groupWidth);
}

/** Place labels over sorted marks; each flag stands for the ranks first..last, more than one where none else fits. */
function place(marks, widths, rules, groupWidth) {
  if (!marks.length) return [];
  const room = rules.right - rules.left;
  let line = {marks, widths: widths.map(width => Math.min(width, room)), rules};
  let spans = marks.map((_, i) => [i, i + 1]);
  let solution = search(line);
  if (solution.excess > 0) {
    [spans, line] = group(line, groupWidth);
    solution = search(line);
  }
  return spans.map(([start, stop], i) => ({
    pole: solution.poles[i], row: solution.rows[i], first: start, last: stop - 1,
    anchor: line.marks[i], width: line.widths[i],
  }));
}
