// <div data-floor> around the plan of a hall: a press on the picture writes where it was, in percent of its width and
// height, into the fields x and y, and marks the place. Without this script, and by keyboard, one types the numbers.

const NS = "http://www.w3.org/2000/svg";

function percent(part, whole) {
  return (Math.min(Math.max(part / whole, 0), 1) * 100).toFixed(1);
}

function mark(marks, x, y) {
  let here = marks.querySelector("[data-here]");
  if (!here) {
    here = document.createElementNS(NS, "circle");
    here.setAttribute("r", "8");
    here.setAttribute("class", "floor__here");
    here.dataset.here = "";
    marks.append(here);
  }
  here.setAttribute("cx", `${x}%`);
  here.setAttribute("cy", `${y}%`);
}

for (const floor of document.querySelectorAll("[data-floor]")) {
  const picture = floor.querySelector("img");
  const marks = floor.querySelector("svg");
  const fields = ["x", "y"].map((name) => document.querySelector(`[name=${name}]`));
  picture.parentElement.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    const place = [percent(event.clientX - box.left, box.width), percent(event.clientY - box.top, box.height)];
    fields.forEach((field, nth) => (field.value = place[nth]));
    mark(marks, ...place);
  });
}
