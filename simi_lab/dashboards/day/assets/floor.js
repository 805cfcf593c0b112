// The floor of one office on one day: where everyone is at a moment, counted from the day's steps, and painted.

const SIMI = 1, FIRST = 2, SENT_HOME = 4
const HOUR = 3600
const PAD = 12, DESK = 28, DESK_GAP = 6, FOOT = 16
const NARROW = 440  // px: words go under each other

// Steps come six numbers each (files five); they are put in the order in which each place calls.
function unpack(day) {
  const people = day.people.map((bits) => ({simi: bits & SIMI, first: bits & FIRST, home: bits & SENT_HOME, x: 0, y: 0, a: 0, until: 0, out: 0}))
  const of_place = (list, width, n) => {
    const rooms = Array.from({length: n}, () => [])
    for (let i = 0; i < list.length; i += width) {
      const [place, desk, queued, wait, work] = list.slice(i + width - 5, i + width)
      rooms[place].push({who: list[i], desk, queued, started: queued + wait, ended: queued + wait + work})
    }
    for (const room of rooms) room.sort((a, b) => a.started - b.started || a.queued - b.queued)
    return rooms
  }
  const rooms = of_place(day.steps, 6, day.places.length)
  const files = of_place(day.files, 5, day.back.length)
  rooms.forEach((room, p) => { for (const step of room) {
    const one = people[step.who]
    if (!day.places[p].startsWith("outreach")) one.until = Math.max(one.until, step.ended)
  } })
  return {day, people, rooms, files, most: rooms.map(most_waiting), most_files: files.map(most_inside)}
}

const waits = (step, t) => step.queued <= t && t < step.started
const works = (step, t) => step.started <= t && t < step.ended
const most_of = (room, inside) => room.reduce((most, {queued}) => Math.max(most, room.filter((step) => inside(step, queued)).length), 0)
const most_waiting = (room) => most_of(room, waits)
const most_inside = (room) => Math.max(most_of(room, (step, t) => waits(step, t) || works(step, t)),
  room.filter((step) => waits(step, 0) || works(step, 0)).length)

// The same figures as the table: queued <= t < started waits, started <= t < ended is served; the venue is apart.
function count(one, t) {
  const found = {waiting: 0, longest: 0, busy: 0, desks: 0, left: 0, places: []}
  one.rooms.forEach((room, p) => {
    const here = {waiting: 0, longest: 0}
    for (const step of room) if (waits(step, t)) { here.waiting++; here.longest = Math.max(here.longest, t - step.queued) }
    found.places.push(here)
    if (one.day.places[p].startsWith("outreach")) return
    found.waiting += here.waiting
    found.longest = Math.max(found.longest, here.longest)
    found.busy += room.filter((step) => works(step, t)).length
    found.desks += one.day.desks[one.day.places[p]] ?? 0
  })
  found.left = one.people.filter((person) => person.until && person.until <= t).length
  return found
}

// What the hands of the clock say: "early", "break", "shut" or "" while the desks are open.
function phase(day, t) {
  if (!day.hours) return ""
  const [opens, from, to, closes] = day.hours
  return t < opens ? "early" : t >= from && t < to ? "break" : t >= closes ? "shut" : ""
}

// Rooms from top to bottom, each a waiting area with the head of its line at the desks; `most` is shared by both days.
function lay_out(one, width, most, most_files) {
  const is_narrow = width < NARROW
  const head = is_narrow ? 44 : 26
  const columns_of = (desks, step) => Math.max(4, Math.floor((width - 3 * PAD - 30 - desks * (DESK + DESK_GAP)) / step))
  const rows_of = (p, step) => Math.ceil(most[p] / columns_of(one.day.desks[one.day.places[p]] ?? 0, step))
  let step = is_narrow ? 12 : 15  // as large as the longest line of the day allows
  while (step > 8 && one.day.places.some((_, p) => rows_of(p, step) > 4)) step--
  const rooms = []
  let y = PAD
  one.day.places.forEach((place, p) => {
    const desks = one.day.desks[place] ?? 0
    if (!desks) return
    if (place === "outreach_counter") y += 26
    const desk_x = width - PAD - 8 - desks * DESK - (desks - 1) * DESK_GAP
    const rows = Math.max(2, rows_of(p, step))
    const tall = Math.max(rows * step, DESK)
    rooms.push({place, p, desks, desk_x, y, line_x: desk_x - 10 - step / 2, line_y: y + head + step / 2, rows, step, bottom: y + head + tall + FOOT})
    y += head + tall + FOOT
  })
  const office = rooms.filter(({place}) => !place.startsWith("outreach"))
  const strip = y + 14
  const cell = (width - 2 * PAD) / 3
  const size = Math.min(7, Math.max(2.5, Math.sqrt((cell - 16) * 50 / Math.max(1, ...most_files))))
  const columns = Math.max(1, Math.floor((cell - 18) / size))
  const lines = Math.max(2, ...most_files.map((n) => Math.ceil(n / columns)))
  const back = {y: strip, cell, size, columns, top: is_narrow ? 78 : 62, height: (is_narrow ? 86 : 70) + lines * size}
  const wall = {top: office[0]?.y ?? 0, bottom: office.at(-1)?.bottom ?? 0}
  return {width, height: back.y + back.height + PAD, rooms, back, wall, head, is_narrow, radius: step * 0.37}
}

