// Posts JSON; gives the answer, or words for why it was not taken.
export async function postJson(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return { answer, refusal: "" };
    return { answer, refusal: answer.detail ?? "The server did not take it. Try again." };
  } catch {
    return { answer: {}, refusal: "The server cannot be reached. Is it running?" };
  }
}
