// Hours per year while typing: count × minutes ÷ 60, with (minutes now − minutes after) and new running hours where
// there are such fields. The server computes the same figure and its word is the one that is stored.
//
// <div data-hours data-hours-count="id_cases_per_year" data-hours-minutes="id_minutes_now"
//      data-hours-after="id_minutes_after" data-hours-running="id_running_hours">
//   <span data-hours-figure>1,120</span> … <span data-hours-formula>…</span></div>

const shown = new Intl.NumberFormat("ja-JP", { maximumFractionDigits: 1 });

function read(id) {
  const field = id && document.getElementById(id);
  if (!field) return null;
  const text = field.value.normalize("NFKC").replace(/[,、\s]/g, "");
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

function formula(count, minutes, after, running, hours) {
  // The same words as EffectEntry.formula and selectors/sheets.py write.
  const perCase = after === null ? ` ${shown.format(minutes)}分/件 ` : `（${shown.format(minutes)}分 − ${shown.format(after)}分）`;
  const rest = running ? ` − ${shown.format(running)}時間/年` : "";
  return `${shown.format(count)}件/年 ×${perCase}÷ 60${rest} = ${shown.format(hours)}時間/年`;
}

function update(block) {
  const { hoursCount, hoursMinutes, hoursAfter, hoursRunning } = block.dataset;
  const [count, minutes] = [read(hoursCount), read(hoursMinutes)];
  const [after, running] = [read(hoursAfter), read(hoursRunning)];
  const figure = block.querySelector("[data-hours-figure]");
  const words = block.querySelector("[data-hours-formula]");
  if (count === null || minutes === null || (hoursAfter && after === null)) {
    figure.textContent = "—";
    words.textContent = "件数と分を入れると、1年の時間が出ます";
    return;
  }
  const hours = (count * (minutes - (after ?? 0))) / 60 - (running ?? 0);
  figure.textContent = shown.format(hours);
  words.textContent = formula(count, minutes, after, running, hours);
}

for (const block of document.querySelectorAll("[data-hours]")) {
  const { hoursCount, hoursMinutes, hoursAfter, hoursRunning } = block.dataset;
  for (const id of [hoursCount, hoursMinutes, hoursAfter, hoursRunning]) {
    if (id) document.getElementById(id)?.addEventListener("input", () => update(block));
  }
}
