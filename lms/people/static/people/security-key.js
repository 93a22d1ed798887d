// FIDO2 keys: asks the server for a challenge, the browser for the key's answer, and sends that back.
// Used by <div data-security-key data-options="…" data-answer="…" data-mode="get|create"> with a button and a place for words.
(() => {
  const fromBase64 = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
  const toBase64 = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '');

  const options = (given) => {
    const key = given.publicKey || given;
    key.challenge = fromBase64(key.challenge);
    if (key.user) key.user.id = fromBase64(key.user.id);
    for (const list of [key.allowCredentials, key.excludeCredentials])
      for (const known of list || []) known.id = fromBase64(known.id);
    return { publicKey: key };
  };

  const answer = (made) => {
    const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
    const response = {};
    for (const part of parts) if (made.response[part]) response[part] = toBase64(made.response[part]);
    return {
      id: made.id,
      rawId: toBase64(made.rawId),
      type: made.type,
      clientExtensionResults: made.getClientExtensionResults(),
      response,
    };
  };

  const start = (box) => {
    const button = box.querySelector('button');
    const words = box.querySelector('[role=status]');
    const say = (text) => {
      words.textContent = text;
    };
    const post = async (url, body, name) => {
      const reply = await fetch(name ? `${url}?name=${encodeURIComponent(name)}` : url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Accept: 'application/json',
          'X-CSRFToken': box.dataset.csrf,
        },
        body: JSON.stringify(body),
      });
      const content = await reply.json().catch(() => ({}));
      if (!reply.ok) throw new Error(content.title || box.dataset.failed);
      return content;
    };
    if (!window.PublicKeyCredential) {
      button.disabled = true;
      say(box.dataset.unsupported);
      return;
    }
    button.addEventListener('click', async () => {
      button.disabled = true;
      say(box.dataset.touch);
      try {
        const given = options(await post(box.dataset.options, {}));
        const made = await navigator.credentials[box.dataset.mode](given);
        const field = box.querySelector('input');
        const reply = await post(box.dataset.answer, answer(made), field && field.value);
        window.location.assign(reply.next);
      } catch (error) {
        // The browser's own errors are in its language and for programmers.
        say(error instanceof DOMException ? box.dataset.failed : error.message);
        button.disabled = false;
      }
    });
  };

  const ready = () => document.querySelectorAll('[data-security-key]').forEach(start);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', ready);
  else ready();
})();
