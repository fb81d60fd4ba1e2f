// What script adds to a long list of choices: typing narrows it, and what is ticked stays in sight.
const filter = document.getElementById("filter");
const list = document.querySelector(".ff-choices");

if (filter && list) {
  filter.addEventListener("input", () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const choice of list.querySelectorAll(".ff-tick")) {
      const text = choice.textContent.toLowerCase();
      choice.hidden = !choice.querySelector("input").checked && !words.every((word) => text.includes(word));
    }
  });
  filter.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}
