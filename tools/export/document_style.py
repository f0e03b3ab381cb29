"""How exported documents look: A4, Chinese typefaces, quiet notes, a page number below."""

from __future__ import annotations

from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

NOTE = "Shuiwen Note"
_LATIN, _SONG, _HEI = "Times New Roman", "宋体", "黑体"
_INK, _SOFT = RGBColor(0x16, 0x22, 0x2E), RGBColor(0x59, 0x66, 0x73)


def dress(document: DocumentType, foot: str) -> None:
    """Give a new document its page, its styles and its footer.

    Args:
        document: as python-docx makes it.
        foot: what stands at the foot of each page, beside its number.
    """
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2.3)
    document.styles.add_style(NOTE, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    _style(document, "Normal", _SONG, 10.5, after=6, spacing=1.35)
    _style(document, "Title", _HEI, 20, after=4)
    _style(document, "Heading 1", _HEI, 13, before=16, after=6)
    _style(document, "List Bullet", _SONG, 10.5, after=2)
    _style(document, NOTE, _SONG, 9, after=1, spacing=1.2, color=_SOFT)
    title = _paragraph_style(document, "Title")
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in title.element.get_or_add_pPr().findall(qn("w:pBdr")):
        title.element.get_or_add_pPr().remove(border)  # the template rules a line under the title
    _footer(page.footer.paragraphs[0], foot)


def _style(
    document: DocumentType, name: str, chinese: str, size: float, *, before: float = 0,
    after: float = 0, spacing: float = 1.0, color: RGBColor = _INK,
) -> None:  # fmt: skip
    style = _paragraph_style(document, name)
    style.font.name, style.font.size, style.font.color.rgb = _LATIN, Pt(size), color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), chinese)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)  # else Word takes the theme's typefaces
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing = spacing


def _paragraph_style(document: DocumentType, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _footer(paragraph: Paragraph, text: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.style = NOTE
    paragraph.add_run(f"{text}　第 ")
    for kind, content in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = content
        run._r.append(mark)
    paragraph.add_run(" 页")
