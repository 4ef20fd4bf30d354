// Where two people wrote over each other's lines: the next such place, and one press to decide.
import { insert } from "./knowledge_text.js";

const answer = document.getElementById("answer");
const bar = document.getElementById("merge");
const PLACE = /^<{7} .*\n([\s\S]*?)^={7} .*\n([\s\S]*?)^>{7} .*$/m;

if (answer && bar) {
  const count = bar.querySelector("[data-count]");
  const find = () => answer.value.match(PLACE);

  const show = () => {
    const number = answer.value.match(/^<{7} /gm)?.length ?? 0;
    bar.hidden = !find();
    count.textContent = number === 1 ? "One place" : `${number} places`;
  };

  const mark = () => {
    const found = find();
    if (found) {
      answer.focus();
      answer.setSelectionRange(found.index, found.index + found[0].length);
    }
  };

  bar.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-keep]")?.dataset.keep;
    const found = find();
    if (!choice || !found) {
      return;
    }
    const [all, mine, theirs] = found;
    const kept = { mine, theirs, both: mine + theirs }[choice].replace(/\n$/, "");
    insert(answer, kept, { from: found.index, to: found.index + all.length });
    show();
    mark();
  });
  answer.addEventListener("input", show);
  show();
}
