"use strict";

/* The page's data blocks. All story text is put on the screen with textContent, never as markup. */
const block = (id) => JSON.parse(document.getElementById(id).textContent);
const data = block("data");
const dark = matchMedia("(prefers-color-scheme: dark)");
const panel = document.getElementById("panel");
const READABLE = 0.6; // the smallest scale at which a label can still be read without effort

let shownDocuments = new Set();
const nodes = new vis.DataSet(block("nodes"));
const edges = new vis.DataSet(block("edges"));
const shownNodes = new vis.DataView(nodes, { filter: isShown });
const shownEdges = new vis.DataView(edges, { filter: isShown });

/* ---- the drawing ---- */

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function themed() {
  const paper = colour("paper");
  const face = getComputedStyle(document.body).fontFamily;
  const groups = {};
  for (const type of Object.keys(data.labels.types)) {
    const fill = colour(type);
    const lit = { background: fill, border: colour("ink") };
    groups[type] = { color: { background: fill, border: fill, highlight: lit, hover: lit } };
  }
  return {
    groups,
    nodes: { font: { color: colour("ink"), face, strokeWidth: 3, strokeColor: paper } },
    edges: {
      color: { color: colour("edge"), highlight: colour("accent"), hover: colour("accent") },
      font: { color: colour("faint"), face, strokeWidth: 4, strokeColor: paper },
    },
  };
}

function merged(...layers) {
  const result = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      const nested = value && typeof value === "object" && !Array.isArray(value);
      result[key] = nested ? merged(result[key] || {}, value) : value;
    }
  }
  return result;
}

const options = block("options");
const network = new vis.Network(
  document.getElementById("mynetwork"),
  { nodes: shownNodes, edges: shownEdges },
  merged(options, themed()),
);
const frame = document.querySelector("#mynetwork .vis-network");
frame.setAttribute("role", "application");
frame.setAttribute(
  "aria-label",
  "关系图:方向键移动,加减号缩放;用查找框选取名称。Network: arrow keys move, plus and minus zoom; pick a name with the search box.",
);
dark.addEventListener("change", () => network.setOptions(themed()));

function isShown(item) {
  return item.documents.some((index) => shownDocuments.has(index));
}

/* Show all nodes with their labels, in the middle, as large as they can be. */
function showAll() {
  const frames = shownNodes.getIds().map((id) => network.getBoundingBox(id));
  if (!frames.length) return;
  const extreme = (side, pick) => pick(...frames.map((frame) => frame[side]));
  const left = extreme("left", Math.min), right = extreme("right", Math.max);
  const top = extreme("top", Math.min), bottom = extreme("bottom", Math.max);
  const canvas = document.getElementById("mynetwork");
  const room = Math.min((canvas.clientWidth - 24) / (right - left), (canvas.clientHeight - 24) / (bottom - top));
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.min(room, 1.3), animation: false });
}

/* Show everything, or, where labels would become too small to read, the busiest part. */
function overview() {
  showAll();
  if (network.getScale() < READABLE && shownNodes.length) {
    const busiest = shownNodes.get().reduce((a, b) => (b.size > a.size ? b : a));
    network.moveTo({ position: { x: busiest.x, y: busiest.y }, scale: READABLE, animation: false });
  }
}

/* ---- elements ---- */

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function bilingual([chinese, english]) {
  const parts = document.createDocumentFragment();
  parts.append(chinese, " ", element("span", { lang: "en" }, english));
  return parts;
}

function predicateNames(predicate) {
  return data.labels.predicates[predicate] || [predicate.replace(/^open:/, ""), "open predicate"];
}

function nameOf(node) {
  if (typeof node !== "string") return element("span", {}, node.text);
  if (!nodes.get(node)) return element("span", {}, data.entities[node].label);
  const button = element("button", { type: "button", class: "name" }, data.entities[node].label);
  button.addEventListener("click", () => selectEntity(node, true));
  return button;
}

/* ---- the panel ---- */

