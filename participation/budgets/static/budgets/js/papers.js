/* Reads back the projects whose numbers are typed from a paper. Without this file the page that
   follows reads them back. Looks for data-paper-reading and the JSON of the projects. */

const output = document.querySelector("[data-paper-reading]");
const field = document.getElementById("id_typed");
const source = document.getElementById("paper-projects");

function lineOf(word, place, projects) {
  const [, number, , value] = word.match(/^(\d+)([:=/](\d+))?$/) ?? [];
  if (!number) return word;
  const name = projects[String(Number(number))] ?? output.dataset.unknown;
  if (projects._kind === "ranking") return `${place + 1} – ${number}. ${name}`;
  if (projects._kind === "grades" && value) return `${number}. ${name} – ${projects._grades[Number(value) - 1] ?? value}`;
  return value ? `${number}. ${name} – ${value}` : `${number}. ${name}`;
}

if (output && field && source) {
  const projects = JSON.parse(source.textContent);
  const list = output.querySelector("ul");
  const show = () => {
    const words = field.value.split(/[\s,;+]+/).filter(Boolean);
    list.replaceChildren(...words.map((word, place) => {
      const line = document.createElement("li");
      line.textContent = lineOf(word, place, projects);
      return line;
    }));
  };
  field.addEventListener("input", show);
  show();
}
