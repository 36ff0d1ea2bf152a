"use strict";
// What the page counts. Money is whole öre as BigInt, never a float; null is unknown and never 0.
// A count is of distinct things among the rows chosen, never a sum of counts.
const figures = (() => {
  const UNKNOWN = { ar: "0", namnd: "OKAND", fond: "OKAND", mal: "okant", roll: "okand" };
  const UNKNOWN_PROJECT = "OKANT";
  const DIMENSIONS = ["ar", "namnd", "fondgrupp", "fond", "mal", "roll"];
  const NBSP = "\u00a0";
  const inSwedish = new Intl.Collator("sv", { numeric: true });

  const money = (text) => (text === null ? null : BigInt(text));

  /** The packed data as one object a part of an amount, and the names of all they are cut by. */
  function unpack(data) {
    const names = Object.fromEntries(DIMENSIONS.map((each) => [each, new Map()]));
    const periods = new Map();
    const groupOf = new Map();
    const projects = new Map();
    for (const each of data.aren) names.ar.set(String(each.ar), each.ar > 0 ? String(each.ar) : "Okänt år");
    for (const [kod, namn] of data.roller) names.roll.set(kod, namn);
    const parts = data.deltaganden.flatMap((row) => {
      const one = participation(row, data);
      names.ar.set(one.ar, names.ar.get(one.ar) ?? one.ar);
      names.namnd.set(one.namnd, one.namndNamn);
      names.roll.set(one.roll, names.roll.get(one.roll) ?? one.roll);
      projects.set(one.projekt, one.projektNamn);
      return row[12].map((each) => {
        const [fond, fondNamn, fondgrupp] = data.fonder[each[0]];
        const [period, nummer, namn] = data.mal[each[1]];
        const mal = nummer === null ? UNKNOWN.mal : `${period}:${nummer}`;
        names.fond.set(fond, fondNamn);
        names.fondgrupp.set(fondgrupp, fondgrupp);
        names.mal.set(mal, nummer === null ? "Okänt mål" : `${nummer}. ${namn}`);
        periods.set(mal, period);
        groupOf.set(fond, fondgrupp);
        return {
          deltagande: one, ar: one.ar, namnd: one.namnd, roll: one.roll, fond, fondgrupp, mal,
          belopp: money(each[2]), anpassat: money(each[3]),
          bakom: each[4].map(([rad, ore]) => ({ rad, belopp: BigInt(ore) })),
        };
      });
    });
    return { parts, names, periods, groupOf, projects, rows: data.rader.map((each) => source(each, data)) };
  }

  function participation(row, data) {
    const [ar, namnd, projekt, roll, raknas, redovisad, ungefarligt, belopp, grad, kalla, agare, period] = row;
    const [namndKod, namndNamn] = data.namnder[namnd];
    const [projektKod, projektNamn] = data.projekt[projekt];
    return {
      ar: String(ar), namnd: namndKod, namndNamn, projekt: projektKod, projektNamn, roll,
      raknas: raknas === 1, redovisad: redovisad === 1, ungefarligt: ungefarligt === 1,
      belopp: money(belopp), grad, kalla, agare, period, ejRaknade: row[13],
    };
  }

  function source([fil, rad, belopp], data) {
    const [namn, blad] = data.filer[fil];
    return { fil: namn, blad, rad, belopp: money(belopp) };
  }

  /** The parts that a choice leaves; `except` names dimensions whose choice is not asked. */
  function choose(model, choice, except = []) {
    const asked = DIMENSIONS.filter((each) => choice[each].size > 0 && !except.includes(each));
    const wanted = choice.sok.trim().toLocaleLowerCase("sv");
    return model.parts.filter(
      (part) =>
        asked.every((each) => choice[each].has(part[each])) &&
        (wanted === "" || model.projects.get(part.deltagande.projekt).toLocaleLowerCase("sv").includes(wanted)),
    );
  }

  /** What parts come to together. */
  function total(parts) {
    const projekt = new Set();
    const deltaganden = new Set();
    const namnder = new Set();
    const okanda = new Set();
    const bokforda = new Set();
    const sum = { belopp: null, anpassat: 0n, utanProjekt: 0n, ungefarligt: false, redovisat: false };
    for (const part of parts) {
      const one = part.deltagande;
      if (one.raknas) { projekt.add(one.projekt); deltaganden.add(one); }
      if (one.redovisad) sum.redovisat = true;
      else if (part.belopp !== null && one.projekt !== UNKNOWN_PROJECT) bokforda.add(one);
      if (one.redovisad && one.namnd !== UNKNOWN.namnd) namnder.add(one.namnd);
      if (one.redovisad && part.belopp === null) okanda.add(one);
      if (part.belopp === null) continue;
      sum.belopp = (sum.belopp ?? 0n) + part.belopp;
      sum.anpassat += part.anpassat ?? 0n;
      if (one.projekt === UNKNOWN_PROJECT) sum.utanProjekt += part.belopp;
      sum.ungefarligt ||= one.ungefarligt;
    }
    return {
      ...sum, antalProjekt: projekt.size, antalDeltaganden: deltaganden.size,
      antalNamnder: namnder.size, antalUtanBelopp: okanda.size, antalBaraBokforda: bokforda.size,
    };
  }

  /** The parts by a key of theirs. */
  function grouped(parts, keyOf) {
    const found = new Map();
    for (const part of parts) {
      const key = keyOf(part);
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(part);
    }
    return found;
  }

  const isUnknown = (dimension, key) =>
    dimension === "fondgrupp" ? key === "Okänd" : key === UNKNOWN[dimension];

  /** What each value of a dimension comes to, in the order it is shown: the unknown one last. */
  function cut(model, parts, dimension) {
    const rows = [...grouped(parts, (part) => part[dimension])].map(([key, own]) => ({
      key, namn: model.names[dimension].get(key), okand: isUnknown(dimension, key), ...total(own),
    }));
    return rows.filter(counts).sort((a, b) => a.okand - b.okand || ORDERS[dimension](model, a, b));
  }

  /** Whether there is anything to count: what nobody reported and has no amount counts elsewhere. */
  const counts = (sum) => sum.redovisat || sum.belopp !== null;

  const byMoney = (_model, a, b) => downwards(a.belopp, b.belopp) || inSwedish.compare(a.namn, b.namn);
  const byKey = (_model, a, b) => inSwedish.compare(a.key, b.key);
  const byPlace = (dimension) => (model, a, b) => {
    const order = [...model.names[dimension].keys()];
    return order.indexOf(a.key) - order.indexOf(b.key);
  };
  const ORDERS = {
    ar: byKey, namnd: byMoney, fondgrupp: byMoney, fond: byMoney, mal: byKey, roll: byPlace("roll"),
  };

  /** Largest first, the unknown last. */
  function downwards(a, b) {
    if (a === null || b === null) return (a === null) - (b === null);
    return a === b ? 0 : a > b ? -1 : 1;
  }

  /** The projects among parts, each with what it comes to and its own parts. */
  function projects(model, parts) {
    return [...grouped(parts, (part) => part.deltagande.projekt)].map(([kod, own]) => ({
      kod, namn: model.projects.get(kod), parts: own, ...total(own),
      raknas: own.some((part) => part.deltagande.raknas),
    }));
  }

  /** The rows of files behind parts, each once with how much of the amount is its. */
  function behind(model, parts) {
    const sums = new Map();
    for (const { rad, belopp } of parts.flatMap((part) => part.bakom)) {
      sums.set(rad, (sums.get(rad) ?? 0n) + belopp);
    }
    return [...sums].map(([rad, raknat]) => ({ ...model.rows[rad], raknat }));
  }

  // --- as it is written

  function digits(value) {
    return value.toString().replace(/\B(?=(\d{3})+$)/g, NBSP);
  }

  const count = (value) => digits(BigInt(value));

  /** '1 234 567' or, with öre, '1 234 567,50'; 'okänt' for null. */
  function amount(ore, withOre = false) {
    if (ore === null) return "okänt";
    const size = ore < 0n ? -ore : ore;
    const parts = withOre ? `,${(size % 100n).toString().padStart(2, "0")}` : "";
    return `${ore < 0n ? "−" : ""}${digits(size / 100n)}${parts}`;
  }

  /** Whether any of the amounts has öre: they are written for all or for none. */
  const haveOre = (amounts) => amounts.some((each) => each !== null && each % 100n !== 0n);

  const kronor = (ore) => (ore === null ? "okänt" : `${amount(ore, haveOre([ore]))}${NBSP}kr`);

  /** '50,5 miljoner kronor' for a figure that is to be taken in at a glance, else the amount itself. */
  function about(ore) {
    const size = ore < 0n ? -ore : ore;
    if (size < 100_000_000n) return kronor(ore).replace(/kr$/, "kronor");
    const large = size >= 100_000_000_000n;
    const tenth = large ? 10_000_000_000n : 10_000_000n;
    const tenths = (size + tenth / 2n) / tenth;
    const rest = tenths % 10n === 0n ? "" : `,${tenths % 10n}`;
    const one = large ? "miljard" : "miljon";
    const unit = tenths === 10n ? one : `${one}er`;
    return `${ore < 0n ? "−" : ""}${digits(tenths / 10n)}${rest}${NBSP}${unit}${NBSP}kronor`;
  }

  /** A share as per cent with a decimal; null where there is no whole to be a share of. */
  function share(part, whole) {
    if (whole === null || whole <= 0n || part < 0n || part > whole) return null;
    if (part === whole) return `100${NBSP}%`;
    const tenths = (part * 2000n + whole) / (2n * whole);
    if (part > 0n && tenths === 0n) return `mindre än 0,1${NBSP}%`;
    if (tenths === 1000n) return `mer än 99,9${NBSP}%`;
    return `${tenths / 10n}${tenths % 10n === 0n ? "" : `,${tenths % 10n}`}${NBSP}%`;
  }

  return {
    DIMENSIONS, about, amount, behind, choose, count, counts, cut, downwards, haveOre, inSwedish, isUnknown,
    kronor, projects, share, total, unpack,
  };
})();
