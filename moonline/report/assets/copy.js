// Copies of the figure as it stands: as SVG, and as PNG at twice its size. Where there is no clipboard it is saved.

/** Return the figure as a document of its own: its colours written out, with the fonts of the page. */
function svgText() {
  const copy = svg.cloneNode(true);
  const style = getComputedStyle(document.documentElement);
  const colours = data.roles.map(role => `--m-${role}:${style.getPropertyValue(`--m-${role}`).trim()}`).join(';');
  for (const node of findAll('[tabindex], [role]', copy)) for (const name of ['tabindex', 'role']) node.removeAttribute(name);
  for (const node of findAll('[display="none"], .needle', copy)) node.remove();
  const rules = findAll('style').map(node => node.textContent).join('\n').match(/\/\* figure \*\/[^]*?\/\* end \*\//g) ?? [];
  draw('style', {}, copy).textContent = `:root{${colours}}\n${rules.join('\n')}`;
  copy.setAttribute('width', stage.width * 1.5);
  copy.setAttribute('height', round(stage.height * 1.5));
  return new XMLSerializer().serializeToString(copy);
}

async function pngBlob() {
  const box = {width: stage.width * 2, height: Math.round(stage.height * 2)};
  const url = URL.createObjectURL(new Blob([svgText()], {type: 'image/svg+xml'}));
  try {
    const image = new Image(box.width, box.height);
    image.src = url;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), box);
    canvas.getContext('2d').drawImage(image, 0, 0, box.width, box.height);
    return await new Promise(done => canvas.toBlob(done, 'image/png'));
  } finally {
    URL.revokeObjectURL(url);
  }
}

function saveFile(blob, ending) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${data.name}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Put a copy on the clipboard, else into a file, and say which. */
async function copyFigure(kind) {
  const said = find('#copied');
  const blob = kind === 'png' ? await pngBlob() : new Blob([svgText()], {type: 'image/svg+xml'});
  try {
    if (kind === 'png') await navigator.clipboard.write([new ClipboardItem({'image/png': blob})]);
    else await navigator.clipboard.writeText(await blob.text());
    said.textContent = fill(words.copied, {kind: kind.toUpperCase()});
  } catch {
    saveFile(blob, kind);
    said.textContent = fill(words.saved, {file: `${data.name}.${kind}`});
  }
  setTimeout(() => (said.textContent = ''), 4000);
}

function bindCopy() {
  for (const kind of ['svg', 'png']) find(`#copy-${kind}`).addEventListener('click', () => copyFigure(kind));
}
