// Reloads a previewed page when the site was built again, and lays the findings over it when it could not be. Not part of any published site.
(() => {
  const own = document.currentScript.dataset;
  const base = new URL(".", document.currentScript.src);
  let cover = null;

  const uncover = () => {
    if (cover) cover.remove();
    cover = null;
  };

  // Styles are set one by one: the page's own policy allows no style attribute and no foreign sheet.
  const style = (element, properties) => {
    for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
    return element;
  };

  const show = (failure) => {
    uncover();
    const frame = style(document.createElement("iframe"), { width: "100%", height: "100%", border: "0" });
    frame.src = new URL(`findings?${failure}`, base);
    frame.title = "Mistakes in the portal";
    const close = style(document.createElement("button"), {
      position: "absolute", top: "8px", right: "24px", padding: "8px 16px", font: "16px sans-serif",
      color: "#fff", background: "#333", border: "1px solid #fff", cursor: "pointer",
    });
    close.type = "button";
    close.lang = "en";
    close.textContent = "Close";
    close.addEventListener("click", uncover);
    cover = style(document.createElement("div"), {
      position: "fixed", "inset-inline": "0", bottom: "0", height: "70vh", "z-index": "2147483647",
      "border-top": "4px solid #b00020", background: "#fff", direction: "ltr",
    });
    cover.append(frame, close);
    document.body.append(cover);
  };

  const update = (event) => {
    const [site, failure] = event.data.split(" ");
    const isOld = site !== own.site || (own.failure !== undefined && failure !== own.failure);
    if (isOld) location.reload();
    else if (own.failure !== undefined) return;
    else if (failure === "0") uncover();
    else show(failure);
  };

  // Only the tab that is looked at listens: a browser opens no more than six connections to one server. Who listens again is told the
  // present state first.
  let events = null;
  const listen = () => {
    if (events) events.close();
    events = null;
    if (document.hidden) return;
    events = new EventSource(new URL("events", base));
    events.addEventListener("showing", update);
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();
