//! Reporting verbs: their forms, and what may stand behind each.
//!
//! A verb stands here if newspapers use it to say that somebody uttered something. Verbs of belief and wish ("believes",
//! "hopes") are left out: what they report was not said. Forms are made by rule; irregular ones are listed.

/// A form of a reporting verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cue {
    pub(crate) form: Form,
    pub(crate) frame: Frame,
    /// The form is a noun as well: "claims", "a report". It reports only right behind a subject.
    pub(crate) noun: bool,
}

/// Which form of its verb a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// say
    Base,
    /// says
    Present,
    /// said
    Past,
    /// saying
    Ing,
}

/// What a reporting verb takes as its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// Whatever follows: a clause with or without "that", a quotation, an object ("announced the move").
    Any,
    /// A clause with or without "that", a question, an infinitive, a quotation; not an object alone: "declared victory".
    Clause,
    /// As [`Frame::Any`], behind the one who is told: "told reporters that".
    Tell,
    /// As [`Frame::Tell`], but only if "that", "to", a colon, a quotation or a preposition follows: "assured", "urged".
    Urge,
    /// An object with what is said of it: "called him a coward", "criticized the plan".
    Object,
    /// A clause with "that", a colon or a quotation only: "found that".
    That,
    /// A quotation only: "continued", "laughed".
    Quote,
    /// A preposition and its object: "spoke about", "pointed to".
    About,
}

const ANY: &str = "say insist note acknowledge admit explain announce recall promise vow stress emphasize emphasise \
    reiterate joke quip testify tweet warn complain reply remark retort counter deny caution brag confess \
    proclaim pronounce opine muse lament intone posit surmise theorize speculate clarify recount attest \
    affirm retweet mention exclaim reckon urge implore beseech beg exhort";
const CLAUSE: &str = "declare argue claim suggest estimate indicate observe state predict conclude contend report confirm allege";
const TELL: &str = "tell ask remind inform notify";
const URGE: &str = "assure warn persuade convince";
const OBJECT: &str = "call describe criticize criticise praise blast slam denounce condemn accuse label cite mock ridicule \
    dismiss tout hail applaud decry deride assail bash quote dub brand characterize characterise \
    commend chide scold rebuke lambaste skewer \
    insult thank compliment disavow repudiate refute rebut dispute ";
const THAT: &str = "write advise find show demonstrate hold charge signal stipulate maintain post blog boast concede pledge reveal propose add disclose assert question demand recommend respond hint";
const QUOTE: &str = "chime continue begin laugh sigh shout yell scream cry whisper murmur mutter shrug smile chant bellow roar \
    snap fume rail interject interrupt enthuse deadpan chuckle crow gush grin holler mumble thunder read \
    finish answer ask riff wonder inquire think agree shoot fire beam elaborate bark retaliate sing sneer scoff hiss concur marvel vent gripe press";
const ABOUT: &str = "speak point allude boast complain rail joke";

/// Forms that no rule makes.
const IRREGULAR: &[(&str, &str)] = &[
    ("say", "says said saying"),
    ("tell", "tells told telling"),
    ("think", "thinks thought thinking"),
    ("write", "writes wrote writing written"),
    ("find", "finds found finding"),
    ("hold", "holds held holding"),
    ("show", "shows showed showing shown"),
    ("read", "reads read reading"),
    ("go", "goes went going"),
    ("begin", "begins began beginning"),
    ("speak", "speaks spoke speaking spoken"),
    ("mean", "means meant meaning"),
    ("begin", "begins began beginning"),
    ("admit", "admits admitted admitting"),
    ("quip", "quips quipped quipping"),
    ("snap", "snaps snapped snapping"),
    ("slam", "slams slammed slamming"),
    ("rip", "rips ripped ripping"),
    ("brag", "brags bragged bragging"),
    ("blog", "blogs blogged blogging"),
    ("rebut", "rebuts rebutted rebutting"),
    ("pan", "pans panned panning"),
    ("grin", "grins grinned grinning"),
    ("beg", "begs begged begging"),
    ("beseech", "beseeches beseeched beseeching"),
    ("refer", "refers referred referring"),
    ("dub", "dubs dubbed dubbing"),
    ("shoot", "shoots shot shooting"),
    ("cry", "cries cried crying"),
    ("chide", "chides chided chiding"),
    ("sing", "sings sang singing sung"),
];

