// The dialog for links: it finds our articles by title or other name as one types, and takes any
// address. It stands in for that of the editor's own `Link`.
//
// Words and the address to ask come with the field, as the option `picker`.

import { Link as EditorLink, crel } from "django-prose-editor/editor"

const WAIT = 150
const ADDRESS = /^(?:[/#?.]|https?:|mailto:|tel:)/i
let count = 0

/* A combobox by the pattern of WAI-ARIA: the focus stays in the field. */
class Combobox {
  constructor(picker, input, list, status) {
    Object.assign(this, { picker, input, list, status, active: -1, asked: 0, chosen: null })
    input.addEventListener("input", () => {
      this.chosen = null
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.ask(), WAIT)
    })
    input.addEventListener("keydown", (event) => this.onKey(event))
    // Before the blur, so that the focus stays.
    list.addEventListener("mousedown", (event) => event.preventDefault())
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]")
      if (option) this.choose([...list.children].indexOf(option))
    })
  }

  get isOpen() {
    return !this.list.hidden
  }

  async ask() {
    const number = ++this.asked
    const text = this.input.value.trim()
    if (text.length < 2 || /^(?:#|mailto:|tel:)/i.test(text)) return this.show([])
    const language = document.getElementById("id_language")?.value ?? ""
    const address = `${this.picker.url}?${new URLSearchParams({ q: text, language })}`
    const answer = await fetch(address).catch(() => null)
    if (number !== this.asked) return
    const results = answer?.ok ? (await answer.json()).results : []
    this.show(results)
    const words = { 0: this.picker.none, 1: this.picker.one }
    this.status.textContent = words[results.length] ?? this.picker.many.replace("%d", results.length)
  }

  show(results) {
    this.results = results
    this.list.replaceChildren(
      ...results.map(({ title, name, state }, number) => {
        const option = crel("li", { id: `${this.list.id}-${number}`, role: "option" }, [title])
        if (name) option.append(crel("small", { textContent: ` ${name}` }))
        if (state) option.append(" ", crel("strong", { textContent: state }))
        return option
      }),
    )
    this.list.hidden = !results.length
    this.status.textContent = ""
    this.input.setAttribute("aria-expanded", this.isOpen)
    this.activate(-1)
  }

  activate(place) {
    const options = [...this.list.children]
    this.active = place
    options.forEach((option, number) => option.setAttribute("aria-selected", number === place))
    if (place < 0) this.input.removeAttribute("aria-activedescendant")
    else this.input.setAttribute("aria-activedescendant", options[place].id)
    options[place]?.scrollIntoView({ block: "nearest" })
  }

  choose(place) {
    this.asked++
    const chosen = this.results[place]
    this.input.value = chosen.url
    this.show([])
    this.chosen = chosen
    this.status.textContent = chosen.state ? `${chosen.title} (${chosen.state})` : chosen.title
  }

  onKey(event) {
    const last = this.list.children.length - 1
    const does = {
      ArrowDown: () => this.activate(this.active < last ? this.active + 1 : -1),
      ArrowUp: () => this.activate(this.active < 0 ? last : this.active - 1),
      Enter: () => this.choose(this.active),
      Escape: () => this.show([]),
    }[event.key]
    if (!does || !this.isOpen || (event.key === "Enter" && this.active < 0)) return
    event.preventDefault()
    does()
  }
}

/* Resolve to what the link is to be: { href, title }, with href "" to remove it; null for no change. */
function ask(editor, picker, href) {
  const id = `link-picker-${++count}`
  const list = crel("ul", {
    id: `${id}-list`,
    className: "link-picker-list",
    role: "listbox",
    hidden: true,
    "aria-label": picker.results,
  })
  const status = crel("p", { id: `${id}-status`, className: "link-picker-status", role: "status" })
  const input = crel("input", {
    id,
    type: "text",
    value: href,
    autocomplete: "off",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-describedby": `${id}-help`,
  })
  const help = crel("p", { id: `${id}-help`, className: "help", textContent: picker.help })
  const button = (textContent, type = "button") => crel("button", { type, textContent })
  const [set, remove, cancel] = [
    button(picker.set, "submit"),
    button(picker.remove),
    button(picker.cancel),
  ]
  const heading = crel("h3", {
    id: `${id}-title`,
    className: "prose-editor-dialog-title",
    textContent: picker.title,
  })
  const form = crel("form", { noValidate: true }, [
    heading,
    crel("div", { className: "prose-editor-dialog-field" }, [
      crel("label", { htmlFor: id, textContent: picker.label }),
      help,
      input,
      list,
      status,
    ]),
    crel("div", { className: "prose-editor-dialog-buttons" }, [
      set,
      ...(href ? [remove] : []),
      cancel,
    ]),
  ])
  const dialog = crel("dialog", { className: "prose-editor-dialog link-picker" }, [form])
  dialog.setAttribute("aria-labelledby", heading.id)
  // Not inside the article's form: forms cannot be nested.
  document.body.append(dialog)
  const combobox = new Combobox(picker, input, list, status)

  return new Promise((resolve) => {
    let result = null
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      const address = input.value.trim()
      if (!ADDRESS.test(address)) {
        status.textContent = picker.invalid
        input.setAttribute("aria-invalid", "true")
        input.focus()
        return
      }
      result = { href: address, title: combobox.chosen?.title ?? address }
      dialog.close()
    })
    remove.addEventListener("click", () => {
      result = { href: "" }
      dialog.close()
    })
    cancel.addEventListener("click", () => dialog.close())
    // Escape closes the list first, and only then the dialog.
    dialog.addEventListener("cancel", (event) => {
      if (!combobox.isOpen) return
      event.preventDefault()
      combobox.show([])
    })
    dialog.addEventListener("close", () => {
      dialog.remove()
      editor.view.focus()
      resolve(result)
    })
    dialog.showModal()
    input.select()
  })
}

export const Link = EditorLink.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      addLink:
        () =>
        ({ editor }) => {
          const isLink = editor.isActive(this.name)
          const href = editor.getAttributes(this.name).href ?? ""
          ask(editor, this.options.picker, href).then((wanted) => {
            if (!wanted) return
            const chain = editor.chain()
            if (isLink) chain.extendMarkRange(this.name)
            if (!wanted.href) chain.unsetMark(this.name)
            else if (isLink || !editor.state.selection.empty)
              chain.setMark(this.name, { href: wanted.href })
            // With nothing selected, the title is the text of the link.
            else
              chain.insertContent({
                type: "text",
                text: wanted.title,
                marks: [{ type: this.name, attrs: { href: wanted.href } }],
              })
            // What is typed next comes after the link, and is no part of it.
            chain
              .command(({ tr, commands }) => commands.setTextSelection(tr.selection.to))
              .command(({ tr }) => Boolean(tr.removeStoredMark(this.type)))
              .run()
          })
          return true
        },
    }
  },

  addMenuItems({ menu, buttons }) {
    this.parent?.({ menu, buttons })
    menu.defineItem({
      name: "link",
      groups: "link",
      button: buttons.material("insert_link", this.options.picker.title),
      command: (editor) => editor.commands.addLink(),
      active: (editor) => editor.isActive(this.name),
    })
  },
})
