"use strict";
// What the page shows and how it is used. Every text goes in as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const model = figures.unpack(data);
  const { count, kronor } = figures;
  const FIRST = 50; // rows of projects before the reader asks for all
  const CHARTS = ["ar", "namnd", "roll", "fondgrupp", "mal", "fond"]; // so that two columns get as long
  const HEADS = {
    ar: { namn: "År", per: "år" },
    namnd: { namn: "Nämnd", per: "nämnd", okand: "ingen känd nämnd" },
    fondgrupp: { namn: "Fondgrupp", per: "fondgrupp" },
    fond: { namn: "Fond", per: "fond", okand: "okänd fond" },
    mal: { namn: "Mål", per: "mål", okand: "okänt mål" },
    roll: { namn: "Roll", per: "roll", okand: "okänd roll" },
  };
  const place = (id) => document.getElementById(id);
  const texts = data.anmarkningar;

  // --- what is chosen, and the address that says it

  const choice = {};
  const view = { ordning: "belopp", alla: false, oppna: new Set() };

  function start() {
    for (const each of figures.DIMENSIONS) choice[each] = new Set();
    choice.ar.add(String(data.oppnad));
    choice.sok = "";
  }

  function fragment() {
    const parts = figures.DIMENSIONS.filter((each) => choice[each].size > 0).map(
      (each) => `${each}=${[...choice[each]].map(encodeURIComponent).join(",")}`,
    );
    if (choice.ar.size === 0) parts.unshift("ar=alla");
    if (choice.sok.trim()) parts.push(`sok=${encodeURIComponent(choice.sok.trim())}`);
    if (view.ordning !== "belopp") parts.push(`ordning=${view.ordning}`);
    return `#${parts.join("&")}`;
  }

  /** Take what the address says; what it asks for that is not there is said, never left out in silence. */
  function takeAddress() {
    start();
    view.ordning = "belopp";
    const strange = [];
    for (const piece of location.hash.slice(1).split("&")) {
      const [key, value] = [piece.slice(0, piece.indexOf("=")), piece.slice(piece.indexOf("=") + 1)];
      if (!piece.includes("=")) continue;
      if (key === "sok") choice.sok = decoded(value);
      else if (key === "ordning") view.ordning = value === "namn" ? "namn" : "belopp";
      else if (figures.DIMENSIONS.includes(key)) take(key, value, strange);
      else strange.push(piece);
    }
    tell(strange);
  }

  function take(key, value, strange) {
    const asked = value.split(",").map(decoded);
    const known = asked.filter((each) => model.names[key].has(each));
    for (const each of asked) {
      if (!known.includes(each) && each !== "alla") strange.push(`${HEADS[key].per} ${each}`);
    }
    if (known.length > 0 || asked.includes("alla")) choice[key] = new Set(known);
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  function tell(strange) {
    const box = place("meddelande");
    box.hidden = strange.length === 0;
    box.textContent = strange.length === 0 ? "" :
      `Adressen väljer något som inte finns i den här utgåvan: ${strange.join("; ")}. Resten av urvalet gäller.`;
  }

  function changed({ quietly = false } = {}) {
    const wanted = fragment();
    place("meddelande").hidden = true;
    view.alla = false;
    if (wanted !== location.hash) history[quietly ? "replaceState" : "pushState"](null, "", wanted);
    show();
  }

  function toggle(dimension, key) {
    const chosen = choice[dimension];
    if (!chosen.delete(key)) chosen.add(key);
    changed();
  }

  // --- building

  /** An element; its children are elements or text. */
  function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === false) continue;
      if (typeof value === "function") made.addEventListener(name, value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.flat(Infinity).filter((each) => each !== null && each !== ""));
    return made;
  }

  function drawn(tag, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  const antal = (value, one, many) => `${count(value)} ${value === 1 ? one : many}`;
  const manyProjects = (value) => antal(value, "projekt", "projekt");
  const note = (text) => el("p", { class: "not" }, text);
  const help = (text) => el("p", { class: "not hjalp" }, text);

  function list(items) {
    return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} och ${items.at(-1)}`;
  }

  /** A table whose rows are stacked on a narrow screen, and remain rows to those who listen. */
  function table(caption, heads, rows, attributes = {}) {
    return el("table", { role: "table", ...attributes },
      el("caption", {}, caption),
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads)),
      el("tbody", { role: "rowgroup" }, rows));
  }

  const head = (text, attributes = {}) => el("th", { role: "columnheader", scope: "col", ...attributes }, text);
  const cell = (label, attributes, ...children) =>
    el("td", { role: "cell", "data-namn": label, ...attributes }, children);

  // --- filters

  function buildFilters() {
    place("grupper").append(...figures.DIMENSIONS.map((dimension) =>
      el("details", { class: "grupp", open: dimension === "ar" },
        el("summary", {}, `${HEADS[dimension].namn}: `, el("span", { id: `vald-${dimension}` })),
        el("fieldset", {}, el("legend", { class: "dold" }, HEADS[dimension].namn), options(dimension)))));
    place("sok").addEventListener("input", () => {
      choice.sok = place("sok").value;
      changed({ quietly: true });
    });
    place("filter").addEventListener("submit", (event) => event.preventDefault());
  }

  function options(dimension) {
    const keys = [...model.names[dimension].keys()].sort(orderOf(dimension));
    const under = new Map();
    for (const key of keys) {
      const heading = headingOf(dimension, key);
      under.set(heading, [...(under.get(heading) ?? []), option(dimension, key)]);
    }
    return [...under].map(([heading, own]) => heading === ""
      ? own
      : el("div", { role: "group", "aria-label": heading }, el("p", { class: "liten" }, heading), own));
  }

  function orderOf(dimension) {
    if (dimension === "roll") return () => 0; // as the house orders them
    const said = (key) => (dimension === "ar" || dimension === "mal" ? key : model.names[dimension].get(key));
    return (a, b) => figures.isUnknown(dimension, a) - figures.isUnknown(dimension, b)
      || figures.inSwedish.compare(headingOf(dimension, a), headingOf(dimension, b))
      || figures.inSwedish.compare(said(a), said(b));
  }

  function headingOf(dimension, key) {
    if (figures.isUnknown(dimension, key)) return "";
    if (dimension === "mal") return `Målperiod ${model.periods.get(key)}`;
    return dimension === "fond" ? model.groupOf.get(key) ?? "" : "";
  }

  function option(dimension, key) {
    const box = el("input", { type: "checkbox", "data-val": dimension, value: key, change: () => toggle(dimension, key) });
    return el("label", { class: "val" }, box,
      el("span", {}, model.names[dimension].get(key)), " ", el("span", { class: "antal" }));
  }

  function showFilters() {
    for (const dimension of figures.DIMENSIONS) {
      const chosen = [...choice[dimension]].map((key) => model.names[dimension].get(key));
      place(`vald-${dimension}`).textContent =
        chosen.length === 0 ? "alla" : chosen.length === 1 ? chosen[0] : `${chosen.length} valda`;
      const rows = figures.cut(model, figures.choose(model, choice, [dimension]), dimension);
      const counts = new Map(rows.map((each) => [each.key, each.antalProjekt]));
      for (const box of document.querySelectorAll(`input[data-val="${dimension}"]`)) {
        box.checked = choice[dimension].has(box.value);
        const found = counts.get(box.value) ?? 0;
        box.parentElement.querySelector(".antal").replaceChildren(
          el("span", { "aria-hidden": "true" }, count(found)), el("span", { class: "dold" }, `, ${manyProjects(found)}`));
        box.parentElement.classList.toggle("tom", found === 0);
      }
    }
    if (place("sok").value.trim() !== choice.sok.trim()) place("sok").value = choice.sok;
  }

  // --- the choice in words

  function chosenInWords(except = []) {
    const told = figures.DIMENSIONS.filter((each) => !except.includes(each) && choice[each].size > 0)
      .map((each) => list([...choice[each]].map((key) => model.names[each].get(key))));
    if (choice.ar.size === 0 && !except.includes("ar")) told.unshift("alla år");
    if (choice.sok.trim()) told.push(`projekt med ”${choice.sok.trim()}” i namnet`);
    return told.join("; ");
  }

  function showChosen() {
    const chips = figures.DIMENSIONS.flatMap((dimension) => [...choice[dimension]].map((key) =>
      chip(`${dimension}:${key}`, model.names[dimension].get(key), HEADS[dimension].per, () => toggle(dimension, key))));
    if (choice.sok.trim()) {
      chips.push(chip("sok", `”${choice.sok.trim()}”`, "sökning", () => { choice.sok = ""; changed(); }));
    }
    if (choice.ar.size === 0) chips.unshift(el("li", {}, el("span", { class: "bricka" }, "Alla år")));
    place("valt").replaceChildren(
      el("h2", {}, "Urval"),
      el("ul", { class: "brickor" }, chips,
        el("li", {}, el("button", { type: "button", class: "lank", "data-fokus": "rensa", click: clear }, "Börja om"))));
  }

  function chip(id, text, kind, remove) {
    return el("li", {}, el("button", {
      type: "button", class: "bricka", "data-fokus": `bricka:${id}`, "aria-label": `Ta bort ${kind} ${text}`, click: remove,
    }, text, el("span", { "aria-hidden": "true", class: "kryss" }, "×")));
  }

  function clear() {
    start();
    view.oppna.clear();
    changed();
  }

  // --- figures

  function showFigures(parts, sum) {
    place("siffror").replaceChildren(
      el("h2", {}, "Siffror"),
      el("dl", { class: "kort" },
        card("Projekt", count(sum.antalProjekt), sum.antalProjekt > 0 ? toProjects(manyProjects(sum.antalProjekt)) : ""),
        card("Utbetalt", sum.belopp === null ? "okänt" : figures.about(sum.belopp).replace(/.(?=kronor$)/, " "),
          sum.belopp === null || kronor(sum.belopp).replace(/kr$/, "kronor") === figures.about(sum.belopp) ? "" : kronor(sum.belopp)),
        card("Nämnder", count(sum.antalNamnder), ""),
        card("Deltaganden", count(sum.antalDeltaganden), "en nämnd i ett projekt ett år")),
      el("ul", { class: "noter" }, notes(parts, sum).map((each) => el("li", {}, each))));
  }

  const card = (name, figure, below) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, el("strong", {}, figure), below === "" ? "" : el("span", {}, below)));

  function toProjects(text) {
    return el("button", { type: "button", class: "lank", "data-fokus": "till-projekt", click: goToProjects }, `Visa ${text}`);
  }

  function goToProjects() {
    const target = place("projektrubrik");
    target.focus();
    target.scrollIntoView();
  }

  /** What has to be known before the figures are used. */
  function notes(parts, sum) {
    const told = [];
    if (sum.antalUtanBelopp > 0) {
      told.push(`Beloppet är okänt i ${antal(sum.antalUtanBelopp, "deltagande", "deltaganden")}; det kan vara mer.`);
    }
    if (sum.anpassat !== 0n) told.push(`${fitted(sum)} är anpassat. ${texts.anpassat}`);
    if (sum.ungefarligt) told.push(texts.ungefarligt);
    if (sum.utanProjekt !== 0n) {
      told.push(`${kronor(sum.utanProjekt)} kunde inte knytas till något projekt: pengarna är med i beloppet men inte i antalet.`);
    }
    if (sum.antalBaraBokforda > 0) {
      told.push(`${antal(sum.antalBaraBokforda, "deltagande är bara bokfört", "deltaganden är bara bokförda")} och inte redovisat av nämnden: pengarna är med i beloppet, men räknas inte som projekt.`);
    }
    told.push(...beside(), ...partly(parts, sum), ...bases());
    if (figures.cut(model, parts, "ar").length > 1) told.push("Ett projekt som finns flera år räknas en gång.");
    return told;
  }

  function fitted(sum) {
    const share = figures.share(sum.anpassat, sum.belopp);
    return share === null ? kronor(sum.anpassat) : `${kronor(sum.anpassat)} (${share} av beloppet)`;
  }

  /** What lies on the unknown value of a dimension that is chosen from, and may belong to the choice. */
  function beside() {
    const closed = ["namnd", "fond", "mal", "roll"].filter((each) =>
      (choice[each].size > 0 || (each === "fond" && choice.fondgrupp.size > 0)) && !isAsked(each));
    return closed.flatMap((each) => {
      const without = each === "fond" ? ["fond", "fondgrupp"] : [each];
      const unknown = figures.choose(model, choice, without).filter((part) => figures.isUnknown(each, part[each]));
      const sum = figures.total(unknown);
      if (!figures.counts(sum)) return [];
      const held = [sum.antalProjekt > 0 ? manyProjects(sum.antalProjekt) : "", sum.belopp === null ? "" : kronor(sum.belopp)];
      return [`Utanför urvalet har ${list(held.filter(Boolean)) || "något"} ${HEADS[each].okand}: en del av det kan höra hit.`];
    });
  }

  function isAsked(dimension) {
    const chosen = (each) => [...choice[each]].some((key) => figures.isUnknown(each, key));
    return chosen(dimension) || (dimension === "fond" && choice.fond.size === 0 && chosen("fondgrupp"));
  }

  /** With a fund or a goal chosen only a part of what the projects got is shown. */
  function partly(parts, sum) {
    const by = ["fondgrupp", "fond", "mal"].filter((each) => choice[each].size > 0);
    if (by.length === 0 || sum.belopp === null) return [];
    const inside = new Set(parts.map((part) => part.deltagande));
    const whole = figures.total(model.parts.filter((part) => inside.has(part.deltagande)));
    const said = by.includes("mal") ? [texts.mal] : [];
    if (whole.belopp === sum.belopp) return said;
    return [...said, `Deltagandena fick sammanlagt ${kronor(whole.belopp)}; ${kronor(sum.belopp)} av det ligger på ${list(by.map((each) => HEADS[each].per))} i urvalet.`];
  }

  /** Years whose money counts only owners are not to be set beside the others. */
  function bases() {
    const shown = data.aren.filter((each) => each.bas !== null && (choice.ar.size === 0 || choice.ar.has(String(each.ar))));
    const kinds = new Set(shown.map((each) => each.bas));
    if (kinds.size < 2) return [];
    return [`Åren räknar olika pengar och går inte att jämföra rakt av: ${list(shown.map((each) => `${each.ar} ${each.bas}`))}.`];
  }

  function showDraft() {
    const drafts = data.aren.filter((each) => each.utkast.length > 0 && (choice.ar.size === 0 || choice.ar.has(String(each.ar))));
    place("utkast").hidden = drafts.length === 0;
    place("utkast").replaceChildren(
      el("p", {}, el("strong", {}, "UTKAST")),
      ...drafts.map((each) => el("p", {}, el("strong", {}, `${each.ar}: `), each.utkast.join(" "))));
  }

  // --- charts: tables whose amounts have a bar

  function showCharts(parts) {
    place("diagram").replaceChildren(
      el("h2", {}, "Diagram och tabeller"),
      ...legend(parts),
      el("div", { class: "rutnat" }, CHARTS.map((each) => chart(each, parts))));
  }

  function legend(parts) {
    const hasFitted = parts.some((part) => part.anpassat !== null && part.anpassat !== 0n);
    return [
      help("Välj ett namn för att avgränsa till det, eller antalet projekt för att se dem."),
      hasFitted ? note("Den ljusa delen av en stapel är anpassad.") : "",
    ];
  }

  function chart(dimension, parts) {
    const everyYear = dimension === "ar";
    const shown = everyYear ? figures.choose(model, choice, ["ar"]) : parts;
    const rows = figures.cut(model, shown, dimension);
    const sum = figures.total(shown);
    const amounts = rows.map((each) => each.belopp);
    const withOre = figures.haveOre([...amounts, sum.belopp]);
    const others = chosenInWords(everyYear ? ["ar"] : []);
    const caption = `Per ${HEADS[dimension].per}${others ? `: ${others}` : ""}`;
    const heads = [head(HEADS[dimension].namn), head("Projekt", { class: "tal" }), head("Utbetalt, kr", { class: "tal belopp" })];
    const body = rows.map((each) => chartRow(dimension, each, amounts, withOre));
    const wide = [...amounts, sum.belopp].some((each) => figures.amount(each, withOre).length > 17);
    return el("section", { "aria-labelledby": `rubrik-${dimension}` },
      el("h3", { id: `rubrik-${dimension}` }, `Per ${HEADS[dimension].per}`),
      rows.length === 0
        ? note("Inget att visa i urvalet.")
        : table(el("span", { class: "dold" }, caption), heads, [...body, totalRow(everyYear, rows, sum, withOre)], { class: wide ? "staplar bred" : "staplar" }),
      chartNotes(dimension, rows, sum).map(note));
  }

  function chartRow(dimension, row, amounts, withOre) {
    const chosen = choice[dimension].has(row.key);
    const period = dimension === "mal" && model.periods.get(row.key);
    return el("tr", { role: "row", class: chosen ? "vald" : null },
      el("th", { role: "rowheader", scope: "row" },
        el("button", { type: "button", class: "namn", "aria-pressed": String(chosen), "data-fokus": `${dimension}:${row.key}`, click: () => toggle(dimension, row.key) }, row.namn),
        period ? el("span", { class: "liten" }, ` ${period}`) : ""),
      el("td", { role: "cell", class: "tal" }, row.antalProjekt === 0 ? "0" : jump(dimension, row)),
      el("td", { role: "cell", class: "tal belopp" }, figures.amount(row.belopp, withOre), marks(row), bar(row, amounts)));
  }

  function jump(dimension, row) {
    return el("button", {
      type: "button", class: "lank", "data-fokus": `antal:${dimension}:${row.key}`,
      "aria-label": `Visa ${manyProjects(row.antalProjekt)}: ${row.namn}`,
      click: () => { choice[dimension] = new Set([row.key]); changed(); goToProjects(); },
    }, count(row.antalProjekt));
  }

  /** What is said in words, or to those who listen, of an amount. */
  function marks(sum) {
    const told = [];
    if (sum.belopp !== null && sum.antalUtanBelopp > 0) told.push("täcker inte allt");
    if (sum.belopp !== null && sum.anpassat === sum.belopp && sum.belopp !== 0n) told.push("anpassat");
    else if (sum.anpassat !== 0n) told.push("delvis anpassat");
    if (sum.ungefarligt) told.push("ungefärligt");
    return told.length === 0 ? "" : el("span", { class: "marke" }, ` ${told.join(", ")}`);
  }

  function totalRow(everyYear, rows, sum, withOre) {
    if (rows.length < 2) return "";
    return el("tr", { role: "row", class: "summa" },
      el("th", { role: "rowheader", scope: "row" }, everyYear ? "Alla åren" : "Hela urvalet"),
      el("td", { role: "cell", class: "tal" }, count(sum.antalProjekt)),
      el("td", { role: "cell", class: "tal belopp" }, figures.amount(sum.belopp, withOre)));
  }

  function chartNotes(dimension, rows, sum) {
    const told = [];
    if (dimension === "mal" && rows.length > 0) told.push(texts.mal);
    else if (rows.length > 1) told.push(texts.antal);
    const unknown = rows.find((each) => each.okand);
    const share = unknown && unknown.belopp !== null ? figures.share(unknown.belopp, sum.belopp) : null;
    if (rows.length > 1 && share !== null && unknown.belopp > 0n) {
      told.push(`${share} av beloppet har ${HEADS[dimension].okand ?? "okänd fond"}: de andra är i verkligheten så mycket större tillsammans.`);
    }
    if (dimension === "ar") {
      told.push(...bases(), ...data.aren
        .filter((each) => each.jamforelse && choice.ar.has(String(each.ar)))
        .map((each) => `${each.ar} mot året före: ${each.jamforelse}`));
    }
    return told;
  }

  /** The amount as a length beside the others': drawn, since the figure stands above it. */
  function bar(row, amounts) {
    if (row.belopp === null) return "";
    const known = amounts.filter((each) => each !== null);
    const most = known.reduce((a, b) => (b > a ? b : a), 0n);
    const least = known.reduce((a, b) => (b < a ? b : a), 0n);
    if (most === least) return "";
    const at = (ore) => Number(((ore - least) * 10000n) / (most - least)) / 100; // a length, not money
    const piece = (from, to, kind) => drawn("rect", { x: Math.min(from, to), y: 0, width: Math.abs(to - from), height: 8, class: kind });
    const isFitted = row.anpassat > 0n && row.anpassat <= row.belopp;
    const edge = isFitted ? row.belopp - row.anpassat : row.belopp;
    return drawn("svg", { class: "stapel", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
      piece(at(0n), at(edge), "kand"),
      ...(isFitted ? [piece(at(edge), at(row.belopp), "anpassad")] : []));
  }

  // --- projects

  function showProjects(parts) {
    const found = figures.projects(model, parts);
    found.sort(view.ordning === "namn"
      ? (a, b) => figures.inSwedish.compare(a.namn, b.namn)
      : (a, b) => figures.downwards(a.belopp, b.belopp) || figures.inSwedish.compare(a.namn, b.namn));
    const counted = found.filter((each) => each.raknas).length;
    const rest = found.length - counted;
    const shown = view.alla ? found : found.slice(0, FIRST);
    const withOre = figures.haveOre(found.map((each) => each.belopp));
    const caption = `${manyProjects(counted)}${rest > 0 ? ` och ${antal(rest, "rad som inte räknas", "rader som inte räknas")} som projekt` : ""}: ${chosenInWords()}`;
    const listed = found.length === 0
      ? [note("Det finns inga projekt eller utbetalningar i urvalet.")]
      : [help("Välj ett projekt för att se nämnder, fonder, mål och raderna i filerna som beloppet kommer från."),
        table(caption, projectHeads(), shown.flatMap((each) => projectRows(each, withOre)), { class: "projekt" })];
    if (shown.length < found.length) listed.push(showAll(found.length));
    place("projekt").replaceChildren(
      el("h2", { id: "projektrubrik", tabindex: "-1" }, "Projekten i urvalet"), ...listed);
  }

  function showAll(many) {
    const all = () => { view.alla = true; show(); goToProjects(); };
    return el("button", { type: "button", class: "knapp", "data-fokus": "visa-alla", click: all }, `Visa alla ${count(many)}`);
  }

  function projectHeads() {
    const sorted = (key, text, direction, attributes = {}) =>
      head(el("button", { type: "button", class: "sortera", "data-fokus": `ordning:${key}`, click: () => { view.ordning = key; changed(); } },
        text, el("span", { "aria-hidden": "true" }, view.ordning === key ? (direction === "ascending" ? " ▲" : " ▼") : "")),
      { "aria-sort": view.ordning === key ? direction : "none", ...attributes });
    return [
      sorted("namn", "Projekt", "ascending"), head("År"), head("Nämnd och roll"), head("Fond"),
      sorted("belopp", "Utbetalt, kr", "descending", { class: "tal" }),
    ];
  }

  function projectRows(project, withOre) {
    const open = view.oppna.has(project.kod);
    const id = open ? `bakom-${[...model.projects.keys()].indexOf(project.kod)}` : null;
    const flip = () => {
      if (!view.oppna.delete(project.kod)) view.oppna.add(project.kod);
      showProjects(figures.choose(model, choice));
      keepFocus(`projekt:${project.kod}`);
    };
    const unique = (keyOf) => [...new Set(project.parts.map(keyOf))];
    const row = el("tr", { role: "row", class: open ? "oppen" : null },
      el("th", { role: "rowheader", scope: "row" },
        el("button", { type: "button", class: "namn", "aria-expanded": String(open), "aria-controls": id, "data-fokus": `projekt:${project.kod}`, click: flip },
          el("span", { "aria-hidden": "true", class: "pil" }, open ? "▾" : "▸"), project.namn),
        project.raknas ? "" : el("span", { class: "marke" }, " räknas inte som projekt")),
      cell("År", {}, unique((part) => model.names.ar.get(part.ar)).join(", ")),
      cell("Nämnd och roll", {}, unique((part) => `${model.names.namnd.get(part.namnd)} (${model.names.roll.get(part.roll).toLocaleLowerCase("sv")})`).join(", ")),
      cell("Fond", {}, unique((part) => model.names.fond.get(part.fond)).join(", ")),
      cell("Utbetalt, kr", { class: "tal" }, figures.counts(project) ? figures.amount(project.belopp, withOre) : "–", marks(project)));
    if (!open) return [row];
    return [row, el("tr", { role: "row", class: "bakom" }, el("td", { role: "cell", colspan: "5", id }, behindProject(project)))];
  }

  function behindProject(project) {
    const participations = [...new Set(project.parts.map((part) => part.deltagande))];
    const elsewhere = new Set(model.parts.map((part) => part.deltagande)
      .filter((one) => one.projekt === project.kod && !participations.includes(one))
      .map((one) => `${model.names.ar.get(one.ar)} ${model.names.namnd.get(one.namnd)}`));
    return [
      participations.map((one) => participation(one, project.parts.filter((part) => part.deltagande === one))),
      elsewhere.size > 0 ? note(`Utanför urvalet finns projektet också hos: ${list([...elsewhere])}.`) : "",
    ];
  }

  function participation(one, parts) {
    const sum = figures.total(parts);
    const title = `${model.names.ar.get(one.ar)}, ${model.names.namnd.get(one.namnd)}`;
    return el("section", { class: "deltagande", "aria-label": `${one.projektNamn}, ${title}` },
      el("h3", {}, title),
      el("dl", {}, facts(one, sum).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
      parts.length > 1 || one.belopp !== sum.belopp ? partsTable(parts) : "",
      rowsTable(one, parts, sum));
  }

  function facts(one, sum) {
    const whole = one.belopp !== sum.belopp ? ` av ${kronor(one.belopp)} i hela deltagandet` : "";
    const all = model.parts.filter((part) => part.deltagande === one);
    const names = (dimension) => list([...new Set(all.map((part) => model.names[dimension].get(part[dimension])))]);
    const told = [
      ["Roll", model.names.roll.get(one.roll)],
      ["Utbetalt", figures.counts(sum) ? `${kronor(sum.belopp)}${whole}` : "– (räknas på annat håll)"],
      ["Hur säkert", data.grader[one.grad] ?? one.grad],
      ["Räknas på", data.kallor[one.kalla] ?? (one.belopp === null ? "inget: beloppet är okänt" : one.kalla)],
      ["Fond", names("fond")],
      ["Mål", names("mal")],
    ];
    if (one.ungefarligt) told.push(["Ungefärligt", "ja, källan själv har avrundat"]);
    if (one.agare) told.push(["Projektägare", one.agare]);
    if (one.period) told.push(["Period", one.period]);
    if (!one.redovisad) told.push(["Redovisat", "nej, bara bokfört"]);
    return told;
  }

  function partsTable(parts) {
    const withOre = figures.haveOre(parts.map((part) => part.belopp));
    return table("Fördelning på fond och mål",
      [head("Fond"), head("Mål"), head("Utbetalt, kr", { class: "tal" })],
      parts.map((part) => el("tr", { role: "row" },
        cell("Fond", {}, model.names.fond.get(part.fond)), cell("Mål", {}, model.names.mal.get(part.mal)),
        cell("Utbetalt, kr", { class: "tal" }, figures.amount(part.belopp, withOre)))), { class: "smal" });
  }

  function rowsTable(one, parts, sum) {
    const counted = figures.behind(model, parts);
    const uncounted = one.ejRaknade.map((rad) => ({ ...model.rows[rad], raknat: null }));
    const rows = [...counted, ...uncounted];
    if (rows.length === 0) return note("Det finns ingen rad i någon fil bakom beloppet.");
    const withOre = figures.haveOre(rows.flatMap((each) => [each.belopp, each.raknat]));
    const body = rows.map((each) => el("tr", { role: "row" },
      cell("Fil", { class: "fil" }, each.fil), cell("Blad", {}, each.blad ?? "–"), cell("Rad", { class: "tal" }, String(each.rad)),
      cell("I raden, kr", { class: "tal" }, figures.amount(each.belopp, withOre)),
      cell("Räknas här, kr", { class: "tal" }, each.raknat === null ? "räknas inte" : figures.amount(each.raknat, withOre))));
    if (counted.length > 0) {
      body.push(el("tr", { role: "row", class: "summa" },
        el("th", { role: "rowheader", scope: "row", colspan: "4" }, "Summa"),
        cell("Räknas här, kr", { class: "tal" }, figures.amount(sum.belopp, withOre))));
    }
    return table("Rader i filer", [
      head("Fil"), head("Blad"), head("Rad", { class: "tal" }), head("I raden, kr", { class: "tal" }), head("Räknas här, kr", { class: "tal" }),
    ], body, { class: "smal" });
  }

  // --- all of it

  function show() {
    const held = document.activeElement?.getAttribute("data-fokus");
    const parts = figures.choose(model, choice);
    const sum = figures.total(parts);
    showFilters();
    showDraft();
    showChosen();
    showFigures(parts, sum);
    showCharts(parts);
    showProjects(parts);
    place("besked").textContent =
      `${manyProjects(sum.antalProjekt)}, utbetalt ${kronor(sum.belopp)}. Urval: ${chosenInWords()}.`;
    if (held) keepFocus(held);
  }

  /** What had the focus is made anew: it keeps it, or the start of the result gets it. */
  function keepFocus(held) {
    const same = [...document.querySelectorAll("[data-fokus]")].find((each) => each.getAttribute("data-fokus") === held);
    (same ?? place("resultat")).focus({ preventScroll: true });
  }

  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    place("resultat").focus();
  });
  window.addEventListener("hashchange", () => { takeAddress(); show(); });
  place("filterlada").open = window.matchMedia("(min-width: 62rem)").matches;
  takeAddress();
  buildFilters();
  show();
})();
