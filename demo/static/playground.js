// Joins the parts of the page to the one stream that feeds them.
import { startBrowser } from "./browser.js";
import { startCopying } from "./copying.js";
import { chosenMailbox, showMailbox, startMailbox } from "./mailbox.js";
import { showRecord } from "./record.js";
import { chosenNumber, showTelephone, startTelephone } from "./telephone.js";

const live = document.getElementById("live");
let source = null;

function tell(state, words) {
  live.dataset.state = state;
  live.textContent = words;
}

function connect() {
  source?.close();
  const wanted = new URLSearchParams({ number: chosenNumber() });
  if (chosenMailbox()) wanted.set("mailbox", chosenMailbox());
  source = new EventSource(`/demo/events?${wanted}`);
  source.addEventListener("open", () => tell("on", "live"));
  source.addEventListener("error", () => {
    tell("off", "reconnecting…");
    // A refused stream is closed for good; one that broke off reconnects by itself.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
  });
  source.addEventListener("telephone", (event) => showTelephone(JSON.parse(event.data)));
  source.addEventListener("mailbox", (event) => showMailbox(JSON.parse(event.data)));
  source.addEventListener("record", (event) => showRecord(JSON.parse(event.data)));
}

startTelephone(connect);
startMailbox(connect);
startBrowser();
startCopying();
connect();
