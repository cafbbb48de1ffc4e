//! Words that stand before a colon and speak for nobody.

/// Words that stand before a colon again and again and speak for nobody: "Note", "Date", "Photo".
pub fn is_notice(name: &str) -> bool {
    const NOTICES: &str = "\
        note|notes|warning|caution|important|update|updated|correction|summary|abstract|\
        background|example|examples|exercise|tip|hint|todo|fixme|date|time|location|venue|\
        place|subject|topic|topics|title|author|authors|source|sources|photo|photos|picture|\
        image|video|audio|slides|slide|link|links|url|website|email|e-mail|phone|tel|fax|\
        twitter|address|contact|present|absent|apologies|attendance|attendees|participants|\
        in attendance|agenda|item|action|actions|decision|decisions|resolved|resolution|\
        motion|vote|votes|ayes|noes|nays|result|results|conclusion|references|reference|\
        see also|further reading|related|tags|keywords|category|categories|monday|tuesday|\
        wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|\
        july|august|september|october|november|december|pros|cons|step|part|chapter|section|\
        scene|act|figure|fig|table|listing|appendix|ps|p.s|nb|n.b|re|cc|bcc|from|to|sent|\
        editor's note|transcript|transcript by|transcription by|transcribed by|\
        transcript completed by|translation|translated by|written by|edited by|produced by|\
        by|disclaimer|copyright|license|licence|version|status|name|description|definition|\
        theorem|lemma|proof|corollary|problem|solution|goal|goals|advantages|disadvantages|\
        benefits|drawbacks|idea|paper|papers|media|duration|episode|continued|caption|\
        credit|breaking|watch|listen|read more|read also|name of transcriber|speakers|\
        speaker|moderator's note|panelists|hosts|host|guest|guests|format|type|input|output|\
        full name|date of birth|height|transcribers|tl;dr|tldr|spoiler|start time|end time|\
        fecha|lugar|ubicación|tema|título|autor|hora de inicio|hora de finalización|nota|resumen|datum|ort|thema|titel|\
        quelle|hinweis|anwesend|entschuldigt|lieu|sujet|titre|remarque|présents|excusés|luogo|assunto|tempo";
    const BEGINNINGS: &str = "\
        step |part |chapter |figure |table |item |question |section |slide |day |location ";
    let name = name.trim().to_lowercase();
    NOTICES.split('|').any(|notice| notice == name)
        || BEGINNINGS.split('|').any(|beginning| {
            name.strip_prefix(beginning).is_some_and(|rest| {
                rest.chars()
                    .all(|c| c.is_ascii_digit() || "ivx.".contains(c))
            })
        })
}
