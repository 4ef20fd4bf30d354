// What a form was refused for is said beside the field at fault, where it has a place for that.

function placeOf(form, field) {
  return [...form.querySelectorAll("[data-error]")].find((each) => each.dataset.error === field);
}

// Says whether it found a place.
export function tellBeside(element, problem) {
  const form = element?.closest?.("form");
  const place = form && problem.field && placeOf(form, problem.field);
  if (!place) {
    return false;
  }
  place.textContent = problem.detail;
  form.elements[problem.field]?.setAttribute("aria-invalid", "true");
  form.elements[problem.field]?.focus?.();
  return true;
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  const place = form && placeOf(form, event.target.name);
  if (place) {
    place.textContent = "";
    event.target.removeAttribute("aria-invalid");
  }
});
