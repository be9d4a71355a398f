// What htmx cannot deliver is said beside the button; nothing that was typed goes away.

const EXPIRED = "ログインの時間が切れました。別のタブでログインしてから、もう一度送ってください。書いた内容は残っています。";
const LOST = "つながりが切れて、送れませんでした。書いた内容は残っています。つながったら、もう一度送ってください。";
const REFUSED = "送れませんでした。書いた内容は残っています。画面を開き直してから、もう一度送ってください。";

function say(event, text) {
  const place = event.target.closest("form")?.querySelector("[data-send-error]");
  if (!place) return;
  place.textContent = text;
  place.hidden = !text;
}

document.addEventListener("htmx:beforeRequest", (event) => say(event, ""));
document.addEventListener("htmx:sendError", (event) => say(event, LOST));
document.addEventListener("htmx:responseError", (event) => {
  say(event, event.detail.xhr.status === 401 ? EXPIRED : REFUSED);
});
