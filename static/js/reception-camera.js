// <button data-camera-button hidden>: reads codes with the camera and sends them as a scanner would, through the form.
// Browsers give a page the camera over HTTPS only; elsewhere [data-camera-absent] says so.

const button = document.querySelector("[data-camera-button]");
const form = button.form;
const video = form.querySelector("[data-camera-video]");
const status = form.querySelector("[data-camera-status]");
const canvas = document.createElement("canvas");
const picture = canvas.getContext("2d", { willReadFrequently: true });

const START = button.textContent;
const STOP = "カメラを止める";
const READING = "カメラで読んでいます。符号のQRコードを映してください。";
const OTHERWISE = "スキャナーと氏名では、このまま受け付けられます。";
const WHY_NOT = {
  NotAllowedError: "カメラの使用が許可されていません。ブラウザーの設定で、このサイトにカメラを許可してください。",
  NotFoundError: "カメラが見つかりません。",
  NotReadableError: "ほかのアプリがカメラを使っています。そのアプリを閉じてから、もう一度押してください。",
};
const EVERY = 150; // milliseconds from one look at the picture to the next
const SAME_AGAIN = 3000; // a code that stays in the picture is sent once

let stream = null;
let timer = null;
let starting = false;
let last = { code: "", seenAt: 0 };

async function start() {
  starting = true;
  button.textContent = STOP;
  try {
    const found = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    if (!starting) {
      // Stopped while the browser was asking.
      release(found);
      return;
    }
    stream = found;
    stream.getVideoTracks()[0].addEventListener("ended", () => stop("カメラが外れました。"));
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    status.textContent = READING;
    timer = setInterval(look, EVERY);
  } catch (error) {
    stop(`${WHY_NOT[error.name] || "カメラを開けませんでした。"}${OTHERWISE}`);
  }
}

function stop(words = "") {
  starting = false;
  clearInterval(timer);
  release(stream);
  stream = null;
  video.srcObject = null;
  video.hidden = true;
  button.textContent = START;
  status.textContent = words;
}

function release(found) {
  found?.getTracks().forEach((track) => track.stop());
}

function look() {
  if (!video.videoWidth) return;
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  picture.drawImage(video, 0, 0);
  const { data } = picture.getImageData(0, 0, canvas.width, canvas.height);
  const code = window.jsQR(data, canvas.width, canvas.height, { inversionAttempts: "dontInvert" })?.data;
  if (code) take(code);
}

function take(code) {
  const now = Date.now();
  const isSame = code === last.code && now - last.seenAt < SAME_AGAIN;
  last = { code, seenAt: now };
  if (isSame) return;
  form.dataset.means = "camera";
  form.elements.code.value = code;
  form.requestSubmit();
}

if (window.isSecureContext && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", () => (starting ? stop() : start()));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && starting) stop("画面が隠れたので、カメラを止めました。");
  });
} else {
  form.querySelector("[data-camera-absent]").hidden = false;
}
