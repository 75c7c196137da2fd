// Draws the demo's pictures: four scenes, each with a quiet picture (0) and a motion (1 to 7). draw.py runs it.
'use strict';
const W = 480, H = 360, FRAMES = 8, TAU = 2 * Math.PI;

// The same pictures at every run.
function chance(seed) {
  return () => {
    seed = (seed + 0x6D2B79F5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function down(c, y0, y1, ...colours) {
  const g = c.createLinearGradient(0, y0, 0, y1);
  colours.forEach((colour, i) => g.addColorStop(i / (colours.length - 1), colour));
  return g;
}

function around(c, x, y, r0, r1, ...colours) {
  const g = c.createRadialGradient(x, y, r0, x, y, r1);
  colours.forEach((colour, i) => g.addColorStop(i / (colours.length - 1), colour));
  return g;
}

function fill(c, style, path) {
  c.beginPath();
  path(c);
  c.fillStyle = style;
  c.fill();
}

const box = (c, style, x, y, w, h, r = 0) => fill(c, style, p => p.roundRect(x, y, w, h, r));
const disc = (c, style, x, y, rx, ry = rx, turn = 0) => fill(c, style, p => p.ellipse(x, y, rx, ry, turn, 0, TAU));
const shape = (c, style, points) => fill(c, style, p => points.forEach(([x, y], i) => (i ? p.lineTo(x, y) : p.moveTo(x, y))));

function line(c, style, width, ...points) {
  c.beginPath();
  points.forEach(([x, y], i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
  c.strokeStyle = style;
  c.lineWidth = width;
  c.lineCap = c.lineJoin = 'round';
  c.stroke();
}

function at(c, x, y, turn, scale, draw) {
  c.save();
  c.translate(x, y);
  c.rotate(turn);
  c.scale(scale, scale);
  draw(c);
  c.restore();
}

function tree(c, x, y, s, leaves) {
  at(c, x, y, 0, s, c => {
    box(c, '#5b4128', -4, -26, 8, 28, 2);
    disc(c, leaves[0], -14, -38, 18); disc(c, leaves[0], 14, -40, 18);
    disc(c, leaves[1], 0, -54, 21); disc(c, leaves[2], -6, -60, 9);
  });
}

function cloud(c, x, y, s) {
  at(c, x, y, 0, s, c => {
    disc(c, 'rgba(255,255,255,.85)', 0, 0, 30, 12); disc(c, 'rgba(255,255,255,.85)', -12, -8, 15, 12); disc(c, 'rgba(255,255,255,.9)', 9, -11, 18, 15);
  });
}

// Driveway Mailbox: a car comes by on a summer's day.
function driveway(c, frame) {
  const r = chance(11);
  c.fillStyle = down(c, 0, 190, '#5aa9e6', '#cfeaf8'); c.fillRect(0, 0, W, H);
  cloud(c, 96 + frame, 46, 1); cloud(c, 344 + frame, 66, 1.25); cloud(c, 236 + frame, 30, .7);
  fill(c, '#8fb88a', p => { p.moveTo(0, 170); p.quadraticCurveTo(120, 112, 260, 160); p.quadraticCurveTo(380, 118, W, 158); p.lineTo(W, 220); p.lineTo(0, 220); });
  fill(c, down(c, 160, H, '#8ac35d', '#5e9a3d'), p => { p.moveTo(0, 184); p.quadraticCurveTo(240, 168, W, 182); p.lineTo(W, H); p.lineTo(0, H); });
  for (const [x, y, s] of [[22, 190, .9], [214, 182, .75], [256, 184, .95], [452, 190, 1.05], [410, 184, .7]]) tree(c, x, y, s, ['#3f7d3a', '#4f9445', '#67ad58']);
  // The house and its drive.
  shape(c, down(c, 200, 268, '#d9cdb4', '#c4b697'), [[116, 206], [152, 206], [250, 270], [150, 270]]);
  box(c, '#f1e7d2', 62, 132, 104, 74); shape(c, '#8c4a3c', [[52, 134], [84, 94], [150, 94], [178, 134]]); box(c, '#7a3f33', 132, 84, 14, 26);
  box(c, '#6b4b35', 122, 160, 24, 46, 2); disc(c, '#e6c15a', 141, 184, 2);
  for (const x of [72, 94]) { box(c, '#fff', x, 152, 18, 26, 1); box(c, '#7fb3d5', x + 2, 154, 14, 22); line(c, '#fff', 2, [x + 9, 154], [x + 9, 176]); }
  for (let x = 56; x < 116; x += 9) disc(c, ['#4c8a3f', '#5a9b49'][x % 2], x, 206, 8, 6);
  // The road.
  box(c, '#b9ad93', 0, 266, W, 5); c.fillStyle = down(c, 270, 326, '#6d7278', '#575b61'); c.fillRect(0, 270, W, 56); box(c, '#b9ad93', 0, 326, W, 4);
  for (let x = 10; x < W; x += 58) box(c, '#efe3a0', x, 297, 30, 3);
  if (frame > 0) car(c, -62 + frame * 76, 306, frame);
  for (let i = 0; i < 70; i++) { const x = r() * W, y = 334 + r() * 24; line(c, ['#4d8433', '#6fae48', '#7fbd55'][i % 3], 1.5, [x, y + 5], [x + r() * 4 - 2, y - 3]); }
  // The mailbox.
  box(c, '#6a4a2d', 390, 268, 9, 74, 2); disc(c, 'rgba(0,0,0,.2)', 398, 342, 20, 4);
  fill(c, down(c, 238, 272, '#d6dbe0', '#8b949c'), p => { p.moveTo(366, 272); p.lineTo(366, 252); p.arc(380, 252, 14, Math.PI, 0); p.lineTo(424, 252); p.lineTo(424, 272); });
  fill(c, down(c, 238, 272, '#e8ecef', '#a5adb4'), p => { p.moveTo(366, 272); p.lineTo(366, 252); p.arc(380, 252, 14, Math.PI, 0); p.lineTo(394, 272); });
  fill(c, '#a4acb3', p => { p.moveTo(380, 238); p.lineTo(411, 238); p.quadraticCurveTo(424, 240, 424, 253); p.lineTo(394, 253); p.quadraticCurveTo(394, 240, 380, 238); });
  line(c, '#c0392b', 3, [411, 262], [411, 240]); box(c, '#d6402f', 411, 234, 13, 9, 1);
}

function car(c, x, y, frame) {
  at(c, x, y, 0, 1, c => {
    disc(c, 'rgba(0,0,0,.28)', 0, 15, 60, 7);
    fill(c, down(c, -34, 12, '#3d7fd0', '#1f55a0'), p => {
      p.moveTo(-56, 12); p.lineTo(-56, -6); p.quadraticCurveTo(-52, -13, -36, -14); p.quadraticCurveTo(-24, -33, -8, -34); p.lineTo(12, -34);
      p.quadraticCurveTo(24, -32, 34, -14); p.quadraticCurveTo(54, -12, 57, -2); p.lineTo(57, 12);
    });
    shape(c, '#cfe6f2', [[-29, -14], [-19, -28], [-5, -29], [-5, -14]]); shape(c, '#cfe6f2', [[0, -14], [0, -29], [11, -29], [26, -14]]);
    line(c, '#174583', 1.5, [-3, -13], [-3, 9]); line(c, '#dfe9f3', 2, [4, -8], [10, -8]);
    disc(c, '#fff2b3', 54, -3, 4, 3.5); box(c, '#d23b2e', -57, -6, 5, 7, 2);
    for (const wheel of [-33, 33]) {
      disc(c, '#1d1f22', wheel, 12, 12); disc(c, '#c9ced3', wheel, 12, 6.5);
      for (let i = 0; i < 5; i++) { const a = frame * 1.1 + i * TAU / 5; line(c, '#7d848b', 1.6, [wheel, 12], [wheel + 6 * Math.cos(a), 12 + 6 * Math.sin(a)]); }
    }
    disc(c, '#2b3440', 9, -20, 4.5, 5); // who drives
  });
}

// Barn Yard: a horse walks along the fence in the evening.
function barn(c, frame) {
  const r = chance(23);
  c.fillStyle = down(c, 0, 220, '#f0a35e', '#f7d190', '#fdebc3'); c.fillRect(0, 0, W, H);
  disc(c, around(c, 404, 128, 0, 90, 'rgba(255,250,220,1)', 'rgba(255,230,150,.45)', 'rgba(255,220,140,0)'), 404, 128, 90); disc(c, '#fff6d8', 404, 128, 21);
  fill(c, '#c99a5f', p => { p.moveTo(0, 190); p.quadraticCurveTo(150, 150, 300, 184); p.quadraticCurveTo(400, 158, W, 178); p.lineTo(W, 230); p.lineTo(0, 230); });
  fill(c, down(c, 196, H, '#a9a44a', '#6f7d33'), p => { p.moveTo(0, 204); p.quadraticCurveTo(240, 190, W, 202); p.lineTo(W, H); p.lineTo(0, H); });
  tree(c, 308, 206, .9, ['#7b7a34', '#8e8a3c', '#a79c47']); tree(c, 336, 204, .65, ['#7b7a34', '#8e8a3c', '#a79c47']);
  // Silo and barn.
  const metal = c.createLinearGradient(196, 0, 236, 0); metal.addColorStop(0, '#dcdad2'); metal.addColorStop(.5, '#bdb9ae'); metal.addColorStop(1, '#8f8a80');
  box(c, metal, 196, 92, 40, 126); disc(c, '#a7a296', 216, 92, 20, 15); for (let y = 112; y < 212; y += 20) line(c, 'rgba(70,60,50,.35)', 1.5, [196, y], [236, y]);
  shape(c, '#a5352c', [[40, 226], [40, 132], [70, 92], [120, 66], [170, 92], [200, 132], [200, 226]]);
  for (let x = 50; x < 200; x += 11) line(c, 'rgba(80,15,12,.28)', 1, [x, 226], [x, 100 + Math.abs(x - 120) * .38]);
  line(c, '#5b2a22', 8, [32, 138], [67, 90], [120, 62], [173, 90], [208, 138]); line(c, '#f3e6d3', 2.5, [36, 142], [69, 95], [120, 68], [171, 95], [204, 142]);
  box(c, '#f3e6d3', 104, 98, 32, 30, 2); box(c, '#48241d', 107, 101, 26, 24); line(c, '#f3e6d3', 3, [107, 101], [133, 125]); line(c, '#f3e6d3', 3, [133, 101], [107, 125]);
  box(c, '#f3e6d3', 84, 156, 72, 70, 1); for (const x of [88, 122]) { box(c, '#8d2b23', x, 160, 30, 66); line(c, '#f3e6d3', 3.5, [x, 160], [x + 30, 226]); line(c, '#f3e6d3', 3.5, [x + 30, 160], [x, 226]); }
  // Hens, and the horse between the barn and the fence.
  hen(c, 262, 246 + (frame % 2), frame % 2); hen(c, 292, 238, (frame + 1) % 2);
  if (frame > 0) horse(c, 520 - frame * 66, 254, frame);
  for (const y of [286, 306]) line(c, '#efe2cc', 7, [-5, y], [W + 5, y]);
  for (const y of [290, 310]) line(c, 'rgba(90,60,30,.25)', 2, [-5, y], [W + 5, y]);
  for (let x = 26; x < W; x += 84) { box(c, '#f7ecd8', x, 270, 12, 64, 3); box(c, 'rgba(90,60,30,.22)', x + 8, 271, 4, 63, 2); }
  for (let i = 0; i < 110; i++) { const x = r() * W, y = 326 + r() * 34; line(c, ['#5f6c2b', '#8b8f3e', '#b3a651'][i % 3], 1.5, [x, y + 6], [x + r() * 6 - 3, y - 5]); }
}

function hen(c, x, y, pecking) {
  at(c, x, y, 0, 1, c => {
    disc(c, '#fbf5ea', 0, 0, 9, 7); shape(c, '#e9dfcd', [[6, -3], [14, -10], [11, 2]]);
    const [hx, hy] = pecking ? [-11, 3] : [-8, -9];
    line(c, '#fbf5ea', 5, [-5, -2], [hx, hy]); disc(c, '#fbf5ea', hx, hy, 4); disc(c, '#d6402f', hx, hy - 4, 2.4); shape(c, '#e2a33a', [[hx - 4, hy - 1], [hx - 8, hy + 1], [hx - 3, hy + 2]]);
    line(c, '#d9962f', 1.6, [-2, 6], [-2, 12]); line(c, '#d9962f', 1.6, [3, 6], [3, 12]);
  });
}

function horse(c, x, y, frame) {
  const coat = '#7a4a26', dark = '#3b2312', swing = frame * 1.3;
  at(c, x, y, 0, 1.12, c => {
    disc(c, 'rgba(60,40,10,.25)', 0, 30, 48, 5);
    for (const [hip, phase, colour] of [[-24, 0, '#5f391c'], [26, 2.1, '#5f391c'], [-30, Math.PI, coat], [32, Math.PI + 2.1, coat]]) {
      const a = .42 * Math.sin(swing + phase), b = a * .4 - .12;
      const knee = [hip + 18 * Math.sin(a), -12 + 22 * Math.cos(a)], hoof = [knee[0] + 19 * Math.sin(b), Math.min(30, knee[1] + 20 * Math.cos(b))];
      line(c, colour, 9, [hip, -14], knee); line(c, colour, 6, knee, hoof); line(c, dark, 6.5, [hoof[0] - .5, hoof[1] - 3], hoof);
    }
    fill(c, dark, p => { p.moveTo(38, -34); p.quadraticCurveTo(62 + 4 * Math.sin(swing), -28, 54 + 6 * Math.sin(swing), 8); p.quadraticCurveTo(46, -10, 36, -26); });
    fill(c, down(c, -48, 0, '#97602f', coat), p => { p.moveTo(-36, -22); p.quadraticCurveTo(-34, -44, -10, -40); p.quadraticCurveTo(24, -44, 40, -34); p.quadraticCurveTo(46, -12, 30, -8); p.quadraticCurveTo(0, 2, -26, -8); p.quadraticCurveTo(-36, -12, -36, -22); });
    const nod = 2 * Math.sin(swing);
    fill(c, '#8a552b', p => { p.moveTo(-36, -16); p.quadraticCurveTo(-50, -40, -58, -56 + nod); p.lineTo(-42, -68 + nod); p.quadraticCurveTo(-30, -52, -14, -40); });
    at(c, -49, -59 + nod, -.62, 1, c => { fill(c, '#8a552b', p => { p.moveTo(12, -10); p.quadraticCurveTo(-4, -13, -24, -4); p.quadraticCurveTo(-30, 2, -24, 6); p.quadraticCurveTo(-6, 8, 10, 8); }); disc(c, '#5c3519', -24, 1.5, 5, 5); disc(c, '#1d1209', -3, -4, 2); });
    shape(c, '#8a552b', [[-48, -68 + nod], [-46, -80 + nod], [-40, -69 + nod]]);
    fill(c, dark, p => { p.moveTo(-44, -71 + nod); p.quadraticCurveTo(-26, -60, -14, -40); p.quadraticCurveTo(-30, -48, -42, -60 + nod); });
  });
}

// Dome North: the telescope's dome opens under the stars.
function dome(c, frame) {
  const r = chance(37);
  c.fillStyle = down(c, 0, 300, '#050a20', '#101b46', '#2c2d66', '#5c4373'); c.fillRect(0, 0, W, H);
  at(c, 250, 110, -.5, 1, c => { for (let i = 0; i < 24; i++) disc(c, 'rgba(150,165,225,.014)', (r() - .5) * 90, (r() - .5) * 24, 350 - i * 11, 80 - i * 3.2); });
  for (let i = 0; i < 330; i++) {
    // The sky turns about the pole.
    const a = r() * TAU + frame * .012, d = 20 + r() * 430, size = .35 + r() ** 4 * 1.6;
    disc(c, ['#fff', '#dfe8ff', '#ffe9cf', '#cfe0ff'][i % 4], 300 + d * Math.cos(a), 70 + d * Math.sin(a), size);
  }
  if (frame === 4 || frame === 5) {
    const x = 96 + (frame - 4) * 62, y = 40 + (frame - 4) * 26, g = c.createLinearGradient(x - 70, y - 30, x, y);
    g.addColorStop(0, 'rgba(255,255,255,0)'); g.addColorStop(1, 'rgba(255,255,255,.95)');
    line(c, g, 2.2, [x - 70, y - 30], [x, y]); disc(c, '#fff', x, y, 2.2);
  }
  fill(c, '#161a38', p => { p.moveTo(0, 286); for (const [x, y] of [[60, 250], [110, 270], [170, 240], [236, 276], [330, 262], [396, 236], [440, 258], [W, 244]]) p.lineTo(x, y); p.lineTo(W, H); p.lineTo(0, H); });
  fill(c, '#0a0d1f', p => { p.moveTo(0, 306); p.quadraticCurveTo(240, 274, W, 300); p.lineTo(W, H); p.lineTo(0, H); });
  // The building.
  const wall = c.createLinearGradient(140, 0, 340, 0); wall.addColorStop(0, '#c3c9dc'); wall.addColorStop(.55, '#868dab'); wall.addColorStop(1, '#454b6b');
  box(c, wall, 150, 232, 180, 72); box(c, '#3a3f5c', 144, 226, 192, 9, 2); box(c, '#23273d', 226, 258, 28, 46, 2); disc(c, '#ff5a4a', 240, 250, 2.6); disc(c, 'rgba(255,80,60,.25)', 240, 250, 9);
  // The dome, its slit and what is in it.
  const shell = around(c, 196, 150, 10, 170, '#f2f4fb', '#aab1ca', '#4a5072');
  fill(c, shell, p => { p.arc(240, 226, 92, Math.PI, 0); });
  for (const s of [-.72, -.36, .36, .72]) { c.beginPath(); c.ellipse(240, 226, Math.abs(92 * s), 92, 0, s < 0 ? Math.PI : 1.5 * Math.PI, s < 0 ? 1.5 * Math.PI : TAU); c.strokeStyle = 'rgba(30,35,65,.3)'; c.lineWidth = 1.2; c.stroke(); }
  const open = [0, .25, .6, 1, 1, 1, 1, 1][frame], shift = [0, 0, 0, 0, 5, 10, 15, 20][frame];
  c.save(); c.beginPath(); c.arc(240, 226, 92, Math.PI, 0); c.clip();
  at(c, 262 + shift, 226, .16 + shift * .004, 1, c => {
    box(c, '#5a6080', -25, -104, 50, 104);
    if (open === 0) { for (const x of [-8, 8]) line(c, '#7d84a3', 1.5, [x, -96], [x, 0]); return; }
    box(c, around(c, 0, -30, 4, 90, '#ff9a5a', '#9c2f25', '#32101f'), -21 * open, -100, 42 * open, 94);
    if (open === 1) { at(c, -2, -40, .22, 1, c => { box(c, '#d9deea', -8, -50, 16, 58, 4); box(c, '#2a2f48', -9, -54, 18, 8, 2); box(c, '#9aa3bd', -8, -24, 16, 4); box(c, '#5b617d', -5, 8, 10, 20, 2); }); }
  });
  c.restore();
  if (open > 0) disc(c, around(c, 268 + shift, 150, 4, 120, `rgba(255,130,80,${.26 * open})`, 'rgba(255,120,80,0)'), 268 + shift, 150, 120);
  for (const [x, h] of [[40, 34], [58, 46], [80, 30], [404, 44], [426, 32], [446, 52]]) for (let i = 0; i < 3; i++) shape(c, '#070916', [[x - 10 + i * 2, 318 - i * h / 3], [x, 318 - h / 2 - i * h / 3], [x + 10 - i * 2, 318 - i * h / 3]]);
}

// Barn Meter: the water meter runs.
function meter(c, frame) {
  c.fillStyle = down(c, 0, H, '#5d6b70', '#39454a'); c.fillRect(0, 0, W, H);
  const r = chance(41);
  for (let y = 0; y < H; y += 45) for (let x = (y / 45 % 2) * -45; x < W; x += 90) box(c, `rgba(${150 + r() * 30},${120 + r() * 20},${105 + r() * 20},.34)`, x + 2, y + 2, 86, 41, 3);
  box(c, down(c, 150, 220, '#f1cf86', '#b5873d', '#7a5522'), -10, 152, W + 20, 66); for (const x of [46, 402]) { box(c, down(c, 138, 232, '#f7dda0', '#c1954a', '#7a5522'), x, 138, 34, 94, 5); line(c, 'rgba(90,60,20,.5)', 2, [x + 11, 140], [x + 11, 230]); line(c, 'rgba(90,60,20,.5)', 2, [x + 23, 140], [x + 23, 230]); }
  disc(c, 'rgba(0,0,0,.35)', 248, 192, 152); disc(c, around(c, 190, 110, 10, 240, '#fbe6b0', '#c99b4b', '#76511f'), 240, 182, 150); disc(c, '#6d4b1e', 240, 182, 131);
  disc(c, around(c, 210, 140, 10, 200, '#ffffff', '#f3f4f1', '#d5d9d8'), 240, 182, 127);
  // Seven digits: cubic metres in black, litres in red.
  const litres = 4816270 + frame * 8, digits = String(litres).padStart(7, '0');
  box(c, '#2b2f33', 140, 98, 200, 46, 6);
  [...digits].forEach((digit, i) => {
    const x = 144 + i * 27.6;
    box(c, i < 4 ? down(c, 102, 140, '#2c2f33', '#0c0d0f', '#2c2f33') : down(c, 102, 140, '#d9533f', '#b02a1c', '#d9533f'), x, 102, 25.4, 38, 2);
    c.fillStyle = '#fff'; c.font = 'bold 29px sans-serif'; c.textAlign = 'center'; c.textBaseline = 'middle'; c.fillText(digit, x + 12.7, 122);
  });
  c.fillStyle = '#33393d'; c.font = 'bold 19px sans-serif'; c.fillText('m³', 322, 163); c.font = '13px sans-serif'; c.fillText('Q3 2.5', 160, 162); c.fillText('WATER', 240, 78);
  // The litre hand, a smaller dial, and the star that shows every drop.
  dial(c, 214, 222, 44, '#d23a2a', frame * TAU * .8, 1.9); dial(c, 300, 226, 26, '#d23a2a', (62.7 + frame * .8) * TAU / 10, 1.3);
  at(c, 152, 206, frame * 1.15, 1, c => { disc(c, '#dfe6ee', 0, 0, 17); fill(c, '#2468b4', p => { for (let i = 0; i < 12; i++) { const a = i * TAU / 12, d = i % 2 ? 6 : 15; p[i ? 'lineTo' : 'moveTo'](d * Math.cos(a), d * Math.sin(a)); } }); disc(c, '#fff', 0, 0, 3); });
  // Glass.
  c.save(); c.beginPath(); c.ellipse(240, 182, 127, 127, 0, 0, TAU); c.clip(); shape(c, 'rgba(255,255,255,.16)', [[110, 60], [220, 40], [150, 320], [60, 300]]); c.restore();
}

function dial(c, x, y, radius, colour, turn, width) {
  disc(c, '#fff', x, y, radius); c.beginPath(); c.arc(x, y, radius, 0, TAU); c.strokeStyle = '#5a6268'; c.lineWidth = 1.6; c.stroke();
  for (let i = 0; i < 10; i++) {
    const a = i * TAU / 10 - TAU / 4;
    line(c, '#33393d', width * .7, [x + (radius - 6) * Math.cos(a), y + (radius - 6) * Math.sin(a)], [x + (radius - 2) * Math.cos(a), y + (radius - 2) * Math.sin(a)]);
    if (radius > 30) { c.fillStyle = '#33393d'; c.font = '11px sans-serif'; c.textAlign = 'center'; c.textBaseline = 'middle'; c.fillText(String(i), x + (radius - 13) * Math.cos(a), y + (radius - 13) * Math.sin(a)); }
  }
  at(c, x, y, turn, 1, c => { shape(c, colour, [[-3, 9], [3, 9], [1, -radius + 9], [-1, -radius + 9]]); disc(c, colour, 0, 0, 5); disc(c, '#fff', 0, 0, 2); });
}

// What a camera adds: dark corners and grain.
function lens(c, seed, grain) {
  c.fillStyle = around(c, W / 2, H / 2, 150, 330, 'rgba(0,0,0,0)', 'rgba(0,0,0,.3)'); c.fillRect(0, 0, W, H);
  const picture = c.getImageData(0, 0, W, H), r = chance(seed);
  for (let i = 0; i < picture.data.length; i += 4) { const n = (r() + r() - 1) * grain; for (let k = 0; k < 3; k++) picture.data[i + k] += n; }
  c.putImageData(picture, 0, 0);
}

const out = [];
for (const [name, scene, grain] of [['driveway', driveway, 4], ['barn', barn, 4], ['dome', dome, 5], ['meter', meter, 2]])
  for (let frame = 0; frame < FRAMES; frame++) {
    const canvas = Object.assign(document.createElement('canvas'), { width: W, height: H }), c = canvas.getContext('2d', { willReadFrequently: true });
    scene(c, frame);
    lens(c, 1000 + frame, grain);
    out.push(`${name}-${frame}.jpg ${canvas.toDataURL('image/jpeg', .77)}`);
  }
const dot = Object.assign(document.createElement('canvas'), { width: 3, height: 3 }), ink = dot.getContext('2d');
ink.fillStyle = '#808080'; ink.fillRect(0, 0, 3, 3);
out.push(`dot.jpg ${dot.toDataURL('image/jpeg', .5)}`);
document.body.textContent = out.join('\n');
