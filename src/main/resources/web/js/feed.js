// What changes, as the server tells it; connects again by itself, and rests while nobody looks.
const RETRY_MS = 3000;

export function follow({ opened, state, incident, lost }) {
  let source = null;
  let retry = 0;

  function connect() {
    clearTimeout(retry);
    source?.close();
    source = new EventSource('/api/events');
    source.addEventListener('open', opened);
    source.addEventListener('state', event => state(JSON.parse(event.data)));
    source.addEventListener('incident', event => incident(JSON.parse(event.data)));
    source.addEventListener('error', () => {
      lost();
      // A browser tries again after a broken connection, but not after an answer other than 200.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, RETRY_MS);
    });
  }

  // A browser allows few connections to one host: a page that nobody sees gives its own back.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      clearTimeout(retry);
      source?.close();
      source = null;
    } else if (!source) {
      connect();
    }
  });
  connect();
}

export async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}
