// What the rich-text editor needs beyond its own parts: care cards, and tables that keep
// their caption and the scope of their header cells.
//
// The editor loads this module by the setting DJANGO_PROSE_EDITOR_EXTENSIONS; what is exported
// under the name of one of its own extensions stands in for it.

import {
  Node,
  Table as EditorTable,
  TableHeader as EditorTableHeader,
  crel,
  gettext,
  mergeAttributes,
  updateAttrsDialog,
} from "django-prose-editor/editor"

const CARE_LEVELS = [
  { level: "non-urgent", title: gettext("Care card: non-urgent") },
  { level: "urgent", title: gettext("Care card: urgent") },
  { level: "emergency", title: gettext("Care card: emergency") },
]

export const CareCard = Node.create({
  name: "careCard",
  group: "block",
  content: "block+",
  defining: true,

  addAttributes() {
    return {
      level: {
        default: "non-urgent",
        parseHTML: (element) =>
          CARE_LEVELS.find(({ level }) => element.classList.contains(`care-card-${level}`))?.level,
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
      button: buttons.text(gettext("Care card")),
      option: crel("p", { textContent: gettext("No care card") }),
      active: (editor) => !editor.isActive(this.name),
      command: (editor) => editor.chain().focus().unsetCareCard().run(),
    })
    for (const { level, title } of CARE_LEVELS) {
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

const captionDialog = updateAttrsDialog(
  { caption: { type: "string", title: gettext("Caption") } },
  { title: gettext("Table caption"), submitText: gettext("Set caption") },
)

// The caption is an attribute and not a child: the editor's tables may hold only rows.
export const Table = EditorTable.extend({
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
    menu.defineItem({
      name: "table:caption",
      groups: "table",
      button: buttons.text(gettext("Caption"), gettext("Table caption")),
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
