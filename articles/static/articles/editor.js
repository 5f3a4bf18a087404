// What the rich-text editor needs beyond its own parts: care cards, tables that keep their caption
// and the scope of their header cells, and a menu in the language of who reads it.
//
// The editor loads this module by the setting DJANGO_PROSE_EDITOR_EXTENSIONS; what is exported
// under the name of one of its own extensions stands in for it. What editors read comes as options,
// in their language, from articles/fields.py.

import {
  Extension,
  Node,
  Table as EditorTable,
  TableHeader as EditorTableHeader,
  crel,
  gettext,
  mergeAttributes,
  updateAttrsDialog,
} from "django-prose-editor/editor"

const CARE_LEVELS = ["non-urgent", "urgent", "emergency"]

export const CareCard = Node.create({
  name: "careCard",
  group: "block",
  content: "block+",
  defining: true,

  addOptions() {
    return { name: "", none: "", levels: {}, labels: {} }
  },

  // A style sheet writes them on the cards, and knows no language.
  onCreate() {
    for (const level of CARE_LEVELS) {
      const label = JSON.stringify(this.options.labels[level])
      this.editor.view.dom.style.setProperty(`--care-label-${level}`, label)
    }
  },

  addAttributes() {
    return {
      level: {
        default: "non-urgent",
        parseHTML: (element) =>
          CARE_LEVELS.find((level) => element.classList.contains(`care-card-${level}`)),
        renderHTML: ({ level }) => ({ class: `care-card care-card-${level}` }),
      },
    }
  },

  parseHTML() {
    return [{ tag: "div.care-card" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes), 0]
  },

  addCommands() {
    return {
      setCareCard:
        (level) =>
        ({ commands, editor }) =>
          editor.isActive(this.name)
            ? commands.updateAttributes(this.name, { level })
            : commands.wrapIn(this.name, { level }),
      unsetCareCard:
        () =>
        ({ commands }) =>
          commands.lift(this.name),
    }
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "careCard:none",
      groups: "careCard",
      button: buttons.text(this.options.name),
      option: crel("p", { textContent: this.options.none }),
      active: (editor) => !editor.isActive(this.name),
      command: (editor) => editor.chain().focus().unsetCareCard().run(),
    })
    for (const level of CARE_LEVELS) {
      const title = this.options.levels[level]
      menu.defineItem({
        name: `careCard:${level}`,
        groups: "careCard",
        button: buttons.text(title),
        option: crel("p", { className: `care-card-option-${level}`, textContent: title }),
        active: (editor) => editor.isActive(this.name, { level }),
        command: (editor) => editor.chain().focus().setCareCard(level).run(),
      })
    }
  },
})

// The caption is an attribute and not a child: the editor's tables may hold only rows.
export const Table = EditorTable.extend({
  addOptions() {
    return { ...this.parent?.(), words: {} }
  },

  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (element) => element.querySelector("caption")?.textContent.trim() ?? "",
        renderHTML: () => ({}),
      },
    }
  },

  parseHTML() {
    return [{ tag: "table" }, { tag: "caption", ignore: true }]
  },

  renderHTML({ node, HTMLAttributes }) {
    const caption = node.attrs.caption ? [["caption", node.attrs.caption]] : []
    return ["table", mergeAttributes(HTMLAttributes), ...caption, ["tbody", 0]]
  },

  addMenuItems({ editor, buttons, menu }) {
    this.parent?.({ editor, buttons, menu })
    const { caption, title, submit } = this.options.words
    const captionDialog = updateAttrsDialog(
      { caption: { type: "string", title: caption } },
      { title, submitText: submit },
    )
    menu.defineItem({
      name: "table:caption",
      groups: "table",
      button: buttons.text(caption, title),
      hidden: (editor) => !editor.isActive("table"),
      command: async (editor) => {
        const attributes = await captionDialog(editor, editor.getAttributes("table"))
        if (attributes) {
          editor.chain().focus().updateAttributes("table", attributes).run()
        }
      },
    })
  },
})

export const TableHeader = EditorTableHeader.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      scope: { default: null },
    }
  },
})

// The editor itself has no name for those who do not see its label, and names its buttons in English.
// Other words are in the catalog that pages of the admin load, as are those of its dialogs.
export const MenuWords = Extension.create({
  name: "menuWords",

  onCreate() {
    const { dom } = this.editor.view
    const field = dom.closest(".prose-editor")
    const [label] = field.querySelector("textarea")?.labels ?? []
    if (label) {
      dom.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""))
    }
    const menu = field.querySelector(".prose-menubar")
    for (const button of menu.querySelectorAll("[title]")) {
      const { title } = button
      const words = gettext(title)
      if (title && words !== title) {
        button.title = words
        button.setAttribute("aria-label", words)
      }
    }
    for (const option of menu.querySelectorAll("p, h2, h3")) {
      option.textContent = gettext(option.textContent)
    }
  },
})
