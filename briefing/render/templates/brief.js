(() => {
  const box = document.getElementById("copy");
  const status = box.querySelector("[role=status]");
  const slack = JSON.parse(document.getElementById("slack").textContent);

  const copyWithEvent = () => {
    const put = (event) => {
      event.clipboardData.setData("text/html", slack.html);
      event.clipboardData.setData("text/plain", slack.plain);
      event.preventDefault();
    };
    document.addEventListener("copy", put);
    const isCopied = document.execCommand("copy");
    document.removeEventListener("copy", put);
    return isCopied;
  };

  const copy = async () => {
    try {
      const item = new ClipboardItem({
        "text/html": new Blob([slack.html], { type: "text/html" }),
        "text/plain": new Blob([slack.plain], { type: "text/plain" }),
      });
      await navigator.clipboard.write([item]);
      return true;
    } catch {
      return copyWithEvent();
    }
  };

  box.querySelector("button").addEventListener("click", async () => {
    status.textContent = (await copy())
      ? "Copied. Paste it into Slack."
      : "This browser does not let the page copy.";
  });
  box.hidden = false;
})();
