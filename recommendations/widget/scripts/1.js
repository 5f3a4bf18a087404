/* <related-articles>, version 1: the Read More list of an article, wherever the element stands.

   It asks the site that serves this file, and nobody else, without credentials; it sets no cookie
   and stores nothing. Until the list is there, and if it never comes, the element shows what the
   page has put inside it. It also gives frames of that site the height that they ask for. */
(() => {
  "use strict";
  const site = new URL(document.currentScript.src).origin;
  const patience = 8000;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial !important; display: block !important; margin: var(--related-margin, 0) !important; }
    :host([hidden]) { display: none !important; }
    section {
      color-scheme: light dark;
      display: block; box-sizing: border-box; padding: 1.25em;
      border: 1px solid var(--related-line, light-dark(#ded5c5, #31444a));
      border-radius: var(--related-radius, .625em);
      background: var(--related-background, light-dark(#fffdf9, #18262a));
      color: var(--related-text, light-dark(#16282b, #e9ebe4));
      font: var(--related-size, 16px)/1.5 var(--related-font, system-ui, sans-serif);
      overflow-wrap: anywhere;
    }
    :host([theme=light]) section { color-scheme: light; }
    :host([theme=dark]) section { color-scheme: dark; }
    h2 { margin: 0 0 .75em; font-size: 1.25em; line-height: 1.25; }
    ul { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13em), 1fr)); gap: 1em 1.5em; margin: 0; padding: 0; list-style: none; }
    a { display: inline-block; padding-block: .25em; color: var(--related-link, light-dark(#0e5f63, #84d3c9)); font-weight: 700; text-underline-offset: .18em; }
    a:hover { text-decoration-thickness: 3px; }
    a:focus-visible { outline: 3px solid; outline-offset: 2px; }
    img { display: block; width: 100%; aspect-ratio: 16 / 9; margin-bottom: .5em; border-radius: .375em; object-fit: cover; }
    p { margin: .25em 0 0; }
    .note { color: var(--related-note, light-dark(#4c5c5d, #aab8b5)); font-size: .875em; }
    footer { margin-top: 1em; }
    footer a { font-weight: 400; }
  `);

  function make(name, part, ...children) {
    const element = document.createElement(name);
    if (part) element.part = part;
    element.append(...children);
    return element;
  }

  function link(part, href, text) {
    const a = make("a", part, text);
    a.href = href;
    return a;
  }

  /* Beside its title, which says what there is to say. One that does not come leaves no gap. */
  function picture({ card_url }) {
    const image = make("img", "picture");
    image.alt = "";
    image.loading = "lazy";
    image.referrerPolicy = "no-referrer";
    image.onerror = () => image.remove();
    image.src = card_url;
    return image;
  }

  async function ask(path, options) {
    const response = await fetch(site + "/api/v1/" + path, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(patience),
      ...options,
    });
    if (!response.ok) throw new Error(response.status);
    return (await response.json()).items;
  }

  class RelatedArticles extends HTMLElement {
    async connectedCallback() {
      if (this.shadowRoot || this.asked) return;
      this.asked = true;
      try {
        const articles = await this.find();
        if (articles.length) this.show(articles);
      } catch (error) {
        console.info("related-articles:", error.message);
      }
    }

    option(name, otherwise) {
      return this.getAttribute(name) ?? otherwise;
    }

    get language() {
      return this.option("language", this.address?.language ?? "");
    }

    /* Where the article is: /articles/SLUG/, after /LANGUAGE where that is not the site's own. */
    get address() {
      const path = new URL(this.option("url", ""), site).pathname;
      const [, language, slug] = /^(?:\/([\w-]+))?\/articles\/([^/]+)\/$/.exec(path) ?? [];
      return slug && { language, slug: decodeURIComponent(slug) };
    }

    async find() {
      const limit = this.option("limit", "4");
      const { language } = this;
      if (this.hasAttribute("text")) return this.findByText(limit, language);
      const slug = this.option("slug", this.address?.slug);
      if (!slug) throw new Error("slug, url or text is missing");
      const query = new URLSearchParams({ limit, ...(language ? { language } : {}) });
      return ask(`articles/${encodeURIComponent(slug)}/related?${query}`);
    }

    async findByText(limit, language) {
      if (document.readyState === "loading") {
        await new Promise((ready) => addEventListener("DOMContentLoaded", ready, { once: true }));
      }
      const place = document.querySelector(this.option("text") || "main, article") ?? document.body;
      const text = {
        text: place.innerText.slice(0, 50000),
        title: document.title.slice(0, 300),
        limit: Number(limit),
        language: language || this.closest("[lang]")?.lang.split("-")[0] || undefined,
      };
      const headers = { "Content-Type": "application/json" };
      return ask("related", { method: "POST", headers, body: JSON.stringify(text) });
    }

    show(articles) {
      const { language } = articles[0];
      const minutes = new Intl.NumberFormat(language, {
        style: "unit", unit: "minute", unitDisplay: "long",
      });
      const list = make("ul", "list", ...articles.map((article) => {
        const item = make("li", "item", link("link", article.url, article.title));
        if (article.picture && this.option("pictures") === "yes") {
          item.prepend(picture(article.picture));
        }
        if (article.summary && this.option("summaries") !== "no") {
          item.append(make("p", "summary", article.summary));
        }
        const time = make("p", "time", minutes.format(article.minutes_to_read));
        time.className = "note";
        item.append(time);
        return item;
      }));
      const section = make("section", "box");
      section.lang = language;
      section.dir = "auto";
      if (this.hasAttribute("heading")) {
        section.append(make("h2", "heading", this.option("heading")));
      }
      const source = link("source", site + "/", this.option("source", new URL(site).host));
      const footer = make("footer", "attribution", source);
      footer.className = "note";
      section.append(list, footer);
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append(section);
    }
  }
  customElements.get("related-articles") ?? customElements.define("related-articles", RelatedArticles);

  const frames = () =>
    [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(site + "/widget/"));

  addEventListener("message", ({ source, data }) => {
    const frame = frames().find((one) => one.contentWindow === source);
    if (!frame) return;
    if (data?.message === "height") {
      frame.style.setProperty("height", `${Math.min(Number(data.value) || 0, 4000)}px`, "important");
      source.postMessage({ message: "heard" }, "*");
    } else if (data?.message === "link" && String(data.value).startsWith(site + "/")) {
      if (document.activeElement === frame) location.assign(data.value);
    }
  });
  for (const frame of frames()) frame.contentWindow.postMessage({ message: "height" }, "*");
})();
