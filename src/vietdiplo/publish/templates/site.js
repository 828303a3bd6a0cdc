"use strict";
// What the reading pages, the search and the list of events do beyond HTML and CSS. Texts of the corpus are only ever set as text.

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const TOKEN = /[\p{L}\p{N}](?:\p{Cf}*[\p{L}\p{M}\p{N}])*/gu;
const STEP = 100; // results at a time
const at = (id) => document.getElementById(id);

// A syllable without its marks, and with them: the tone after the letters, so that hòa and hoà are one.
function fold(token) {
  const letters = token.normalize("NFD").replace(/\p{Cf}/gu, "").toLowerCase().replace(/[ðɖ]/g, "đ").replace(/\u030c/g, "\u0306");
  const tones = (letters.match(TONES) || []).join("");
  return { plain: letters.replace(/\p{M}/gu, "").replace(/đ/g, "d"), exact: letters.replace(TONES, "") + tones };
}

function split(text) {
  return Array.from(text.matchAll(TOKEN), (found) => ({ start: found.index, end: found.index + found[0].length, ...fold(found[0]) }));
}

// Where a phrase stands in a text: the first and last syllable of each place. Marks that are typed must be there.
function findPhrase(phrase, tokens) {
  const fits = (part, token) => (part.isExact ? part.exact === token.exact : part.plain === token.plain);
  const places = [];
  for (let first = 0; phrase.length && first + phrase.length <= tokens.length; first++) {
    if (phrase.every((part, n) => fits(part, tokens[first + n]))) {
      places.push([tokens[first].start, tokens[first + phrase.length - 1].end]);
      first += phrase.length - 1;
    }
  }
  return places;
}

// The phrases of a query: a plus between them asks for all of them.
function readPhrases(query) {
  const isQuoted = query.trim().startsWith('"');
  const phrases = query.split("+").map(split).filter((phrase) => phrase.length);
  return phrases.map((phrase) => phrase.map((part) => ({ ...part, isExact: isQuoted || part.exact !== part.plain })));
}

// Where the phrases stand in a text, none within another; nowhere unless all do.
function findPhrases(phrases, tokens) {
  const places = phrases.map((phrase) => findPhrase(phrase, tokens));
  const inOrder = places.every((found) => found.length) ? places.flat().sort((one, other) => one[0] - other[0] || other[1] - one[1]) : [];
  return inOrder.reduce((kept, place) => (kept.length && place[0] < kept.at(-1)[1] ? kept : [...kept, place]), []);
}

function add(parent, name, text = "", attributes = {}) {
  const element = Object.assign(document.createElement(name), attributes);
  element.textContent = text;
  return parent.appendChild(element);
}

