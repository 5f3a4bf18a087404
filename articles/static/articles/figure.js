// Pictures of the library in the text, each with its caption.
//
// What is stored names the picture by its key; here its file is asked from the desk. The dialog is
// in the form's page, where its words are translated: admin/articles/picture/figure_dialog.html.

import { Node } from "django-prose-editor/editor"

const findDialog = () => document.getElementById("figure-dialog")
const addressOf = (key) => findDialog()?.dataset.shown.replace("KEY", key) ?? ""

/* Returns {picture, words}, null to take the picture out, or undefined where nothing is to change. */
const ask = (figure) =>
  new Promise((resolve) => {
    const dialog = findDialog()
    const choice = dialog.querySelector(".picture-choice")
    const words = dialog.querySelector("#figure-words")
    const problem = dialog.querySelector("[role=alert]")
    const end = new AbortController()
    const { signal } = end
    let picture = figure?.picture
    let answer

    const show = ({ source, title = "", said = "" }) => {
      const image = choice.querySelector("img")
      image.hidden = !source
      if (source) image.src = source
      choice.querySelector(".picture-title").textContent = title
      words.placeholder = said
      problem.textContent = ""
      problem.hidden = true
    }

    show({ source: picture && addressOf(picture) })
    words.value = figure?.words ?? ""
    dialog.querySelector("[value=remove]").hidden = !figure
    choice.addEventListener(
      "picture-chosen",
      ({ detail }) => {
        picture = detail.key
        show({ source: detail.thumbnail, title: detail.title, said: detail.alternative_text })
        words.focus()
      },
      { signal },
    )
    dialog.addEventListener(
      "submit",
      (event) => {
        if (event.submitter.value === "remove") {
          answer = null
        } else if (picture) {
          answer = { picture, words: words.value.trim() }
        } else {
          event.preventDefault()
          problem.hidden = false
          problem.textContent = problem.dataset.text
        }
      },
      { signal },
    )
    dialog.querySelector("[value=cancel]").addEventListener("click", () => dialog.close(), { signal })
    dialog.addEventListener(
      "close",
      () => {
        end.abort()
        resolve(answer)
      },
      { signal },
    )
    dialog.showModal()
  })

export const PictureFigure = Node.create({
  name: "pictureFigure",
  group: "block",
  content: "inline*", // the caption
  defining: true,
  isolating: true,
  draggable: true,

  addAttributes() {
    const image = (element) => element.querySelector("img[data-picture]")
    return {
      picture: { default: null, parseHTML: (element) => image(element)?.dataset.picture },
      words: { default: "", parseHTML: (element) => image(element)?.alt ?? "" },
    }
  },

  parseHTML() {
    return [
      {
        tag: "figure",
        getAttrs: (element) => (element.querySelector("img[data-picture]") ? null : false),
        contentElement: (element) =>
          element.querySelector("figcaption") ?? document.createElement("figcaption"),
      },
    ]
  },

  renderHTML({ node }) {
    const { picture, words } = node.attrs
    return ["figure", ["img", { "data-picture": picture, alt: words }], ["figcaption", 0]]
  },

  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement("figure")
      const image = document.createElement("img")
      const contentDOM = document.createElement("figcaption")
      image.contentEditable = "false"
      contentDOM.dataset.placeholder = findDialog()?.dataset.caption ?? ""
      dom.append(image, contentDOM)

      const show = ({ picture, words }) => {
        const address = addressOf(picture)
        if (image.getAttribute("src") !== address) image.src = address
        image.alt = words
      }
      show(node.attrs)
      return {
        dom,
        contentDOM,
        update: (updated) => {
          if (updated.type !== node.type) return false
          show(updated.attrs)
          return true
        },
        ignoreMutation: (mutation) => !contentDOM.contains(mutation.target),
      }
    }
  },

  addKeyboardShortcuts() {
    return {
      // A caption is one line: after it the text goes on.
      Enter: ({ editor }) => {
        if (!editor.isActive(this.name)) return false
        const { $to } = editor.state.selection
        const after = $to.after($to.depth)
        return editor
          .chain()
          .insertContentAt(after, { type: "paragraph" })
          .setTextSelection(after + 1)
          .run()
      },
    }
  },

  addMenuItems({ buttons, menu }) {
    const dialog = findDialog()
    menu.defineItem({
      name: "picture",
      groups: "picture",
      button: buttons.material("image", dialog?.dataset.name ?? ""),
      hidden: () => !dialog,
      active: (editor) => editor.isActive(this.name),
      command: async (editor) => {
        const figure = editor.isActive(this.name) ? editor.getAttributes(this.name) : null
        const answer = await ask(figure)
        const chain = editor.chain().focus()
        if (answer === null) {
          chain.deleteNode(this.name).run()
        } else if (answer && figure) {
          chain.updateAttributes(this.name, answer).run()
        } else if (answer) {
          chain.insertContent({ type: this.name, attrs: answer }).run()
        }
      },
    })
  },
})