function quotation(claim) {
  const passage = data.passages[claim.passage];
  const source = data.documents[passage.document];
  const characters = Array.from(passage.text); // offsets count code points, not UTF-16 units
  const [start, end] = claim.mark;
  const quote = element(
    "blockquote",
    { lang: source.lang },
    characters.slice(0, start).join(""),
    element("mark", {}, characters.slice(start, end).join("")),
    characters.slice(end).join(""),
  );
  const from = passage.start + start;
  quote.append(element("cite", {}, `${source.title} · ${from}–${from + end - start}`));
  return quote;
}

function factList(claim) {
  const list = element("dl", { class: "facts" });
  const add = (names, values) => {
    const shown = values.flatMap((value, index) => (index ? ["、", nameOf(value)] : [nameOf(value)]));
    list.append(element("dt", {}, bilingual(names)), element("dd", {}, ...shown));
  };
  for (const [name, values] of Object.entries(claim.qualifiers)) add(data.labels.qualifiers[name] || [name, ""], values);
  if (claim.holder) add(["据", "according to"], [claim.holder]);
  if (claim.confidence !== null) add(["可信度", "confidence"], [{ text: claim.confidence.toFixed(2) }]);
  return list.children.length ? list : null;
}

function claimCard(claim) {
  const settled = claim.status === "asserted";
  const triple = element(
    "p",
    { class: "triple" },
    nameOf(claim.subject),
    element("span", { class: "predicate" }, "—", bilingual(predicateNames(claim.predicate)), "→"),
    nameOf(claim.object),
  );
  const badge = settled ? null : element("p", {}, element("span", { class: "badge" }, bilingual(data.labels.statuses[claim.status])));
  return element("article", { class: settled ? "claim" : "claim unsettled" }, triple, badge, factList(claim), quotation(claim));
}

function section(title, claims) {
  return claims.length ? [element("h3", {}, bilingual(title)), ...claims.map(claimCard)] : [];
}

function show(...children) {
  panel.replaceChildren(...children.filter(Boolean));
  panel.scrollTop = 0;
}

function isOfShownDocument(claim) {
  return shownDocuments.has(data.passages[claim.passage].document);
}

function showEntity(id) {
  const entity = data.entities[id];
  const claims = data.claims.filter(isOfShownDocument);
  const subject = claims.filter((claim) => claim.subject === id);
  const object = claims.filter((claim) => claim.object === id && claim.subject !== id);
  const aside = claims.filter((claim) => ![...subject, ...object].includes(claim) && takesPart(claim, id));
  const forms = entity.mentions.filter((form) => form !== entity.label);
  show(
    element("h2", {}, entity.label),
    element("p", {}, bilingual(data.labels.types[entity.type])),
    forms.length ? element("p", {}, bilingual(["文中写作", "written as"]), ` ${forms.join("、")}`) : null,
    ...section(["事实", "facts"], subject.filter((claim) => typeof claim.object !== "string")),
    ...section(["作为主体", "as subject"], subject.filter((claim) => typeof claim.object === "string")),
    ...section(["作为对象", "as object"], object),
    ...section(["亦见于", "also named in"], aside),
  );
}

function takesPart(claim, id) {
  return claim.holder === id || Object.values(claim.qualifiers).some((values) => values.includes(id));
}

function showEdge(id) {
  const claims = edges.get(id).claims.map((index) => data.claims[index]).filter(isOfShownDocument);
  show(element("h2", {}, bilingual(["关系", "relation"])), ...claims.map(claimCard));
}

function showIntroduction() {
  const claims = data.claims.filter(isOfShownDocument).length;
  show(
    element("h2", {}, bilingual(["怎样看这张图", "How to read this"])),
    element("p", {}, "点击节点或连线,可读到依据的原文,关键词句已标出。"),
    element("p", { lang: "en" }, "Click a node or an edge to read the source sentence with the words that show it marked."),
    element("p", {}, `${shownNodes.length} 个名称 · ${claims} 条陈述 `, element("span", { lang: "en" }, "names · claims")),
  );
}