const door_of = (plan, room) => ({x: PAD, y: room.place.startsWith("outreach") ? room.y + plan.head : (plan.wall.top + plan.wall.bottom) / 2})

// A line that winds up and down, so that a step forward is always a step to the next place.
function place_in_line({line_x, line_y, rows, step}, rank) {
  const column = Math.floor(rank / rows), row = rank % rows
  return [line_x - column * step, line_y + (column % 2 ? rows - 1 - row : row) * step]
}

// Where everyone should be at a moment; those who are not in the house stand unseen at the door.
function aim(one, plan, t) {
  for (const person of one.people) { person.in = false; person.at_desk = false; person.long = false }
  for (const room of plan.rooms) {
    let rank = 0
    for (const step of one.rooms[room.p]) {
      if (t < step.queued || t >= step.ended) continue
      const person = one.people[step.who]
      person.door = door_of(plan, room)
      person.in = true
      if (t >= step.started) {
        person.at_desk = true
        person.tx = room.desk_x + step.desk * (DESK + DESK_GAP) + DESK / 2
        person.ty = room.line_y - room.step / 2 + DESK / 2
      } else {
        person.long = t - step.queued > HOUR;
        [person.tx, person.ty] = place_in_line(room, rank++)
      }
    }
  }
}

// Bring everyone nearer to where they should be; tells whether someone is still on the way.
function move(one, plan, share) {
  let is_moving = false
  for (const person of one.people) {
    if (!person.in && person.a < 0.02) { person.a = 0; continue }
    const door = person.door
    const [x, y, a] = person.in ? [person.tx, person.ty, 1] : [door.x, door.y, 0]
    if (person.in && person.a < 0.02 && share < 1) { person.x = door.x; person.y = door.y }
    person.x += (x - person.x) * share
    person.y += (y - person.y) * share
    person.a += (a - person.a) * share
    if (Math.abs(x - person.x) + Math.abs(y - person.y) > 0.4 || Math.abs(a - person.a) > 0.03) is_moving = true
  }
  return is_moving
}

function shape(pen, x, y, r, is_diamond) {
  pen.beginPath()
  if (is_diamond) { const d = r * 1.35; pen.moveTo(x, y - d); pen.lineTo(x + d, y); pen.lineTo(x, y + d); pen.lineTo(x - d, y); pen.closePath() }
  else pen.arc(x, y, r, 0, 7)
}

function paint_people(pen, one, plan, look) {
  for (const person of one.people) {
    if (person.a < 0.02) continue
    pen.globalAlpha = Math.min(1, person.a)
    const r = Math.min(DESK * 0.32, plan.radius * (person.at_desk ? 1.6 : 1))
    const colour = person.simi ? look.simi : look.manual
    shape(pen, person.x, person.y, r, person.first)
    pen.fillStyle = person.simi ? colour : look.surface
    pen.fill()
    pen.lineWidth = person.simi ? 1 : 1.8
    pen.strokeStyle = person.long && !person.at_desk ? look.late : colour
    if (person.long && !person.at_desk) { pen.lineWidth = 2.2; if (!person.simi) { pen.fillStyle = colour; shape(pen, person.x, person.y, r * 0.45, false); pen.fill(); shape(pen, person.x, person.y, r, person.first) } }
    pen.stroke()
  }
  pen.globalAlpha = 1
}

