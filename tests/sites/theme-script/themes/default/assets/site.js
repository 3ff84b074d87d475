// A slip of the pen.
const menu = document.querySelector(".menu");
menu.addEventListener("click", () => menu.hidden = = true);
