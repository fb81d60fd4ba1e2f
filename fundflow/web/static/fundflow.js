// What script adds to pages that work without it: the design system's own behaviour, and a warning before a sign-in ends.
import { initAll } from "./nhsuk/nhsuk-frontend.min.js";

initAll();

const idle = Number(document.body.dataset.idle || 0) * 1000;
const warning = Number(document.body.dataset.warning || 0) * 1000;

function warnBeforeTheEnd() {
  const ends = Date.now() + idle;
  const bar = document.createElement("div");
  bar.className = "ff-notice";
  bar.setAttribute("role", "alert");
  bar.hidden = true;
  bar.innerHTML = '<div class="nhsuk-width-container ff-inline"><p></p><button class="ff-link" type="button">Stay signed in</button></div>';
  document.body.prepend(bar);
  const say = (left) => {
    bar.hidden = false;
    bar.querySelector("button").hidden = left <= 0;
    bar.querySelector("p").textContent = left > 0
      ? `Your sign-in ends in ${Math.ceil(left / 60000)} minutes. What you have typed stays on this page.`
      : "Your sign-in has ended. What you have typed stays on this page: press its button and sign in again, and it is back.";
    if (left <= 0) clearInterval(timer);
  };
  const timer = setInterval(() => {
    const left = ends - Date.now();
    if (left <= warning) say(left);
  }, 5000);
  bar.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch("/still-here", { redirect: "manual" });
    if (answer.status !== 204) return say(0);
    clearInterval(timer);
    bar.remove();
    warnBeforeTheEnd();
  });
}

if (idle) warnBeforeTheEnd();
