//! Who says what in short German, French and Spanish stories.

use crate::attribution::languages::attribute;
use crate::document::rule::Rule;

/// Checks the speaker, the words and the rule of every outermost utterance of a one-paragraph
/// story.
fn check(lang: &str, text: &str, expected: &[(Option<&str>, &str, Rule)]) {
    let story = attribute(lang, &[text]).expect("a language with a table");
    let found: Vec<_> = story[0]
        .iter()
        .filter(|utterance| utterance.rule != Rule::WordsWithin)
        .map(|utterance| {
            let words = &text[utterance.range.clone()];
            (utterance.speaker.as_deref(), words, utterance.rule)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

/// Checks who says the last utterance of a story.
fn check_last(lang: &str, story: &[&str], expected: Option<&str>) {
    let found = attribute(lang, story).expect("a language with a table");
    let last = found.iter().flatten().last().expect("an utterance");
    assert_eq!(last.speaker.as_deref(), expected, "{story:?}");
}

#[test]
fn a_language_without_a_table_is_not_read() {
    assert!(attribute("en", &["\"Yes,\" said Anna Berg."]).is_none());
    assert!(attribute("xx", &[]).is_none());
}

#[test]
fn a_verb_and_its_subject_follow_a_german_quotation() {
    let berg = Some("Anna Berg");
    check(
        "de",
        "„Die Fähre bleibt“, sagte Anna Berg.",
        &[(berg, "„Die Fähre bleibt“", Rule::QuoteSaid)],
    );
    check(
        "de",
        "»Nein«, rief am Abend die Kapitänin der Fähre, Anna Berg.",
        &[(berg, "»Nein«", Rule::QuoteSaid)],
    );
    check(
        "de",
        "„Nein“, teilte die Nordfähre AG mit.",
        &[(None, "„Nein“", Rule::QuoteSaid)],
    );
    check(
        "de",
        "„Sie bleibt“, zitiert das Nordblatt Anna Berg.",
        &[(berg, "„Sie bleibt“", Rule::QuoteSaid)],
    );
}

#[test]
fn a_report_interrupts_a_quotation() {
    let holm = Some("Otto Holm");
    check(
        "de",
        "„Wir fahren“, so Otto Holm, „wenn es hell ist.“",
        &[
            (holm, "„Wir fahren“", Rule::AccordingTo),
            (holm, "„wenn es hell ist.“", Rule::Split),
        ],
    );
    check(
        "fr",
        "« Le bac, a dit Bruno Marchal, partira ce soir. »",
        &[
            (Some("Bruno Marchal"), "« Le bac", Rule::QuoteSaid),
            (Some("Bruno Marchal"), "partira ce soir. »", Rule::Split),
        ],
    );
    check(
        "es",
        "«Zarpamos», avisa Tomás Rey, «al amanecer».",
        &[
            (Some("Tomás Rey"), "«Zarpamos»", Rule::QuoteSaid),
            (Some("Tomás Rey"), "«al amanecer»", Rule::Split),
        ],
    );
}

#[test]
fn a_colon_or_that_introduces_what_is_said() {
    let berg = Some("Anna Berg");
    check(
        "de",
        "Die Kapitänin der Fähre, Anna Berg, sagte: „Sie bleibt.“",
        &[(berg, "„Sie bleibt.“", Rule::SaidQuote)],
    );
    check(
        "de",
        "Anna Berg kündigte an, dass die Fähre bleibt.",
        &[(berg, "die Fähre bleibt", Rule::SaidThat)],
    );
    check(
        "de",
        "Kapitän Otto Holm nach der Fahrt: „Das Wasser war zu hoch.“",
        &[(Some("Otto Holm"), "„Das Wasser war zu hoch.“", Rule::Colon)],
    );
    check(
        "fr",
        "Élise Caron affirme qu'il manque deux bacs.",
        &[(Some("Élise Caron"), "il manque deux bacs", Rule::SaidThat)],
    );
    check(
        "es",
        "La ministra Elena Duarte anunció el lunes que el barco seguirá.",
        &[(Some("Elena Duarte"), "el barco seguirá", Rule::SaidThat)],
    );
}

#[test]
fn a_german_clause_needs_no_that() {
    check(
        "de",
        "Anna Berg sagte, die Fähre sei sicher. Das Geld liege bereit.",
        &[
            (Some("Anna Berg"), "die Fähre sei sicher", Rule::SaidClause),
            (Some("Anna Berg"), "Das Geld liege bereit.", Rule::Continued),
        ],
    );
    check(
        "de",
        "Anna Berg sagte Otto Holm ab, der die Fähre kannte.",
        &[],
    );
    check(
        "de",
        "Anna Berg wollte mehr verlangen, die Stadt war dagegen.",
        &[],
    );
}

#[test]
fn a_clause_comes_before_its_verb() {
    check(
        "de",
        "Die Fähre bleibe im Hafen, sagte Anna Berg.",
        &[(
            Some("Anna Berg"),
            "Die Fähre bleibe im Hafen",
            Rule::ClauseSaid,
        )],
    );
    check(
        "fr",
        "Le bac, dit-on au ministère, partira en mai.",
        &[
            (None, "Le bac", Rule::ClauseSaid),
            (None, "partira en mai", Rule::Split),
        ],
    );
    check(
        "es",
        "El barco seguirá, dijo Elena Duarte.",
        &[(Some("Elena Duarte"), "El barco seguirá", Rule::ClauseSaid)],
    );
}

#[test]
fn phrases_introduce_a_source() {
    let berg = Some("Anna Berg");
    for text in [
        "Laut Anna Berg fehlen zwei Boote.",
        "Anna Berg zufolge fehlen zwei Boote.",
        "Nach Angaben von Anna Berg fehlen zwei Boote.",
    ] {
        check(
            "de",
            text,
            &[(berg, "fehlen zwei Boote", Rule::AccordingTo)],
        );
    }
    check(
        "fr",
        "Selon Élise Caron, le bac est sûr.",
        &[(Some("Élise Caron"), "le bac est sûr", Rule::AccordingTo)],
    );
    check("fr", "C'est selon. Tout dépend du vent.", &[]);
    check(
        "es",
        "Faltan dos barcos, según Elena Duarte.",
        &[(Some("Elena Duarte"), "Faltan dos barcos", Rule::AccordingTo)],
    );
    check("es", "Según se mire, es un río o un lago.", &[]);
}

#[test]
fn a_pronoun_means_whoever_fits_by_sex_and_is_near() {
    let pair = "Anna Berg sprach mit Otto Holm. „Nein“, sagte er.";
    check_last("de", &[pair], Some("Otto Holm"));
    let stranger = "Otto Holm saß am Ufer. Eine Frau kam. „Mein Boot ist weg“, sagte sie.";
    check_last("de", &[stranger], None);
    check_last(
        "de",
        &["Die Nordfähre AG zog Bilanz. „Wir wachsen“, erklärte sie."],
        None,
    );
    check_last(
        "fr",
        &["Élise Caron a reçu Bruno Marchal.", "« Non », a-t-il dit."],
        Some("Bruno Marchal"),
    );
    check_last(
        "es",
        &["Elena Duarte esperó. “El mar sube”, contó."],
        Some("Elena Duarte"),
    );
    check_last(
        "es",
        &["Elena Duarte esperó a Tomás Rey. “El mar sube”, contó."],
        None,
    );
    check_last(
        "es",
        &["La empresa Norbarco creció. “Crecemos”, afirma."],
        None,
    );
}

#[test]
fn what_hangs_on_an_office_is_no_name() {
    let text = "« Oui », a dit le président de la République, Bruno Marchal.";
    check_last("fr", &[text], Some("Bruno Marchal"));
    let text = "« Oui », a dit la ministre du Commerce Élise Caron.";
    check_last("fr", &[text], Some("Élise Caron"));
    let text = "“Sí”, dijo el ministro del Interior, Tomás Rey, en el Congreso.";
    check_last("es", &[text], Some("Tomás Rey"));
    let text = "„Ja“, sagte Anna Bergs Sprecher Otto Holm.";
    check_last("de", &[text], Some("Otto Holm"));
    check_last("de", &["„Ja“, sagte die Tochter von Otto Holm."], None);
}

#[test]
fn a_clause_with_as_names_who_says_the_rest() {
    let berg = Some("Anna Berg");
    let text = "Die Fähre bleibt im Hafen, wie Anna Berg mitteilte.";
    let words = "Die Fähre bleibt im Hafen";
    check("de", text, &[(berg, words, Rule::ClauseSaid)]);
    let text = "Comme l'a dit Élise Caron, le bac est sûr.";
    let caron = Some("Élise Caron");
    check("fr", text, &[(caron, "le bac est sûr", Rule::AsSaid)]);
}

#[test]
fn unknown_names_count_where_something_shows_a_person() {
    check_last(
        "de",
        &["„Ja“, sagte der 71-jährige Jorvo Tamm."],
        Some("Jorvo Tamm"),
    );
    check_last(
        "de",
        &["Nach Angaben von Jorvo Tamm fehlen Boote."],
        Some("Jorvo Tamm"),
    );
    let story = ["Jorvo Tamm leitet die Werft. „Ja“, klagt Tamm."];
    check_last("de", &story, Some("Jorvo Tamm"));
    check_last("de", &["„Ja“, schrieb das Nordblatt Aktuell."], None);
}

#[test]
fn surnames_and_titles_mean_the_person_of_the_story() {
    check_last(
        "de",
        &["Otto Holm leitet die Fähre. „Nein“, klagt Holm."],
        Some("Otto Holm"),
    );
    check_last(
        "fr",
        &["Élise Caron attend. « Non », déplore Mme Caron."],
        Some("Élise Caron"),
    );
    check_last(
        "es",
        &["Tomás Rey Olmo espera. “No”, lamenta Rey."],
        Some("Tomás Rey Olmo"),
    );
    check_last(
        "de",
        &["Karl Richter kam. „Nein“, sagte Richter."],
        Some("Karl Richter"),
    );
    let two = "Otto Holm und Emil Holm kamen. „Nein“, sagte Holm.";
    check_last("de", &[two], None);
}

#[test]
fn bodies_and_unnamed_persons_are_no_speakers() {
    for (lang, text) in [
        ("de", "„Wir prüfen das“, sagte ein Sprecher der Polizei."),
        ("de", "„Wir prüfen das“, schrieb das Nordblatt."),
        ("fr", "« Nous vérifions », a répondu la société Norbac."),
        ("fr", "« Nous vérifions », écrit Le Courrier."),
        ("es", "“Lo vemos”, dijo el presidente del club."),
        ("es", "“Lo vemos”, publica El Correo."),
    ] {
        check_last(lang, &[text], None);
    }
}

#[test]
fn names_of_things_in_quotation_marks_are_nothing_that_is_said() {
    check("de", "Das Stück „Der Besuch“ von Otto Holm läuft.", &[]);
    check("fr", "Le « pacte » est ancien.", &[]);
    check("es", "La obra «La visita» de Tomás Rey gusta.", &[]);
    check(
        "de",
        "Der Sender „Kanal 10“ berichtete über Anna Berg.",
        &[],
    );
}

#[test]
fn what_a_thing_is_called_is_reported() {
    check(
        "de",
        "Otto Holm nannte den Plan „eine Zumutung“.",
        &[(Some("Otto Holm"), "„eine Zumutung“", Rule::SaidQuote)],
    );
    check(
        "fr",
        "Bruno Marchal a qualifié le projet de « folie ».",
        &[(
            Some("Bruno Marchal"),
            "le projet de « folie »",
            Rule::SaidAbout,
        )],
    );
}

#[test]
fn a_dash_opens_a_line_of_dialogue() {
    check(
        "fr",
        "— Le vent, dit Bruno Marchal.",
        &[(Some("Bruno Marchal"), "Le vent", Rule::QuoteSaid)],
    );
    check(
        "es",
        "—Siéntese —dijo Elena Duarte—. Hay café.",
        &[
            (Some("Elena Duarte"), "Siéntese", Rule::QuoteSaid),
            (Some("Elena Duarte"), "Hay café.", Rule::Split),
        ],
    );
    check_last("es", &["Elena Duarte cerró.", "—Llueve."], None);
}

#[test]
fn an_open_quotation_goes_on_in_the_next_paragraph() {
    let story = [
        "Anna Berg sagte: „Die Fähre bleibt.",
        "„Und sie bleibt lange.“",
    ];
    check_last("de", &story, Some("Anna Berg"));
    let story = [
        "Anna Berg schrieb an die Stadt:",
        "„Die Fähre bleibt lange.“",
    ];
    check_last("de", &story, Some("Anna Berg"));
}

#[test]
fn a_verb_at_the_end_of_its_clause_reports() {
    let berg = Some("Anna Berg");
    check(
        "de",
        "„Die Fähre bleibt“, wie Anna Berg erklärt hat.",
        &[(berg, "„Die Fähre bleibt“", Rule::QuoteSaid)],
    );
    check_last(
        "de",
        &["Otto Holm ging, weil Anna Berg den Plan als „Unfug“ bezeichnet hat."],
        berg,
    );
    // Which of the two calls the other one so cannot be told.
    check_last(
        "de",
        &["Es war Otto Holm, den Anna Berg als „Freund“ bezeichnete."],
        None,
    );
}

#[test]
fn quotations_can_come_before_the_verb_behind_a_preposition() {
    check_last(
        "de",
        &["Von einem „großen Tag“ sprach Anna Berg."],
        Some("Anna Berg"),
    );
    check_last(
        "de",
        &["Als „Unfug“ bezeichnete Anna Berg den Plan."],
        Some("Anna Berg"),
    );
}

#[test]
fn a_second_verb_has_the_subject_behind_the_first() {
    check_last(
        "de",
        &["In Lindal rief Bürgermeisterin Anna Berg zur Ruhe auf und sagte: „Wir bleiben.“"],
        Some("Anna Berg"),
    );
    check_last(
        "de",
        &["Die Schuld wies Anna Berg von sich: „Das war der Wind.“"],
        Some("Anna Berg"),
    );
}

#[test]
fn a_phrase_can_mean_his_or_her_view() {
    let told = "Seiner Ansicht nach ist die Fähre sicher.";
    check_last(
        "de",
        &[&format!("Otto Holm widersprach. {told}")],
        Some("Otto Holm"),
    );
    check_last("de", &[&format!("Anna Berg widersprach. {told}")], None);
    let told = "Selon lui, le pont restera fermé.";
    check_last(
        "fr",
        &[&format!("Paul Roux a dit non. {told}")],
        Some("Paul Roux"),
    );
}

#[test]
fn a_sentence_can_say_who_said_the_one_before() {
    let story = "„Das Boot ist weg.“ Das sagte Anna Berg am Montag.";
    check_last("de", &[story], Some("Anna Berg"));
}

#[test]
fn several_persons_say_the_same() {
    let words = "„Die Fähre bleibt“";
    check(
        "de",
        "„Die Fähre bleibt“, sagten Anna Berg und Otto Holm.",
        &[
            (Some("Anna Berg"), words, Rule::QuoteSaid),
            (Some("Otto Holm"), words, Rule::QuoteSaid),
        ],
    );
    let words = "el puente cierra";
    check(
        "es",
        "Elena Duarte y Pablo Serrano dijeron que el puente cierra.",
        &[
            (Some("Elena Duarte"), words, Rule::SaidThat),
            (Some("Pablo Serrano"), words, Rule::SaidThat),
        ],
    );
    check(
        "de",
        "„Die Fähre bleibt“, sagte Anna Berg und Otto Holm ging.",
        &[(Some("Anna Berg"), "„Die Fähre bleibt“", Rule::QuoteSaid)],
    );
}

#[test]
fn a_clause_before_the_verb_has_a_subject_of_its_own() {
    check_last(
        "de",
        &["Nachdem Otto Holm erklärt hatte, er gehe, sagte Anna Berg: „Endlich.“"],
        Some("Anna Berg"),
    );
}

#[test]
fn a_colon_needs_no_verb() {
    check_last(
        "de",
        &["Dazu Anna Berg: „Wir warten ab.“"],
        Some("Anna Berg"),
    );
    let goes_on = "Anna Berg sagte, sie gehe. Berg weiter: „Es hat nicht gereicht.“";
    check_last("de", &[goes_on], Some("Anna Berg"));
}

#[test]
fn an_office_means_its_only_holder() {
    let told = "„Wir bleiben“, sagte die Ministerin.";
    let named = format!("Ministerin Anna Berg kam. {told}");
    check_last("de", &[&named], Some("Anna Berg"));
    check_last("de", &[told], None);
    let two = format!("Ministerin Anna Berg traf Ministerin Olga Holm. {told}");
    check_last("de", &[&two], None);
    let former = format!("Die ehemalige Ministerin Anna Berg kam. {told}");
    check_last("de", &[&former], None);
    let told = "« Non », a dit la maire.";
    let named = format!("La maire de Valmont, Claire Dumas, est venue. {told}");
    check_last("fr", &[&named], Some("Claire Dumas"));
}

#[test]
fn a_given_name_alone_can_speak() {
    check_last("de", &["„Kommst du?“, fragte Anna."], Some("Anna"));
    check_last("fr", &["— Non, répondit Marc."], Some("Marc"));
}

#[test]
fn what_a_dash_closes_is_no_speech() {
    check(
        "es",
        "—Lo sabía —dijo Elena Duarte, y se fue—. Siempre.",
        &[
            (Some("Elena Duarte"), "Lo sabía", Rule::QuoteSaid),
            (Some("Elena Duarte"), "Siempre.", Rule::Split),
        ],
    );
}

#[test]
fn a_dateline_is_nobody() {
    check_last(
        "de",
        &["LINDAL (NWA) — Die Leiterin Anna Berg hat gewarnt, dass die Fähre sinkt."],
        Some("Anna Berg"),
    );
}

#[test]
fn nouns_in_the_subjunctive_form_report_nothing() {
    let story = "„Die Fähre bleibt“, sagte Anna Berg. Im Laufe des Tages kam ein Boot.";
    check(
        "de",
        story,
        &[(Some("Anna Berg"), "„Die Fähre bleibt“", Rule::QuoteSaid)],
    );
}
