// What script adds to the pages of a bid: saving as one goes, counting words as Word does, telling who else writes here.
const form = document.querySelector("form[data-section]");
const BULLETS = /^[\u2022\u25e6\u25aa\u25ab\u25cf\u25cb\u2023\u2043\u00b7\uf0b7]+$/;
const PAUSE = 2500;
const HEARTBEAT = 60000;

function count(text) {
  return text.split(/\s+/).filter((word) => word && !BULLETS.test(word)).length;
}

function countWords(area) {
  const told = document.querySelector("[data-words]");
  const most = Number(area.dataset.mostWords);
  const show = () => {
    const words = count(area.value);
    told.textContent = words > most
      ? `${words.toLocaleString("en-GB")} of ${most.toLocaleString("en-GB")} words: take out ${(words - most).toLocaleString("en-GB")}`
      : `${words.toLocaleString("en-GB")} of ${most.toLocaleString("en-GB")} words`;
    told.toggleAttribute("data-over", words > most);
  };
  area.addEventListener("input", show);
  show();
}

function whatWasWrong(page) {
  const read = new DOMParser().parseFromString(page, "text/html");
  const first = read.querySelector(".nhsuk-error-summary__list li");
  if (!first) return "Not saved yet. Press Save to see why.";
  first.querySelectorAll(".ff-code").forEach((code) => code.remove());
  return `Not saved yet: ${first.textContent.trim()}`;
}

function saveAsOneGoes() {
  const told = form.querySelector("[data-saved]");
  let timer = 0, busy = false, again = false, halted = false;
  async function save() {
    if (busy) { again = true; return; }
    busy = true;
    const body = new FormData(form);
    body.set("autosave", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", headers: { accept: "application/json" } });
      if (answer.type === "opaqueredirect") {
        told.textContent = "Your sign-in has ended. What you typed stays on this page: press Save, sign in, and it is back.";
      } else if (answer.ok) {
        const news = await answer.json();
        form.elements.was.value = news.was;
        told.textContent = `${news.said}.`;
      } else {
        told.textContent = whatWasWrong(await answer.text());
        if (answer.status === 409) halted = true;
      }
    } catch {
      told.textContent = "Not saved: the network is away. What you typed stays on this page; it is saved when you go on writing.";
    }
    busy = false;
    if (again && !halted) { again = false; save(); }
  }
  form.addEventListener("input", () => {
    if (halted) return;
    told.textContent = "Not saved yet.";
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

function sayThatWeWrite() {
  const told = document.querySelector("[data-other]");
  let last = 0;
  async function say() {
    last = Date.now();
    const body = new FormData();
    body.set("form_key", form.elements.form_key.value);
    body.set("section", form.dataset.section);
    try {
      const answer = await fetch(form.dataset.writing, { method: "POST", body, redirect: "manual" });
      if (!answer.ok) return;
      const news = await answer.json();
      told.hidden = !news.other;
      told.textContent = news.other;
    } catch { /* the next one tries again */ }
  }
  form.addEventListener("input", () => { if (Date.now() - last > HEARTBEAT) say(); });
  form.addEventListener("focusin", () => { if (Date.now() - last > HEARTBEAT) say(); });
}

function addUp() {
  const total = document.querySelector("[data-total]");
  const show = () => {
    let pence = 0;
    for (const field of form.querySelectorAll("[data-amount]")) {
      const text = field.value.replace(/[£,\s]/g, "");
      const gone = field.closest("tr").querySelector("[data-gone]");
      if (/^\d+(\.\d{1,2})?$/.test(text) && !(gone && gone.checked)) pence += Math.round(Number(text) * 100);
    }
    total.textContent = (pence / 100).toLocaleString("en-GB", { style: "currency", currency: "GBP" });
  };
  form.addEventListener("input", show);
  show();
}

if (form) {
  const area = form.querySelector("[data-most-words]");
  if (area) countWords(area);
  if (form.hasAttribute("data-autosave")) saveAsOneGoes();
  if (form.dataset.writing && form.elements.form_key) sayThatWeWrite();
  if (form.querySelector("[data-amount]")) addUp();
}