/* ---- choosing ---- */

function selectEntity(id, focus) {
  if (!shownNodes.get(id)) return;
  network.selectNodes([id]);
  if (focus) {
    const { x, y } = nodes.get(id);
    network.moveTo({ position: { x, y }, scale: Math.max(network.getScale(), 0.9), animation: false });
  }
  showEntity(id);
}

network.on("click", (event) => {
  if (event.nodes.length) showEntity(event.nodes[0]);
  else if (event.edges.length) showEdge(event.edges[0]);
  else showIntroduction();
});

const zoomBy = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: false });
document.getElementById("zoom-in").addEventListener("click", () => zoomBy(1.3));
document.getElementById("zoom-out").addEventListener("click", () => zoomBy(1 / 1.3));
document.getElementById("fit").addEventListener("click", showAll);

/* ---- which stories are shown ---- */

const chooser = document.getElementById("documents");

function fillChooser() {
  const all = data.documents.map((_, index) => index);
  const stories = all.filter((index) => data.documents[index].kind === "story");
  const choices = [["全部报道 all stories", stories]];
  if (stories.length !== all.length) choices.push(["全部,含摘要片段 all, with teasers", all]);
  if (all.length > 1) choices.push(...all.map((index) => [data.documents[index].title, [index]]));
  choices.forEach(([title, indices]) => chooser.append(element("option", { value: indices.join() }, title)));
}

function showDocuments() {
  shownDocuments = new Set(chooser.value.split(",").map(Number));
  shownNodes.refresh();
  shownEdges.refresh();
  network.unselectAll();
  overview();
  showIntroduction();
}

/* ---- search ---- */

const search = document.getElementById("search");
const results = document.getElementById("results");
let active = -1;

function matches(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  return Object.entries(data.entities)
    .filter(([id, entity]) => shownNodes.get(id) && [entity.label, ...entity.mentions].some((form) => form.toLowerCase().includes(wanted)))
    .slice(0, 30);
}

function listResults() {
  const found = matches(search.value);
  results.replaceChildren(
    ...found.map(([id, entity], index) => {
      const item = element("li", { role: "option", id: `result-${index}`, "aria-selected": "false" }, entity.label, " ", element("span", { lang: "en" }, data.labels.types[entity.type].join(" ")));
      item.addEventListener("click", () => choose(id));
      item.dataset.entity = id;
      return item;
    }),
  );
  if (!found.length && search.value.trim()) results.append(element("li", { role: "option", "aria-disabled": "true" }, "没有找到 ", element("span", { lang: "en" }, "nothing found")));
  results.hidden = !search.value.trim();
  search.setAttribute("aria-expanded", String(!results.hidden));
  activate(found.length ? 0 : -1);
}

function activate(index) {
  active = index;
  [...results.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
  if (index >= 0) {
    search.setAttribute("aria-activedescendant", `result-${index}`);
    results.children[index].scrollIntoView({ block: "nearest" });
  } else search.removeAttribute("aria-activedescendant");
}

function choose(id) {
  closeResults();
  selectEntity(id, true);
}

function closeResults() {
  results.hidden = true;
  search.setAttribute("aria-expanded", "false");
}

search.addEventListener("input", listResults);
search.addEventListener("focus", listResults);
search.addEventListener("keydown", (event) => {
  const count = results.querySelectorAll("[data-entity]").length;
  if (event.key === "ArrowDown" && count) activate((active + 1) % count);
  else if (event.key === "ArrowUp" && count) activate((active + count - 1) % count);
  else if (event.key === "Enter" && active >= 0 && !results.hidden) choose(results.children[active].dataset.entity);
  else if (event.key === "Escape") closeResults();
  else return;
  event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest(".search")) closeResults();
});

/* ---- start ---- */

if (matchMedia("(max-width: 52rem)").matches) document.querySelector(".legend").open = false;
fillChooser();
chooser.addEventListener("change", showDocuments);
showDocuments();
