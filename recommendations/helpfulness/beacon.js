/* Tells the site once, as the reader leaves, which links of the Read More list were seen and followed:
   no cookie, nothing stored here, no detour for the link, and nobody who asks not to be counted. */
const list = document.querySelector("[data-counted-at]");
if (list && !navigator.globalPrivacyControl && navigator.doNotTrack !== "1") {
  const links = [...list.querySelectorAll("[data-target]")];
  const counted = new Set();
  let news = { shown: [], clicked: [] };

  const count = (what, link) => {
    const place = [Number(link.dataset.target), links.indexOf(link) + 1];
    if (counted.size === counted.add(`${what} ${place}`).size) return;
    news[what].push(place);
  };
  const tell = () => {
    if (!news.shown.length && !news.clicked.length) return;
    const { countedAt, article, place } = list.dataset;
    navigator.sendBeacon(countedAt, JSON.stringify({ article: Number(article), place, ...news }));
    news = { shown: [], clicked: [] };
  };
  const follow = (event) => {
    const link = event.target.closest("[data-target]");
    if (!link || event.button > 1) return;
    count("shown", link);
    count("clicked", link);
  };

  const observer = new IntersectionObserver(
    (entries) => entries.forEach((entry) => entry.isIntersecting && count("shown", entry.target)),
    { threshold: 0.5 },
  );
  links.forEach((link) => observer.observe(link));
  list.addEventListener("click", follow);
  list.addEventListener("auxclick", follow);
  document.addEventListener("visibilitychange", () => document.hidden && tell());
  addEventListener("pagehide", tell);
}
