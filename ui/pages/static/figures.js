// Figures: how they are written, and which cell of the table each figure of a sentence is.

const LEAST = 5e-5;

export function number(value) {
  if (Math.abs(value) > 0 && Math.abs(value) < LEAST) return value.toExponential(2);
  return value.toLocaleString("zh-CN", { maximumFractionDigits: 4 });
}

// Shares stand one below the other, to two decimals.
function share(value) {
  if (Number.isInteger(value) || Math.abs(value) < 0.01) return number(value);
  return value.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

export function shown(value, column) {
  if (value === null || value === undefined) return "—";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "number" && column.type === "number") {
    return column.unit === "%" ? share(value) : number(value);
  }
  return PERIODS[column.name]?.(String(value).match(DAY)) ?? String(value);
}

// A column of periods tells each by its first day; people read its name.
const DAY = /^(\d{4})-(\d\d)-(\d\d)/;
const named = (name) => (day) => (day ? name(day[1], Number(day[2]), Number(day[3])) : undefined);
const PERIODS = {
  year: named((year) => `${year}年`),
  half: named((year, month) => `${year}年${month <= 6 ? "上" : "下"}半年`),
  quarter: named((year, month) => `${year}年第${"一二三四"[Math.floor((month - 1) / 3)]}季度`),
  bimonth: named((year, month) => `${year}年${month}—${month + 1}月`),
  month: named((year, month) => `${year}年${month}月`),
  tenday: named((year, month, day) => `${year}年${month}月${day > 20 ? "下" : day > 10 ? "中" : "上"}旬`),
};

const SCALES = { 万: 1e4, 亿: 1e8 };
const FIGURE = /(-?\d[\d,]*(?:\.\d+)?)\s*([万亿]?)(个百分点|[^\s\d，。；、（）()：:“”]{0,6})/g;

function scaled(unit) {
  return SCALES[unit[0]] ? [SCALES[unit[0]], unit.slice(1)] : [1, unit];
}

// Returns [{start, end, row, column}] for the figures of a text that are figures of the table; the
// number of its rows leads to the whole of it (row null).
export function links(text, columns, rows) {
  const found = [];
  for (const match of text.matchAll(FIGURE)) {
    const cell = cellOf(match, columns, rows) ?? countOf(match, rows);
    if (cell) {
      const unit = match[3].startsWith("%") ? 1 : match[3].startsWith("个百分点") ? 4 : 0;
      const start = match.index;
      const end = start + match[0].length - match[3].length + unit;
      found.push({ start, end, ...cell });
    }
  }
  return found;
}

const COUNTED = /^[个家户本站条张只座处人宗项次台套]/;

function countOf([, digits, scale, unit], rows) {
  return scale === "" && rows.length > 1 && digits === String(rows.length) && COUNTED.test(unit)
    ? { row: null, column: null } : null;
}

function cellOf([, digits, scale, unit], columns, rows) {
  const plain = digits.replaceAll(",", "");
  const decimals = (plain.split(".")[1] || "").length;
  const value = Number(plain) * (SCALES[scale] || 1);
  const half = 0.5 * 10 ** -decimals * (SCALES[scale] || 1) * 1.0001;
  for (let column = 0; column < columns.length; column += 1) {
    if (columns[column].type !== "number") continue;
    const [times, base] = scaled(columns[column].unit || "");
    if (!unit.startsWith(base) && !base.startsWith(unit)) continue;
    if (base === "" && scale === "" && /^[年月日时号]/.test(unit)) continue;
    for (let row = 0; row < rows.length; row += 1) {
      const cell = rows[row][column];
      if (typeof cell !== "number") continue;
      if (Math.abs(Math.abs(cell * times) - Math.abs(value)) <= half) return { row, column };
    }
  }
  return null;
}