/// Forms that are nouns or adjectives as well.
const NOUNS: &str = "claim claims note notes report reports state states promise promises vow vows pledge pledges stress \
    estimate estimates tweet tweets reply replies remark remarks retort question questions boast post posts blog blogs \
    mention mentions guess call calls praise blast label labels quote quotes brand brands highlight highlights release \
    releases detail details outline outlines demand demands challenge challenges charge charges signal signals hint hints \
    show shows hold holds find finds finding findings laugh sigh shout cry cries smile roar snap point points joke \
    jokes talk talks start close open thunder crow shrug read go rail doubt warnings read counter relate \
    posting beginning writing lament dispute disputes hammer brand trash pan rip finish attest thought \
    blame rebuke insult echo thinking held found showed shown reading opening closing speaking endorse thank thanks press presses";

/// Every form of every reporting verb, lower case. A verb of two frames keeps the first.
pub(crate) fn forms() -> Vec<(String, Cue)> {
    let lists = [
        (ANY, Frame::Any),
        (CLAUSE, Frame::Clause),
        (TELL, Frame::Tell),
        (URGE, Frame::Urge),
        (OBJECT, Frame::Object),
        (THAT, Frame::That),
        (ABOUT, Frame::About),
        (QUOTE, Frame::Quote),
    ];
    let mut all: Vec<(String, Cue)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (verbs, frame) in lists {
        for verb in verbs.split_ascii_whitespace() {
            for (form, word) in inflect(verb) {
                if seen.insert(word.clone()) {
                    let noun = NOUNS.split_ascii_whitespace().any(|noun| noun == word);
                    all.push((word, Cue { form, frame, noun }));
                }
            }
        }
    }
    all
}

fn inflect(verb: &str) -> Vec<(Form, String)> {
    let mut forms = vec![(Form::Base, verb.to_owned())];
    if let Some((_, irregular)) = IRREGULAR.iter().find(|(base, _)| *base == verb) {
        let kinds = [Form::Present, Form::Past, Form::Ing, Form::Past];
        forms.extend(
            kinds
                .into_iter()
                .zip(irregular.split_ascii_whitespace().map(str::to_owned)),
        );
        return forms;
    }
    let stem = verb.strip_suffix('e').unwrap_or(verb);
    let consonant_y = verb
        .strip_suffix('y')
        .filter(|head| !head.ends_with(['a', 'e', 'o', 'u']));
    let present = match consonant_y {
        Some(head) => format!("{head}ies"),
        None if verb.ends_with(['s', 'x']) || verb.ends_with("sh") || verb.ends_with("ch") => {
            format!("{verb}es")
        }
        None => format!("{verb}s"),
    };
    let past = consonant_y.map_or_else(|| format!("{stem}ed"), |head| format!("{head}ied"));
    forms.push((Form::Present, present));
    forms.push((Form::Past, past));
    forms.push((Form::Ing, format!("{stem}ing")));
    forms
}

#[cfg(test)]
mod tests {
    use super::{Form, forms};

    fn check(word: &str, expected: Option<Form>) {
        let found = forms()
            .into_iter()
            .find(|(form, _)| form == word)
            .map(|(_, cue)| cue.form);
        assert_eq!(found, expected, "{word}");
    }

    #[test]
    fn forms_are_made_by_rule_or_listed() {
        check("said", Some(Form::Past));
        check("denies", Some(Form::Present));
        check("noted", Some(Form::Past));
        check("arguing", Some(Form::Ing));
        check("stresses", Some(Form::Present));
        check("quipped", Some(Form::Past));
        check("conveyed", None);
    }

    #[test]
    fn beliefs_do_not_report() {
        check("believes", None);
        check("hoped", None);
    }
}
