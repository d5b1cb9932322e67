// Makes the contents of an element what a text says, and leaves in place what stays what it is: a button that is being pressed, or that the focus
// is on its way to, is still there afterwards. Package browser calls it for dialogs and for the strip of lessons.
"use strict";
{
  const children = (old, next) => {
    const before = [...old.childNodes], now = [...next.childNodes];
    now.forEach((node, i) => before[i] ? renew(before[i], node) : old.append(node));
    for (const node of before.slice(now.length)) node.remove();
  };

  const renew = (old, next) => {
    if (old.isEqualNode(next)) return;
    if (!next.attributes || old.nodeName !== next.nodeName || old.id !== next.id) return old.replaceWith(next);
    for (const name of old.getAttributeNames()) if (!next.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of next.attributes) old.setAttribute(name, value);
    children(old, next);
  };

  // reset makes a field show what its element says.
  const reset = (field) => {
    if (field.options) for (const option of field.options) option.selected = option.defaultSelected;
    else if (field.type === "checkbox") field.checked = field.defaultChecked;
    else if (field.value !== field.defaultValue) field.value = field.defaultValue;
  };

  window.cascadeRenew = (host, text) => {
    const next = document.createElement("template"), { id } = document.activeElement, top = host.scrollTop;
    next.innerHTML = text;
    children(host, next.content);
    for (const field of host.querySelectorAll("[data-set]")) if (field !== document.activeElement) reset(field); // else it is being typed in
    host.scrollTop = top;
    if (id && document.activeElement === document.body) document.getElementById(id)?.focus();
  };

  // What was typed into a dialog's field becomes what was understood of it; Enter then presses the button that data-enter names.
  document.addEventListener("change", ({ target }) => { if (target.matches("dialog [data-set]")) setTimeout(reset, 0, target); });
  document.addEventListener("keyup", ({ key, target }) => { if (key === "Enter") document.getElementById(target.dataset?.enter)?.click(); });
}
