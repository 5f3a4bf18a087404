/* Marks in the table of contents what is being read. Without this the page lacks nothing else. */
const list = document.querySelector(".contents");
const links = [...list.querySelectorAll("a")];
const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash).slice(1)));
const line = () => innerHeight / 3;

function mark() {
  const current = headings.findLastIndex((heading) => heading.getBoundingClientRect().top < line());
  links.forEach((link, place) => {
    if (place === current) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  });
  // A list that is longer than the screen scrolls along.
  if (current >= 0) list.scrollTop = links[current].offsetTop - list.clientHeight / 2;
}

// All that is above the line counts as seen, so that no heading passes it unnoticed.
const observer = new IntersectionObserver(mark, { rootMargin: "1000000px 0px -66.6%" });
headings.forEach((heading) => observer.observe(heading));
