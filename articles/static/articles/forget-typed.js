// After logging out: forget what this browser kept of open forms while the server was out of reach.

for (const name of Object.keys(localStorage)) {
  if (name.startsWith("articles:typed:")) {
    localStorage.removeItem(name)
  }
}
