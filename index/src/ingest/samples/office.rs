//! Samples of what office programs write, and of PDF.

use crate::ingest::samples::{Sample, sample};
use crate::ingest::testing::zip;

/// A sample of each format, with its words in all the places that it has for text.
#[expect(
    clippy::too_many_lines,
    reason = "a list of samples, in the order of the formats"
)]
pub fn samples() -> Vec<Sample> {
    let word = |body: &str| format!("<w:r><w:t>{body}</w:t></w:r>");
    let p = |body: &str| format!("<w:p>{}</w:p>", word(body));
    let document = format!(
        "<w:document><w:body>{}<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}{}</w:tc></w:tr></w:tbl>\
         <w:p><w:hyperlink>{}</w:hyperlink></w:p><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>\
         <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden quay</w:t></w:r></w:p>\
         <w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>\
         <w:p><w:ins>{}</w:ins></w:p></w:body></w:document>",
        p("plain quay"),
        p("celled quay"),
        p("second quay"),
        p("third quay"),
        word("linked quay"),
        p("framed quay"),
        p("boxed quay"),
        word("inserted quay"),
    );
    let part = |root: &str, inner: &str| format!("<w:{root}>{inner}</w:{root}>");
    let notes = |kind: &str, text: &str| part(&format!("{kind}s"), &part(kind, &p(text)));
    let comment = format!(
        "<w:comments><w:comment w:author=\"Eva Dahl\">{}</w:comment></w:comments>",
        p("commented quay")
    );
    let docx = zip(&[
        ("word/document.xml", document.as_bytes()),
        (
            "word/footnotes.xml",
            notes("footnote", "footnoted quay").as_bytes(),
        ),
        (
            "word/endnotes.xml",
            notes("endnote", "endnoted quay").as_bytes(),
        ),
        ("word/comments.xml", comment.as_bytes()),
        (
            "word/header1.xml",
            part("hdr", &p("headed quay")).as_bytes(),
        ),
        (
            "word/footer1.xml",
            part("ftr", &p("footed quay")).as_bytes(),
        ),
    ]);
    let slide = |texts: &[&str]| {
        let shapes: String = texts
            .iter()
            .map(|text| {
                format!("<p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>")
            })
            .collect();
        format!(
            "<p:sld><p:cSld><p:spTree>{shapes}<a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>celled slide</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:spTree></p:cSld></p:sld>"
        )
    };
    let pptx = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "ppt/slides/slide1.xml",
            slide(&["first slide", "boxed slide"]).as_bytes(),
        ),
    ]);
    let content = "<office:document-content><office:body><text:h text:outline-level=\"1\">headed berth</text:h>\
        <text:p>plain berth<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>footnoted berth</text:p></text:note-body></text:note></text:p>\
        <text:p>x<office:annotation><dc:creator>Eva Dahl</dc:creator><text:p>commented berth</text:p></office:annotation></text:p>\
        <text:list><text:list-item><text:p>listed berth</text:p></text:list-item></text:list>\
        <table:table><table:table-row><table:table-cell><text:p>celled berth</text:p></table:table-cell></table:table-row></table:table>\
        <text:p><draw:frame><draw:text-box><text:p>boxed berth</text:p></draw:text-box></draw:frame></text:p></office:body></office:document-content>";
    let styles = "<office:document-styles><office:master-styles><style:master-page><style:header><text:p>topped berth</text:p></style:header></style:master-page></office:master-styles></office:document-styles>";
    let odt = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("styles.xml", styles.as_bytes()),
    ]);
    let book = "<package><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/><item id=\"b\" href=\"b.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"a\"/><itemref idref=\"b\" linear=\"no\"/></spine></package>";
    let epub = zip(&[
        ("META-INF/container.xml", b"<container><rootfiles><rootfile full-path=\"book.opf\"/></rootfiles></container>"),
        ("book.opf", book.as_bytes()),
        ("a.xhtml", b"<html><body><h1>headed pier</h1><p>plain pier</p><aside>noted pier</aside><figure><figcaption>captioned pier</figcaption></figure></body></html>"),
        ("b.xhtml", b"<html><body><p>apart pier</p></body></html>"),
    ]);
    vec![
        sample(
            "docx",
            "a.docx",
            docx,
            &[
                "plain quay",
                "celled quay",
                "second quay",
                "third quay",
                "linked quay",
                "framed quay",
                "hidden quay",
                "boxed quay",
                "inserted quay",
                "footnoted quay",
                "endnoted quay",
                "commented quay",
                "headed quay",
                "footed quay",
            ],
        ),
        sample(
            "pptx",
            "a.pptx",
            pptx,
            &["first slide", "boxed slide", "celled slide"],
        ),
        sample(
            "odt",
            "a.odt",
            odt,
            &[
                "headed berth",
                "plain berth",
                "footnoted berth",
                "commented berth",
                "listed berth",
                "celled berth",
                "boxed berth",
                "topped berth",
            ],
        ),
        sample(
            "epub",
            "a.epub",
            epub,
            &[
                "headed pier",
                "plain pier",
                "noted pier",
                "captioned pier",
                "apart pier",
            ],
        ),
        sample("pdf", "a.pdf", pdf(), &["plain dock", "second dock"]),
        sample(
            "rtf",
            "a.rtf",
            "{\\rtf1\\ansi{\\header\\pard headed wharf\\par}\\pard plain wharf{\\footnote\\pard footnoted wharf\\par}\\par\\trowd\\pard\\intbl celled wharf\\cell\\row\\pard x{\\*\\annotation commented wharf\\par}\\par}",
            &[
                "headed wharf",
                "plain wharf",
                "footnoted wharf",
                "celled wharf",
                "commented wharf",
            ],
        ),
    ]
}

/// A PDF of two pages. Its table of references is left out, and is rebuilt.
fn pdf() -> Vec<u8> {
    let page = |number: u32, text: &str| {
        let stream = format!("BT /F1 12 Tf 72 700 Td ({text} is here.) Tj ET");
        format!(
            "{number} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {0} 0 R/Resources<</Font<</F1 9 0 R>>>>>>endobj\n\
             {0} 0 obj<</Length {1}>>stream\n{stream}\nendstream endobj\n",
            number + 1,
            stream.len()
        )
    };
    format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>endobj\n{}{}9 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\ntrailer<</Size 10/Root 1 0 R>>\n%%EOF",
        page(3, "plain dock"),
        page(5, "second dock")
    )
    .into_bytes()
}