function startSearch(data) {
  const sentences = data.sentences.map(([text, number, wording, codes, clauses]) => ({ text, number, wording, codes, clauses, tokens: null }));
  const boxes = ["query", "in", "sector", "level", "side"].map(at);
  let found = [];

  // With a level or side chosen, one commitment of the sentence has all that is chosen.
  function isChosen(sentence, [, page, sector, level, side]) {
    if (page && data.texts[sentence.text][0] !== page) return false;
    if (!level && !side) return !sector || sentence.codes.includes(sector);
    const clauses = sentence.clauses.map((clause) => clause.split(" "));
    return clauses.some(([of, by, ...codes]) => (!level || of === level) && (!side || by === side) && (!sector || codes.includes(sector)));
  }

  function find() {
    const chosen = boxes.map((box) => box.value);
    const phrases = readPhrases(chosen[0]);
    const isAsked = phrases.length > 0 || chosen.slice(2).some(Boolean);
    found = [];
    for (const sentence of isAsked ? sentences : []) {
      if (!isChosen(sentence, chosen)) continue;
      sentence.tokens ??= split(sentence.wording);
      const places = findPhrases(phrases, sentence.tokens);
      if (places.length || !phrases.length) found.push({ ...sentence, places });
    }
    at("results").replaceChildren();
    say(isAsked);
    showMore();
  }

  function say(isAsked) {
    const texts = new Set(found.map((sentence) => sentence.text)).size;
    const places = found.reduce((sum, sentence) => sum + sentence.places.length, 0);
    const said = found.length ? data.labels.found : data.labels.nothing;
    at("status").textContent = isAsked ? said.replace("{n}", found.length).replace("{places}", places || found.length).replace("{texts}", texts) : "";
  }

  // A link may ask for a text that is beyond the limit: what is found in others would be no answer.
  function sayBeyond(page) {
    found = [];
    at("results").replaceChildren();
    at("more").hidden = true;
    at("status").textContent = `${data.labels.beyond} `;
    add(at("status"), "a", page, { href: page });
  }

  function showMore() {
    const shown = at("results").childElementCount;
    found.slice(shown, shown + STEP).forEach(show);
    at("more").hidden = at("results").childElementCount === found.length;
    if (shown) at("results").children[shown].querySelector("a").focus();
  }

  function show(sentence) {
    const [page, title, language] = data.texts[sentence.text];
    const item = add(at("results"), "li");
    add(item, "a", `${title} · ${data.labels.sentence} ${sentence.number}`, { href: `${page}#s${sentence.number}` });
    const line = add(item, "p", "", { lang: language });
    let end = 0;
    for (const [from, to] of sentence.places) {
      line.append(sentence.wording.slice(end, from));
      add(line, "mark", sentence.wording.slice(from, to));
      end = to;
    }
    line.append(sentence.wording.slice(end));
  }

  const write = () => new URLSearchParams(boxes.filter((box) => box.value).map((box) => [box.id === "query" ? "q" : box.id, box.value])).toString();
  function read() {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (asked.toString() === write()) return;
    for (const box of boxes) box.value = asked.get(box.id === "query" ? "q" : box.id) || "";
    find();
    const page = asked.get("in");
    if (page && at("in").value !== page && /^text[a-z0-9-]*\.html$/.test(page)) sayBeyond(page);
  }

  let timer = 0;
  function change() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      location.replace(`#${write().replace(/\+/g, "%20")}`);
      find();
    }, 150);
  }

  data.texts.forEach(([page, title]) => add(at("in"), "option", title, { value: page }));
  Object.entries(data.sectors).forEach(([code, name]) => add(at("sector"), "option", name, { value: code }));
  Object.keys(data.levels).reverse().forEach((level) => add(at("level"), "option", data.levels[level], { value: level }));
  Object.entries(data.sides).forEach(([side, name]) => add(at("side"), "option", name, { value: side }));
  boxes.forEach((box) => box.addEventListener("input", change));
  at("more").addEventListener("click", showMore);
  addEventListener("hashchange", read);
  at("needs-script").remove();
  at("search").hidden = false;
  read();
  if (!location.hash) at("query").focus();
}

// The list of events is there without a script; what does not fit is hidden, and a year without any event with it.
function startEvents() {
  const events = Array.from(document.querySelectorAll(".events > li"), (item) => ({ item, tokens: null }));
  const boxes = ["in", "role", "state"].map(at);
  const said = at("status").dataset.said;

  function find() {
    const phrases = readPhrases(at("query").value);
    for (const event of events) {
      const isChosen = boxes.every((box) => !box.value || event.item.dataset[box.id].split(" ").includes(box.value));
      if (isChosen && phrases.length) event.tokens ??= split(event.item.textContent);
      event.item.hidden = !isChosen || (phrases.length > 0 && !findPhrases(phrases, event.tokens).length);
    }
    for (const year of document.querySelectorAll(".year")) year.hidden = !year.querySelector("li:not([hidden])");
    at("status").textContent = said.replace("{n}", events.filter((event) => !event.item.hidden).length).replace("{of}", events.length);
  }

  let timer = 0;
  for (const box of [at("query"), ...boxes]) {
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(find, 150);
    });
  }
  at("events-search").hidden = false;
  find(); // what a browser has kept in the boxes
}

// A note says what a mark is. On a narrow screen it lies at the edge of the screen that is farther from the mark.
function startNotes() {
  const place = (event) => {
    document.body.classList.remove("quiet");
    const mark = event.target.closest("mark[tabindex]");
    mark?.classList.toggle("low", mark.getBoundingClientRect().bottom > innerHeight / 2);
  };
  addEventListener("pointerover", place);
  addEventListener("focusin", place);
  addEventListener("keydown", (event) => event.key === "Escape" && document.body.classList.add("quiet"));
  // Where there is room beside the text, the list of a sentence stands at its height.
  const level = ({ target, newState }) => {
    const button = document.querySelector(`[popovertarget="${target.id}"]`);
    if (!button || newState !== "open" || !matchMedia("(min-width: 64rem)").matches) return;
    const top = Math.min(button.getBoundingClientRect().top, innerHeight - target.offsetHeight - 8);
    Object.assign(target.style, { top: `${Math.max(8, top)}px`, bottom: "auto" });
  };
  addEventListener("toggle", level, true);
}

if (at("data")) startSearch(JSON.parse(at("data").textContent));
else if (at("events-search")) startEvents();
else startNotes();