function paint_room(pen, room, plan, found, is_open, look, words) {
  const here = found.places[room.p]
  pen.fillStyle = look.ink
  pen.textAlign = "left"
  pen.font = `700 14px ${look.font}`
  pen.fillText(words.places[room.place], PAD + 12, room.y + 18)
  pen.font = `400 14px ${look.font}`
  pen.fillStyle = look.muted
  pen.textAlign = plan.is_narrow ? "left" : "right"
  const told = here.waiting ? fill(words.room, {n: here.waiting, longest: spell(here.longest, words)}) : words.room_empty
  pen.fillText(told, plan.is_narrow ? PAD + 12 : plan.width - PAD - 8, room.y + (plan.is_narrow ? 36 : 18))
  for (let d = 0; d < room.desks; d++) {
    const x = room.desk_x + d * (DESK + DESK_GAP), y = room.line_y - room.step / 2
    pen.beginPath()
    pen.roundRect(x, y, DESK, DESK, 6)
    pen.fillStyle = is_open ? look.soft : look.surface
    pen.fill()
    pen.setLineDash(is_open ? [] : [3, 3])
    pen.lineWidth = 1.2
    pen.strokeStyle = look.muted
    pen.stroke()
    pen.setLineDash([])
  }
}

function write_upwards(pen, text, x, y) {
  pen.save()
  pen.translate(x, y)
  pen.rotate(-Math.PI / 2)
  pen.textAlign = "center"
  pen.fillText(text, 0, 0)
  pen.restore()
}

function paint_walls(pen, plan, look, words) {
  const venue = plan.rooms.filter(({place}) => place.startsWith("outreach"))
  const boxes = [[plan.wall.top, plan.wall.bottom, ""]]
  if (venue.length) boxes.push([venue[0].y, venue.at(-1).bottom, words.venue])
  pen.lineWidth = 1.5
  for (const [top, bottom, name] of boxes) {
    if (bottom <= top) continue
    pen.strokeStyle = look.line
    pen.beginPath()
    pen.roundRect(PAD - 4, top - 4, plan.width - 2 * PAD + 8, bottom - top, 8)
    pen.stroke()
    const door = name ? top + plan.head : (plan.wall.top + plan.wall.bottom) / 2
    pen.fillStyle = look.surface
    pen.fillRect(PAD - 6, door - 12, 4, 24)
    pen.fillStyle = look.muted
    pen.textAlign = "left"
    pen.font = `400 13px ${look.font}`
    if (name) pen.fillText(name, PAD, top - 12)
    else write_upwards(pen, words.door, PAD + 8, door)
  }
  for (const room of plan.rooms.filter(({place}) => place === "interview" || place === "handover")) {
    pen.strokeStyle = look.line
    pen.beginPath()
    pen.moveTo(PAD + 24, room.y - 6)
    pen.lineTo(plan.width - PAD - 8, room.y - 6)
    pen.stroke()
  }
}

function paint_back(pen, one, plan, t, look, words) {
  const {y, cell, size, columns, top, height} = plan.back
  pen.fillStyle = look.soft
  pen.beginPath()
  pen.roundRect(PAD - 4, y, plan.width - 2 * PAD + 8, height, 8)
  pen.fill()
  pen.textAlign = "left"
  pen.fillStyle = look.muted
  pen.font = `400 13px ${look.font}`
  pen.fillText(words.back, PAD + 8, y + 18)
  one.day.back.forEach((place, b) => {
    const inside = one.files[b].filter((file) => file.queued <= t && t < file.ended)
    const x = PAD + 8 + b * cell
    pen.fillStyle = look.ink
    pen.font = `700 14px ${look.font}`
    pen.fillText(words.places[place], x, y + 38)
    pen.font = `400 13px ${look.font}`
    pen.fillStyle = look.muted
    const at_work = inside.filter((file) => t >= file.started).length
    const told = [fill(words.files_wait, {n: inside.length - at_work}), fill(words.files_work, {n: at_work})]
    for (const [i, line] of (plan.is_narrow ? told : [told.join(", ")]).entries()) pen.fillText(line, x, y + 54 + 16 * i)
    inside.forEach((file, k) => {
      pen.fillStyle = t >= file.started ? look.primary : look.file
      pen.fillRect(x + (k % columns) * size, y + top + Math.floor(k / columns) * size, size - 1.2, size - 1.2)
    })
  })
}

function paint(pen, one, plan, t, found, look, words) {
  pen.clearRect(0, 0, plan.width, plan.height)
  paint_walls(pen, plan, look, words)
  const is_open = one.day.hours && phase(one.day, t) === ""
  for (const room of plan.rooms) paint_room(pen, room, plan, found, is_open, look, words)
  paint_back(pen, one, plan, t, look, words)
  paint_people(pen, one, plan, look)
}
