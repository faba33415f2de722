/** Draws the sheets that hang at the till: one page a point, the code as lines, so that it stays sharp on any printer. */
import { createRequire } from 'node:module'
import { setImmediate } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import { encode } from 'uqr'
import type { sheet as words } from '../../words/ru/sheet.ts'

export type SheetPage = { name: string; address: string; url: string }
export type SheetTexts = typeof words

const fontOf = createRequire(import.meta.url)
const [regular, bold] = ['400Regular/PTSans_400Regular', '700Bold/PTSans_700Bold'].map(face => fontOf.resolve(`@expo-google-fonts/pt-sans/${face}.ttf`)) as [string, string]

const ink = '#1a2122'
const dim = '#55605f'
const accent = '#0e6464'
const margin = 56
/** Side of the code with its white border, points; about 13 cm on A4. */
const side = 380
/** As the picture for the till has it: a quarter may be dirty or torn, four modules of white around. */
const qr = { ecc: 'Q', border: 4 } as const
/** After so many pages the desk is let to do other things. */
const breath = 10

/** A PDF of these pages, A4 upright; `hotline` as people read it. Pages come out as they are drawn. */
export function drawSheets(pages: readonly SheetPage[], { texts, hotline }: { texts: SheetTexts; hotline: string | null }): PDFKit.PDFDocument {
  const document = new PDFDocument({ size: 'A4', margin, autoFirstPage: false, info: { Title: texts.fileName } })
  document.registerFont('regular', regular)
  document.registerFont('bold', bold)
  void (async () => {
    try {
      for (const [index, page] of pages.entries()) {
        if (index % breath === breath - 1) await setImmediate()
        document.addPage()
        drawPage(document, page, { texts, hotline })
      }
      document.end()
    } catch (error) {
      document.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  })()
  return document
}

function drawPage(document: PDFKit.PDFDocument, { name, address, url }: SheetPage, { texts, hotline }: { texts: SheetTexts; hotline: string | null }): void {
  const { width, height } = document.page
  const column = { width: width - margin * 2, align: 'center' as const }
  document.fillColor(accent).font('bold').fontSize(34).text(texts.title, margin, 64, column)
  document.fillColor(ink).font('regular').fontSize(20).text(texts.lead, { ...column, lineGap: 3 }).moveDown(0.2)
  document.fillColor(dim).fontSize(14).text(texts.how, column)
  const top = Math.max(document.y + 12, 190)
  drawCode(document, url, (width - side) / 2, top)
  let y = top + side + 14
  document.fillColor(ink).font('bold').fontSize(fitting(document, name, 26, column.width)).text(name, margin, y, { ...column, height: 68, ellipsis: true })
  y = document.y + 4
  if (address !== '') document.fillColor(dim).font('regular').fontSize(15).text(address, margin, y, { ...column, height: 44, ellipsis: true })
  if (hotline !== null) document.fillColor(ink).font('bold').fontSize(17).text(texts.hotline(hotline), margin, height - margin - 34, { ...column, lineBreak: false })
}

/** The size at which the name stands on one line, but no smaller than a person reads from a step away. */
function fitting(document: PDFKit.PDFDocument, text: string, size: number, width: number): number {
  return Math.max(18, Math.min(size, Math.floor(size * width / document.font('bold').fontSize(size).widthOfString(text))))
}

/** Modules of a row that stand side by side become one box. */
function drawCode(document: PDFKit.PDFDocument, url: string, left: number, top: number): void {
  const { data, size } = encode(url, qr)
  const module = side / size
  document.save().translate(left, top)
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (row[x] !== true) continue
      const from = x
      while (row[x + 1] === true) x++
      // A hair of overlap, so that no white line shows between rows.
      document.rect(from * module, y * module, (x - from + 1) * module, module + 0.05)
    }
  })
  document.fill('#000000').restore()
}
